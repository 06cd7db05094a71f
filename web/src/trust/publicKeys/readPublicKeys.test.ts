import { execFileSync } from 'node:child_process';
import { createECDH, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toHex } from '@gridseal/sdk/bytes';
import { describe, expect, test } from 'vitest';
import { KeyTextError } from './keyTextError.ts';
import type { ReadKey } from './readKey.ts';
import { readPublicKeyFile, readPublicKeys } from './readPublicKeys.ts';

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string;
const der = (key: KeyObject) => new Uint8Array(key.export({ type: 'spki', format: 'der' }) as Uint8Array);
const jwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const pairs = {
  'P-256': ec('prime256v1'),
  'P-521': ec('secp521r1'),
  secp256k1: ec('secp256k1'),
  Ed25519: generateKeyPairSync('ed25519'),
  X25519: generateKeyPairSync('x25519'),
} as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

const namesOf = (key: ReadKey | undefined) => key?.map(({ algorithm }) => algorithm);
const problemOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof KeyTextError) return error.problem;
    throw error;
  }
  return null;
};

describe('readPublicKeys', () => {
  test.each(Object.keys(pairs) as (keyof typeof pairs)[])(
    'behavior: %s in every form it comes in is one key',
    (name) => {
      const { publicKey } = pairs[name];
      const [key] = readPublicKeys(pem(publicKey));
      expect(namesOf(key)).toEqual([name]);
      for (const text of [
        jwk(publicKey),
        `{"keys":[${jwk(publicKey)}]}`,
        Buffer.from(der(publicKey)).toString('base64'),
      ]) {
        expect(readPublicKeys(text)).toEqual([key]);
      }
      expect(readPublicKeyFile(der(publicKey))).toEqual([key]);
      const [raw] = readPublicKeys(` ${toHex(key?.[0].publicKey ?? new Uint8Array())}\n`);
      expect(raw).toContainEqual(key?.[0]);
    },
  );

  test('behavior: raw bytes are of the curve that they are on, or say what they can be', () => {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const [whole] = readPublicKeys(ecdh.getPublicKey('hex', 'uncompressed'));
    expect(namesOf(whole)).toEqual(['P-256']);
    expect(readPublicKeys(ecdh.getPublicKey('hex', 'compressed'))[0]).toContainEqual(whole?.[0]);
    expect(namesOf(readPublicKeys('02'.repeat(32))[0])).toEqual(
      expect.arrayContaining(['X25519', 'SLH-DSA-SHA2-128s']),
    );
  });

  test('behavior: several at once, with text around them', () => {
    const text = `Ours:\n${pem(pairs['P-256'].publicKey)}\nand\n${pem(pairs.Ed25519.publicKey)}`;
    expect(readPublicKeys(text).map(([{ algorithm }]) => algorithm)).toEqual(['P-256', 'Ed25519']);
  });

  test('behavior: what ssh-keygen and openssl write', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-keys-'));
    try {
      const file = path.join(folder, 'id');
      execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-b', '521', '-N', '', '-C', 'a <b> c', '-f', file]);
      const line = readFileSync(`${file}.pub`, 'utf8');
      expect(namesOf(readPublicKeys(`# mine\n${line}\n`)[0])).toEqual(['P-521']);
      expect(problemOf(() => readPublicKeys(readFileSync(file, 'utf8')))).toBe('private');
      const key = pairs['P-256'].privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
      writeFileSync(file, key);
      const request = ['req', '-x509', '-new', '-key', file, '-subj', '/CN=x', '-days', '1'];
      const certificate = execFileSync('openssl', request, { encoding: 'utf8', stdio: 'pipe' });
      expect(readPublicKeys(certificate)).toEqual(readPublicKeys(pem(pairs['P-256'].publicKey)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('attack: a private key is refused in every form, and nothing of it is in the message', () => {
    const { privateKey } = pairs['P-256'];
    const forms = [
      privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      privateKey.export({ type: 'sec1', format: 'pem' }) as string,
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string,
      JSON.stringify(privateKey.export({ format: 'jwk' })),
      JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }),
      JSON.stringify({ kty: 'oct', k: 'AAAA' }),
      JSON.stringify({ kty: 'AKP', alg: 'ML-DSA-65', pub: 'AAAA', priv: 'AAAA' }),
      'PuTTY-User-Key-File-3: ssh-ed25519',
    ];
    for (const form of forms) expect(problemOf(() => readPublicKeys(form))).toBe('private');
    const { d = '' } = privateKey.export({ format: 'jwk' });
    expect(() => readPublicKeys(forms[3] ?? '')).toThrow(expect.not.stringContaining(d));
  });

  test.each([
    ['nothing', ' \n '],
    ['unsupported', 'hello, world'],
    ['unsupported', '0x1234'],
    ['unsupported', pem(rsa.publicKey)],
    ['unsupported', jwk(rsa.publicKey)],
    ['unsupported', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAwEAAQ=='],
    ['unsupported', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'],
    ['unsupported', JSON.stringify({ kty: 'EC', crv: 'constructor', x: 'AAAA', y: 'AAAA' })],
    ['damaged', '{'],
    ['damaged', '{"keys":[7]}'],
    ['damaged', '-----BEGIN PUBLIC KEY-----\nAAAA'],
    ['damaged', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    ['damaged', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'],
    ['damaged', JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) })],
    ['damaged', JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' })],
    ['damaged', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'],
    ['damaged', 'ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAAAAwEAAQ=='],
  ])('error: %s, case %#', (problem, text) => {
    expect(problemOf(() => readPublicKeys(text))).toBe(problem);
  });

  test('error: more than can be meant', () => {
    const many = { keys: Array(17).fill(JSON.parse(jwk(pairs.Ed25519.publicKey))) };
    expect(problemOf(() => readPublicKeys('a'.repeat(262_145)))).toBe('tooLong');
    expect(problemOf(() => readPublicKeys('ssh-ed25519 AAAA\n'.repeat(17)))).toBe('tooMany');
    expect(problemOf(() => readPublicKeys(JSON.stringify(many)))).toBe('tooMany');
  });

  test('attack: a key cut at any byte is none, whatever it is wrapped in', () => {
    const whole = der(pairs['P-256'].publicKey);
    for (let size = 0; size < whole.length; size++) {
      expect(() => readPublicKeyFile(whole.subarray(0, size)), String(size)).toThrow(KeyTextError);
    }
  });

  test('attack: a point that is not on its curve is no key', () => {
    const [key] = readPublicKeys(pem(pairs['P-521'].publicKey));
    const bent = Uint8Array.from(key?.[0].publicKey ?? []);
    bent[100] = (bent[100] ?? 0) ^ 1;
    expect(problemOf(() => readPublicKeys(toHex(bent)))).toBe('unsupported');
  });
});
