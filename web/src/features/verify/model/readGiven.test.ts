import { Certificate } from '@gridseal/sdk/certificate';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { describe, expect, test } from 'vitest';
import { readFile, readText } from './readGiven.ts';

const certificate = Certificate.from({
  kind: 'device',
  subject: { name: 'station-7' },
  usages: [],
  notBefore: 1_790_000_000,
  notAfter: 1_800_000_000,
  serial: new Uint8Array(16),
});
const bytes = Certificate.encode(certificate);
const id = Certificate.id(certificate);
const text = new TextDecoder().decode(bytes);
const utf8 = (value: string) => new TextEncoder().encode(value);

describe('readText', () => {
  test('behavior: a digest in any case, with space around it', () => {
    expect(readText(`  ${id.toUpperCase().replace('0X', '0x')}\n`)).toEqual({
      kind: 'digest',
      digest: id,
      isOfFile: false,
    });
  });

  test('behavior: a link of this page, and of an explorer', () => {
    expect(readText(`https://pki.example/#/certificates/${id}`)).toMatchObject({ kind: 'digest', digest: id });
    expect(readText(`#/certificates/${id}`)).toMatchObject({ kind: 'digest', digest: id });
  });

  test('behavior: a certificate as text', () => {
    expect(readText(` ${text}\n`)).toMatchObject({ kind: 'certificate', digest: id, certificate });
  });

  test.each(['', 'hello', '0x12', `${id}00`, `0x${'g'.repeat(64)}`, `pay ${id}`, '{', '{}', '[]', '{"type":7}'])(
    'error: %j is nothing that can be verified',
    (given) => {
      expect(readText(given)).toMatchObject({ kind: 'problem', what: 'unknown' });
    },
  );

  test('error: a link of many thousands of characters is not searched', () => {
    expect(readText(`https://${'a'.repeat(5_000)}/${id}`)).toMatchObject({ kind: 'problem', what: 'unknown' });
  });
});

describe('readFile', () => {
  test('behavior: a certificate’s file', () => {
    expect(readFile(bytes)).toMatchObject({ kind: 'certificate', digest: id });
  });

  test('behavior: any other file stands for its SHA-256', () => {
    const other = utf8('something else');
    expect(readFile(other)).toEqual({ kind: 'digest', digest: sha256Hex(other), isOfFile: true });
    expect(readFile(new Uint8Array(0))).toMatchObject({ kind: 'digest', isOfFile: true });
  });

  test('behavior: a file that holds a digest', () => {
    expect(readFile(utf8(`${id}\n`))).toEqual({ kind: 'digest', digest: id, isOfFile: false });
  });

  test('attack: a certificate with other bytes of the same meaning is not taken for it', () => {
    for (const changed of [` ${text}`, `${text}\n`, text.replace('{', '{ ')]) {
      expect(readFile(utf8(changed))).toMatchObject({ kind: 'problem', what: 'certificate' });
    }
  });

  test('attack: a certificate cut short is never one', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(readFile(bytes.subarray(0, length)).kind).not.toBe('certificate');
    }
  });

  test('error: a bundle that lacks everything names the field', () => {
    const given = readFile(utf8('{"type":"gridseal/bundle/v1"}'));
    expect(given).toMatchObject({ kind: 'problem', what: 'bundle', message: expect.stringContaining('bundle') });
  });
});
