import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64url } from '../../bytes/index.ts';
import { keyAlgorithms } from '../keyAlgorithms.ts';
import { signatureAlgorithms } from '../signatureAlgorithms.ts';
import { signatures as nobleSignatures } from './nobleSignatures.ts';
import { signatures as nodeSignatures } from './nodeSignatures.ts';

interface Group {
  readonly algorithm: 'Ed25519' | 'P-521' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
  readonly publicKey: string;
  readonly tests: readonly {
    readonly id: number;
    readonly comment: string;
    readonly message: string;
    readonly signature: string;
    readonly valid: boolean;
  }[];
}

const file = new URL('../../../../test/vectors/signatures.json', import.meta.url);
const { groups } = JSON.parse(readFileSync(file, 'utf8')) as { readonly groups: readonly Group[] };
const cases = groups.flatMap(({ algorithm, publicKey, tests }) =>
  tests.map((one) => ({ algorithm, publicKey, ...one })),
);

describe.each(['P-521', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)('%s', (algorithm) => {
  const own = cases.filter((one) => one.algorithm === algorithm);

  test.each(own)('vector: $id, valid: $valid, $comment', ({ publicKey, message, signature, valid }) => {
    const [key, signed] = [fromBase64url(publicKey), fromBase64url(signature)];
    const sizes: readonly number[] = keyAlgorithms[algorithm].publicKeySizes;
    const fits = sizes.includes(key.length) && signed.length === signatureAlgorithms[algorithm].signatureSize;
    // Sizes are the caller's to check.
    if (!fits) expect(valid).toBe(false);
    else {
      for (const schemes of [nodeSignatures, nobleSignatures]) {
        expect(schemes[algorithm].verify(key, fromBase64url(message), signed)).toBe(valid);
      }
    }
  });

  test('behavior: there are vectors of both kinds', () => {
    expect(own.some(({ valid }) => valid)).toBe(true);
    expect(own.some(({ valid }) => !valid)).toBe(true);
  });
});
