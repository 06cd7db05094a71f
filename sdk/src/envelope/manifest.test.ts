import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, type Hex, utf8Decode, utf8Encode } from '../bytes/index.ts';
import { Hpke } from '../crypto/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { ClaimRecord } from './claimRecord.ts';
import { Manifest } from './manifest.ts';

const hex = (byte: string, size: number): Hex => `0x${byte.repeat(size)}`;
const file = { path: 'id_ed25519-cert.pub', mode: '0644', owner: null, group: null, size: 412, digest: hex('d1', 32) };
const input = {
  chainId: 31337,
  announcements: hex('a1', 20),
  authority: hex('a2', 32),
  subject: hex('a3', 32),
  device: hex('a4', 32),
  epoch: 7,
  kind: 'sshUser',
  files: [file],
  postInstall: ['reload-sshd'],
  revokes: ['1234', '0xab'],
  notBefore: '2026-11-20T00:00:00Z',
  notAfter: '2026-12-01T00:00:00Z',
} as const;

const decodeWith = (change: object) =>
  Manifest.decode(encodeCanonicalJson({ ...input, type: 'gridseal/manifest/v1', ...change }));
const withFile = (change: object) => ({ files: [{ ...file, ...change }] });

describe('Manifest', () => {
  test('behavior: round trip, as canonical JSON', () => {
    const manifest = Manifest.from(input);
    const bytes = Manifest.encode(manifest);
    expect(Manifest.decode(bytes)).toEqual(manifest);
    expect(utf8Decode(bytes)).toMatch(/^\{"announcements":"0xa1.*"type":"gridseal\/manifest\/v1"\}$/);
    expect(Manifest.contextOf(manifest)).toEqual({
      chainId: 31337,
      announcements: input.announcements,
      authority: input.authority,
      subject: input.subject,
      device: input.device,
      epoch: 7,
      kind: 'sshUser',
    });
  });

  test('behavior: round trip of any manifest', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9_@+][A-Za-z0-9._@+-]{0,10}$/);
    const path = fc.array(segment, { minLength: 2, maxLength: 4 }).map((segments) => `${segments.join('/')}`);
    const files = fc
      .uniqueArray(path, { minLength: 1, maxLength: 5 })
      .map((paths) =>
        paths.map((path, i) => ({ ...file, path: `${i}/${path}`, owner: i % 2 === 0 ? 'root' : null, mode: '0600' })),
      );
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (files, epoch) => {
        const manifest = Manifest.from({ ...input, files, epoch });
        expect(Manifest.decode(Manifest.encode(manifest))).toEqual(manifest);
      }),
      { numRuns: 50 },
    );
  });

  test.each(['.ssh/authorized_keys', '..a', 'a..', '@+_.-', 'a/b/c', 'a'.repeat(255), `${'a/'.repeat(127)}a`])(
    'behavior: the path %j is good',
    (path) => {
      expect(decodeWith(withFile({ path })).files[0]?.path).toBe(path);
    },
  );

  test.each([
    '',
    '/',
    '/etc/passwd',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/..',
    './a',
    'a/./b',
    '-rf',
    'a/-rf',
    'a b',
    'a\\b',
    'a\0b',
    'a\nb',
    'a;b',
    '$(id)',
    '`id`',
    'a|b',
    'a&b',
    '~root',
    'a*',
    "a'b",
    'a"b',
    'ä',
    'a\u202eb',
    'C:\\a',
    'a'.repeat(256),
    `${'a/'.repeat(128)}`,
    7,
    null,
  ])('attack: path traversal and shell metacharacters: %j', (path) => {
    expect(() => decodeWith(withFile({ path }))).toThrow('manifest.files[0].path: is not');
  });

  test.each([
    ['twice the same path', [file, file], 'manifest.files[1].path: stands twice'],
    ['a folder that is a file', [file, { ...file, path: `${file.path}/a` }], 'manifest.files[1].path: lies in'],
    [
      'a file that is a folder',
      [
        { ...file, path: 'a/b/c' },
        { ...file, path: 'a' },
      ],
      'manifest.files[0].path: lies in',
    ],
    ['no file', [], 'manifest.files: has 0 items'],
    ['65 files', Array.from({ length: 65 }, (_, i) => ({ ...file, path: `${i}` })), 'manifest.files: has 65 items'],
    [
      'too much in all',
      [1, 2, 3].map((i) => ({ ...file, path: `${i}`, size: 200_000 })),
      'manifest.files: has more than 524288 bytes in all',
    ],
    ['no list', { '0': file }, 'manifest.files: is not a list'],
    ['a file that is none', ['a'], 'manifest.files[0]: is not an object'],
  ])('error: files: %s', (_, files, message) => {
    expect(() => decodeWith({ files })).toThrow(message);
  });

  test.each([
    ['mode', '644'],
    ['mode', '04755'],
    ['mode', '1777'],
    ['mode', '0888'],
    ['mode', 420],
    ['owner', ''],
    ['owner', 'root:root'],
    ['owner', '-R'],
    ['owner', '0'],
    ['owner', 'a'.repeat(33)],
    ['group', '$(id)'],
    ['group', undefined],
    ['group', 0],
    ['size', -1],
    ['size', 262_145],
    ['size', 1.5],
    ['size', '412'],
    ['digest', hex('d1', 31)],
    ['digest', hex('D1', 32)],
    ['digest', 'd1'.repeat(32)],
  ])('error: file.%s: %j', (name, value) => {
    expect(() => decodeWith(withFile({ [name]: value }))).toThrow(`manifest.files[0].${name}: is`);
  });

  test.each([
    ['type', 'gridseal/manifest/v2'],
    ['chainId', 0],
    ['chainId', '1'],
    ['announcements', hex('a1', 32)],
    ['authority', hex('a2', 20)],
    ['authority', hex('A2', 32)],
    ['subject', ''],
    ['device', null],
    ['epoch', 0],
    ['epoch', 1.5],
    ['epoch', '7'],
    ['kind', 'ssh'],
    ['kind', 'toString'],
    ['kind', 1],
    ['notBefore', '2026-11-20'],
    ['notAfter', '2026-11-31T00:00:00Z'],
    ['notAfter', '2026-11-19T23:59:59Z'],
    ['postInstall', ['rm -rf /']],
    ['postInstall', ['/bin/sh']],
    ['postInstall', ['Reload']],
    ['postInstall', ['a'.repeat(33)]],
    ['postInstall', Array.from({ length: 9 }, () => 'a')],
    ['postInstall', 'reload-sshd'],
    ['revokes', ['']],
    ['revokes', ['-1']],
    ['revokes', ['01']],
    ['revokes', ['0x']],
    ['revokes', ['0xAB']],
    ['revokes', [1234]],
    ['revokes', Array.from({ length: 1025 }, () => '1')],
  ])('error: %s: %j', (name, value) => {
    expect(() => decodeWith({ [name]: value })).toThrow(new RegExp(`^manifest\\.${name}`));
    const from = () => Manifest.from({ ...input, [name]: value });
    if (name !== 'type') expect(from).toThrow(ArgumentError);
  });

  test('error: a field too many or too few, at each level', () => {
    expect(() => decodeWith({ extra: 1 })).toThrow('manifest: has the unknown field "extra"');
    expect(() => decodeWith(withFile({ setuid: true }))).toThrow('manifest.files[0]: has the unknown field "setuid"');
    for (const name of Object.keys(input)) {
      expect(() => decodeWith({ [name]: undefined })).toThrow(`manifest.${name}: is missing`);
    }
  });

  test('error: truncation at every byte; another spelling; more than any manifest has', () => {
    const bytes = Manifest.encode(Manifest.from(input));
    for (let size = 0; size < bytes.length; size++) {
      expect(() => Manifest.decode(bytes.subarray(0, size))).toThrow(DecodeError);
    }
    expect(() => Manifest.decode(utf8Encode(utf8Decode(bytes).replace('{', '{ ')))).toThrow('canonical');
    expect(() => Manifest.decode(new Uint8Array(262_145))).toThrow('manifest: is longer than');
  });
});

describe('ClaimRecord', () => {
  const { publicKey } = Hpke.generateKeyPair('MLKEM768-X25519');
  const record = {
    authority: hex('a2', 32),
    device: hex('a4', 32),
    subject: hex('a3', 32),
    epoch: 7,
    installedAt: '2026-11-20T10:00:00Z',
    manifest: hex('e1', 32),
    nextKey: { algorithm: 'MLKEM768-X25519', publicKey },
  } as const;
  const decodeChanged = (change: object) => {
    const object = JSON.parse(utf8Decode(ClaimRecord.encode(record)));
    return ClaimRecord.decode(encodeCanonicalJson({ ...object, ...change }));
  };

  test('behavior: round trip, with and without a next key', () => {
    for (const one of [record, { ...record, nextKey: null }]) {
      const bytes = ClaimRecord.encode(one);
      expect(ClaimRecord.decode(bytes)).toEqual(one);
      expect(ClaimRecord.digest(bytes)).toMatch(/^0x[0-9a-f]{64}$/);
    }
    expect(utf8Decode(ClaimRecord.encode({ ...record, nextKey: null }))).toBe(
      `{"authority":"${record.authority}","device":"${record.device}","epoch":7,"installedAt":"2026-11-20T10:00:00Z",` +
        `"manifest":"${record.manifest}","nextKey":null,"subject":"${record.subject}","type":"gridseal/claim/v1"}`,
    );
  });

  test.each([
    [{ type: 'gridseal/claim/v2' }, 'claim.type'],
    [{ epoch: 0 }, 'claim.epoch'],
    [{ epoch: 2 ** 53 }, 'claim.epoch'],
    [{ authority: '0x00' }, 'claim.authority'],
    [{ device: hex('A4', 32) }, 'claim.device'],
    [{ manifest: null }, 'claim.manifest'],
    [{ installedAt: 'now' }, 'claim.installedAt'],
    [{ nextKey: undefined }, 'claim.nextKey: is missing'],
    [{ nextKey: {} }, 'claim.nextKey.algorithm: is missing'],
    [{ nextKey: { algorithm: 'P-384', publicKey: 'AA' } }, 'claim.nextKey.algorithm'],
    [{ nextKey: { algorithm: 'X25519', publicKey: 'AA' } }, 'claim.nextKey.publicKey: has 1 bytes'],
    [{ nextKey: { algorithm: 'X25519', publicKey: 7 } }, 'claim.nextKey.publicKey: is not text'],
    [{ extra: 1 }, 'claim: has the unknown field'],
  ])('error: %o', (change, message) => {
    expect(() => decodeChanged(change)).toThrow(message);
  });

  test('error: truncation at every byte, endless data, and what could not be decoded is not encoded', () => {
    const bytes = ClaimRecord.encode({ ...record, nextKey: null });
    for (let size = 0; size < bytes.length; size++) {
      expect(() => ClaimRecord.decode(bytes.subarray(0, size))).toThrow(DecodeError);
    }
    expect(() => ClaimRecord.decode(new Uint8Array(8193))).toThrow('claim: is longer than');
    expect(() => ClaimRecord.encode({ ...record, epoch: -1 })).toThrow('claim.epoch');
  });
});
