import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../bytes/index.ts';
import { signatures as nobleSignatures } from './nobleSignatures.ts';
import { signatures as nodeSignatures } from './nodeSignatures.ts';
import type { SchemeName } from './signatureScheme.ts';

const filled = (size: number, byte: number) => new Uint8Array(size).fill(byte);
const slhDsaKey = Uint8Array.from(
  Buffer.concat([filled(48, 7), Buffer.from('22c5a3d06cfe50f5fcb1a95181931787', 'hex')]),
);

const keys: Readonly<Record<SchemeName, Uint8Array>> = {
  'P-521': Uint8Array.from([0, ...filled(65, 7)]),
  'P-521-SHA256': Uint8Array.from([1, ...filled(65, 7)]),
  Ed25519: filled(32, 7),
  'ML-DSA-44': filled(32, 7),
  'ML-DSA-65': filled(32, 7),
  'ML-DSA-87': filled(32, 7),
  'SLH-DSA-SHA2-128s': slhDsaKey,
};
const message = filled(32, 9);
const names = Object.keys(keys) as SchemeName[];

describe.each(names)('%s, by node:crypto and by noble', (name) => {
  const [node, noble] = [nodeSignatures[name], nobleSignatures[name]];
  const own = node.loadPrivateKey(keys[name]);
  const other = noble.loadPrivateKey(keys[name]);

  test('behavior: both make the same public key, and each verifies what the other signs', () => {
    expect(toHex(own.publicKey)).toBe(toHex(other.publicKey));
    for (const key of [own, other]) {
      const signature = key.sign(message);
      for (const scheme of [node, noble]) {
        expect(scheme.verify(key.publicKey, message, signature)).toBe(true);
        expect(scheme.verify(key.publicKey, filled(32, 8), signature)).toBe(false);
      }
    }
  });

  test('error: both refuse signatures and keys with a changed bit', () => {
    const publicKey = own.publicKey;
    const signature = own.sign(message);
    const flip = (bytes: Uint8Array, at: number, bit: number) =>
      bytes.map((byte, i) => (i === at % bytes.length ? byte ^ (1 << bit) : byte));
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), fc.boolean(), (at, bit, inKey) => {
        const [key, signed] = inKey ? [flip(publicKey, at, bit), signature] : [publicKey, flip(signature, at, bit)];
        expect([node.verify(key, message, signed), noble.verify(key, message, signed)]).toEqual([false, false]);
      }),
      { numRuns: 12 },
    );
  });

  test('error: both refuse zeros, ones, and nothing', () => {
    const publicKey = own.publicKey;
    const size = own.sign(message).length;
    for (const scheme of [node, noble]) {
      for (const byte of [0, 255]) {
        expect(scheme.verify(publicKey, message, filled(size, byte))).toBe(false);
        // Ed25519 has keys of small order: verifyEd25519 refuses them before it asks a platform.
        const verdict = scheme.verify(filled(publicKey.length, byte), message, filled(size, byte));
        if (name !== 'Ed25519') expect(verdict).toBe(false);
      }
      expect(scheme.verify(publicKey, message, new Uint8Array(0))).toBe(false);
      expect(scheme.verify(new Uint8Array(0), message, filled(size, 1))).toBe(false);
    }
  });
});
