import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex } from '../../bytes/index.ts';
import { decodeAssertion, encodeAssertion } from './assertion.ts';
import { verifyWebAuthn } from './verifyWebAuthn.ts';

describe('assertion', () => {
  test('behavior: every assertion survives its encoding', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    const assertions = fc.record({
      signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
      challengeIndex: word,
      typeIndex: word,
      authenticatorData: bytes,
      clientDataJSON: bytes,
    });
    fc.assert(
      fc.property(assertions, (assertion) => {
        const encoded = fromHex(encodeAssertion(assertion));
        expect(decodeAssertion(encoded)).toEqual(assertion);
        expect(decodeAssertion(encoded.subarray(0, 191))).toBeNull();
      }),
    );
  });

  test('error: nothing makes the decoder throw', () => {
    const words = fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, fc.uint8Array({ maxLength: 40 }), (numbers, rest) => {
        const hex = numbers.map((number) => number.toString(16).padStart(64, '0')).join('');
        const bytes = concat(fromHex(`0x${hex}`), rest);
        expect(verifyWebAuthn(new Uint8Array(64).fill(7), new Uint8Array(32), bytes)).toBe(false);
      }),
    );
  });
});
