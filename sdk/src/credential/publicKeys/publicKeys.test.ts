import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { ArgumentError, DecodeError, NotFoundError, VerificationError } from '../../errors/index.ts';
import { decodePublicKeys, encodePublicKeys, type PublicKeyDirectory, type ServiceKey } from './directory.ts';
import { issuePublicKeys } from './issue.ts';
import { currentKeys, verifyPublicKeys } from './verify.ts';

const now = 1795168800;
const key = (change: Partial<ServiceKey> = {}): ServiceKey => ({
  use: 'sign',
  algorithm: 'Ed25519',
  publicKey: new Uint8Array(32).fill(7),
  notBefore: now - 100,
  notAfter: now + 100,
  ...change,
});
const directory: PublicKeyDirectory = {
  chainId: 31337,
  announcements: `0x${'cc'.repeat(20)}`,
  authority: `0x${'aa'.repeat(32)}`,
  subject: `0x${'bb'.repeat(32)}`,
  epoch: 3,
  services: [
    { name: 'billing', epoch: 2, keys: [key(), key({ publicKey: new Uint8Array(32).fill(8), notAfter: now + 900 })] },
    { name: 'eu/roaming', epoch: 1, keys: [key({ use: 'encrypt', algorithm: 'X25519' })] },
  ],
};
const bytes = encodePublicKeys(directory);
const announced = { ...directory, digest: sha256Hex(bytes) };

describe('public-key directories', () => {
  test('behavior: round-trips, whatever the order that services come in', () => {
    expect(decodePublicKeys(bytes)).toEqual(directory);
    expect(encodePublicKeys({ ...directory, services: [...directory.services].reverse() })).toEqual(bytes);
    expect(decodePublicKeys(encodePublicKeys({ ...directory, services: [] })).services).toEqual([]);
  });

  test('behavior: round-trips many', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9._/-]{0,20}[a-z0-9]$/);
    const service = fc.record({ name, epoch: fc.integer({ min: 1 }), keys: fc.constant([key()]) });
    fc.assert(
      fc.property(fc.uniqueArray(service, { selector: (entry) => entry.name, maxLength: 8 }), (services) => {
        const decoded = decodePublicKeys(encodePublicKeys({ ...directory, services }));
        expect(new Map(decoded.services.map((entry) => [entry.name, entry]))).toEqual(
          new Map(services.map((entry) => [entry.name, entry])),
        );
      }),
    );
  });

  test('behavior: a service finds the keys of another one that are valid now', () => {
    const verified = verifyPublicKeys(bytes, announced);
    const of = (time: number, use: ServiceKey['use'] = 'sign') =>
      currentKeys(verified, 'billing', { time, use }).map(({ publicKey }) => publicKey[0]);
    expect([of(now), of(now + 100), of(now + 101), of(now + 901), of(now - 101)]).toEqual([
      [8, 7],
      [8, 7],
      [8],
      [],
      [],
    ]);
    expect(of(now, 'encrypt')).toEqual([]);
    expect(() => currentKeys(verified, 'Billing', { time: now, use: 'sign' })).toThrow(NotFoundError);
  });

  test('error: other bytes than announced: each byte changed, and truncation at every byte', () => {
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => verifyPublicKeys(changed, announced)).toThrow(VerificationError);
      expect(() => verifyPublicKeys(bytes.subarray(0, i), announced)).toThrow(VerificationError);
      expect(() => decodePublicKeys(bytes.subarray(0, i))).toThrow(DecodeError);
    }
  });

  test.each(['chainId', 'announcements', 'authority', 'subject', 'epoch'] as const)(
    'error: announced with another %s (replay, rollback)',
    (field) => {
      const other = typeof announced[field] === 'number' ? 9 : String(announced[field]).replace(/.$/, '0');
      expect(() => verifyPublicKeys(bytes, { ...announced, [field]: other })).toThrow(
        expect.objectContaining({ field: `directory.${field}` }),
      );
    },
  );

  test.each<[string, Partial<PublicKeyDirectory>]>([
    ['directory.epoch', { epoch: 0 }],
    ['directory.authority', { authority: '0x00' }],
    ['directory.services[0].name', { services: [{ name: 'Billing', epoch: 1, keys: [key()] }] }],
    ['directory.services[0].name', { services: [{ name: 'a b', epoch: 1, keys: [key()] }] }],
    ['directory.services[0].name', { services: [{ name: '', epoch: 1, keys: [key()] }] }],
    [
      'directory.services[1].name',
      {
        services: [
          { name: 'a', epoch: 1, keys: [key()] },
          { name: 'a', epoch: 2, keys: [key()] },
        ],
      },
    ],
    ['directory.services[0].keys', { services: [{ name: 'a', epoch: 1, keys: [] }] }],
    [
      'directory.services[0].keys[0].publicKey',
      { services: [{ name: 'a', epoch: 1, keys: [key({ publicKey: new Uint8Array(31) })] }] },
    ],
    ['directory.services[0].keys[0].use', { services: [{ name: 'a', epoch: 1, keys: [key({ use: 'encrypt' })] }] }],
    [
      'directory.services[0].keys[0].algorithm',
      { services: [{ name: 'a', epoch: 1, keys: [key({ algorithm: 'RSA' as 'Ed25519' })] }] },
    ],
    ['notAfter', { services: [{ name: 'a', epoch: 1, keys: [key({ notAfter: 1 })] }] }],
  ])('error: %s that cannot be right', (field, change) => {
    const attempt = () => encodePublicKeys({ ...directory, ...change });
    expect(attempt).toThrow(ArgumentError);
    expect(attempt).toThrow(expect.objectContaining({ field }));
  });

  test('error: hostile JSON', () => {
    const parsed = JSON.parse(utf8Decode(bytes)) as Record<string, unknown>;
    for (const change of [
      { extra: 1 },
      { type: 'gridseal/manifest/v1' },
      { services: {} },
      { services: [null] },
      { services: Array(5000).fill(1) },
    ]) {
      expect(() => decodePublicKeys(encodeCanonicalJson({ ...parsed, ...change }))).toThrow(DecodeError);
    }
    const [first, second] = parsed.services as unknown[];
    expect(() => decodePublicKeys(encodeCanonicalJson({ ...parsed, services: [second, first] }))).toThrow(
      /not after the name/,
    );
    expect(() => decodePublicKeys(utf8Encode(` ${utf8Decode(bytes)}`))).toThrow(/canonical/);
    expect(() => decodePublicKeys(new Uint8Array(1_048_577))).toThrow(/longer/);
  });

  test('behavior: as a credential it is one public file', () => {
    const credential = issuePublicKeys(directory, { notBefore: now, notAfter: now + 1 });
    expect(credential.files).toEqual([
      { path: 'public-keys.json', mode: '0644', owner: null, group: null, content: bytes },
    ]);
    expect(() => issuePublicKeys(directory, { path: '../x', notBefore: now, notAfter: now })).toThrow(
      /files\[0\]\.path/,
    );
  });
});

describe('test/vectors/public-keys.json', () => {
  const file = new URL('../../../../test/vectors/public-keys.json', import.meta.url);
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as {
    valid: { bytes: string; digest: `0x${string}` };
    invalid: Record<string, string>;
  };

  test('behavior: decodes, verifies, and encodes to the same bytes', () => {
    const { bytes: text, digest } = vectors.valid;
    const decoded = decodePublicKeys(utf8Encode(text));
    expect(utf8Decode(encodePublicKeys(decoded))).toBe(text);
    expect(verifyPublicKeys(utf8Encode(text), { ...decoded, digest }).services.map(({ name }) => name)).toEqual([
      'billing',
      'eu/roaming',
    ]);
  });

  test.each(Object.entries(vectors.invalid))('error: %s', (_, text) => {
    expect(() => decodePublicKeys(utf8Encode(text))).toThrow(DecodeError);
  });
});
