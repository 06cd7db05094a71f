import { describe, expect, test } from 'vitest';
import { randomBytes } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import { SigningKey, type SigningKeyChoice } from './signingKey.ts';

const scalar = Uint8Array.from([0, ...new Uint8Array(65).fill(7)]);

describe('SigningKey', () => {
  const verifier = `0x${'ab'.repeat(20)}` as const;
  const choices = [
    { algorithm: 'secp256k1' },
    { algorithm: 'P-256', verifier },
    { algorithm: 'P-521', verifier },
    { algorithm: 'P-521', verifier, hash: 'SHA-256' },
    { algorithm: 'Ed25519' },
    { algorithm: 'ML-DSA-44' },
    { algorithm: 'ML-DSA-65' },
    { algorithm: 'ML-DSA-87' },
    { algorithm: 'SLH-DSA-SHA2-128s', verifier },
  ] as const;

  test.each(choices)('behavior: $algorithm, generated, stored and loaded, is the same signer', async (choice) => {
    const key = await SigningKey.generate(choice, randomBytes);
    const loaded = SigningKey.decode(SigningKey.encode(key));
    expect(loaded).toEqual(key);
    expect(SigningKey.toSigner(loaded).signer).toBe(SigningKey.toSigner(key).signer);
    expect(SigningKey.toSigner(loaded).algorithm).toBe(choice.algorithm);
  });

  test('behavior: what does not belong to the key is not stored', async () => {
    const choice: SigningKeyChoice = { algorithm: 'Ed25519', ...{ verifier } };
    const key = await SigningKey.generate(choice, randomBytes);
    expect(SigningKey.decode(SigningKey.encode(key))).toEqual({ algorithm: 'Ed25519', privateKey: key.privateKey });
  });

  const stored = (change: object) =>
    new TextEncoder().encode(
      JSON.stringify({
        algorithm: 'P-521',
        privateKey: Buffer.from(scalar).toString('base64url'),
        type: 'gridseal/signing-key/v1',
        verifier,
        ...change,
      }),
    );

  test.each([
    ['another algorithm', { algorithm: 'P-384' }, 'signingKey.algorithm'],
    ['another hash', { hash: 'SHA-1' }, 'signingKey'],
    ['no verifier', { verifier: undefined }, 'signingKey'],
    ['a short key', { privateKey: 'AAAA' }, 'signingKey.privateKey'],
    [
      'a verifier where none belongs',
      { algorithm: 'Ed25519', privateKey: Buffer.alloc(32, 7).toString('base64url') },
      'signingKey',
    ],
    ['another field', { zzz: 1 }, 'signingKey'],
  ])('error: %s', (_, change, field) => {
    expect(() => SigningKey.decode(stored(change))).toThrow(DecodeError);
    expect(() => SigningKey.decode(stored(change))).toThrow(field);
  });

  test('error: a source of randomness that gives no key', async () => {
    const zeros = (size: number) => new Uint8Array(size);
    await expect(SigningKey.generate({ algorithm: 'P-521', verifier }, zeros)).rejects.toThrow('gives no private key');
  });
});
