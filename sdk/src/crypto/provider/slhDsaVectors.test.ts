import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../bytes/index.ts';
import { signatures as nobleSignatures } from './nobleSignatures.ts';
import { signatures as nodeSignatures } from './nodeSignatures.ts';

interface Vector {
  readonly kind: string;
  readonly publicKey: string;
  readonly message: string;
  readonly context?: string;
  readonly signature: string;
}

const file = new URL('../../../../test/vectors/slh-dsa-sha2-128s.json', import.meta.url);
const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { readonly tests: readonly Vector[] };

describe('SLH-DSA-SHA2-128s', () => {
  test.each(tests)('vector: $kind, with and without a context', ({ kind, publicKey, message, context, signature }) => {
    // Signatures of a hash, or with a context, are none in pure mode with an empty one.
    const isOurs = kind !== 'preHashSha256' && !context;
    for (const schemes of [nodeSignatures, nobleSignatures]) {
      const verdict = schemes['SLH-DSA-SHA2-128s'].verify(
        fromHex(`0x${publicKey}`),
        fromHex(`0x${message}`),
        fromHex(`0x${signature}`),
      );
      expect(verdict).toBe(isOurs);
    }
  });
});
