import { p521 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../../bytes/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../../errors/index.ts';
import { sha256 } from '../hash.ts';
import { modulo, n } from './field.ts';
import { halfSize } from './halfSize.ts';
import { addHints, stripHints } from './index.ts';
import { encodeProgram, fits, gapsOf, inOrder, type Term, tables, termsOf } from './program.ts';

const privateKey = p521.utils.randomSecretKey(new Uint8Array(99).fill(7));
const publicKey = p521.getPublicKey(privateKey, false).subarray(1);
const digest = new Uint8Array(32).fill(3);
const sign = (hashed: Uint8Array) => p521.sign(hashed, privateKey, { prehash: false, lowS: false });
const signature = sign(sha512(digest));

const changed = (bytes: Uint8Array, offset: number) => bytes.map((byte, i) => (i === offset ? byte ^ 1 : byte));
const scalar = fc.bigInt({ min: -(2n ** 521n), max: 2n ** 521n });
const numberOf = (terms: readonly Term[]) => {
  return terms.reduce((all, { position, digit }) => all + (BigInt(digit) << BigInt(position)), 0n);
};

describe('addHints', () => {
  test('behavior: r ‖ s comes first, and comes back', () => {
    const hinted = addHints({ publicKey, digest, signature });
    expect(hinted.length).toBeGreaterThan(20_000);
    expect(hinted.length).toBeLessThan(31_000);
    expect(stripHints(hinted)).toEqual(signature);
    expect(hinted.subarray(0, 132)).toEqual(signature);
  });

  test('behavior: the same signature has the same hints, whatever form the key has, and with hints already', () => {
    const hinted = addHints({ publicKey, digest, signature });
    expect(addHints({ publicKey: concat(Uint8Array.of(4), publicKey), digest, signature })).toEqual(hinted);
    expect(addHints({ publicKey, digest, signature: hinted })).toEqual(hinted);
  });

  test('behavior: over SHA-256 if that is said', () => {
    const over256 = sign(sha256(digest));
    expect(addHints({ publicKey, digest, signature: over256, hash: 'SHA-256' }).length).toBeGreaterThan(20_000);
    expect(() => addHints({ publicKey, digest, signature: over256 })).toThrow(VerificationError);
    expect(() => addHints({ publicKey, digest, signature, hash: 'SHA-256' })).toThrow(VerificationError);
  });

  test('behavior: s in the other half has hints of its own', () => {
    const s = BigInt(`0x${Buffer.from(signature.subarray(66)).toString('hex')}`);
    const other = concat(signature.subarray(0, 66), Buffer.from((n - s).toString(16).padStart(132, '0'), 'hex'));
    const [one, two] = [addHints({ publicKey, digest, signature }), addHints({ publicKey, digest, signature: other })];
    expect(two.subarray(133, 199)).not.toEqual(one.subarray(133, 199));
  });

  test('error: not a signature of the digest by the key', () => {
    for (const offset of [5, 65, 70, 131]) {
      expect(() => addHints({ publicKey, digest, signature: changed(signature, offset) })).toThrow(VerificationError);
    }
    expect(() => addHints({ publicKey, digest: changed(digest, 0), signature })).toThrow(VerificationError);
    const other = p521.getPublicKey(p521.utils.randomSecretKey(), false);
    expect(() => addHints({ publicKey: other, digest, signature })).toThrow(VerificationError);
  });

  test('error: r or s is 0, n or more', () => {
    const zero = new Uint8Array(66);
    const order = Buffer.from(n.toString(16).padStart(132, '0'), 'hex');
    const [r, s] = [signature.subarray(0, 66), signature.subarray(66)];
    for (const wrong of [concat(zero, s), concat(r, zero), concat(zero, zero), concat(order, s), concat(r, order)]) {
      expect(() => addHints({ publicKey, digest, signature: wrong })).toThrow(VerificationError);
    }
    expect(() => addHints({ publicKey, digest, signature: new Uint8Array(132).fill(255) })).toThrow(VerificationError);
  });

  test('error: a key that is none, by its field', () => {
    const wrong = [changed(publicKey, 10), changed(publicKey, 100), new Uint8Array(132), new Uint8Array(132).fill(255)];
    const short = [
      new Uint8Array(),
      publicKey.subarray(1),
      concat(publicKey, Uint8Array.of(0)),
      concat(Uint8Array.of(3), publicKey),
    ];
    for (const key of [...wrong, ...short]) {
      expect(() => addHints({ publicKey: key, digest, signature })).toThrow(DecodeError);
      expect(() => addHints({ publicKey: key, digest, signature })).toThrow('publicKey');
    }
  });

  test('error: a digest that has not 32 bytes', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(() => addHints({ publicKey, digest: new Uint8Array(length), signature })).toThrow('digest');
    }
  });

  test('error: a signature that is truncated at any byte', () => {
    for (let length = 0; length < 132; length++) {
      expect(() => addHints({ publicKey, digest, signature: signature.subarray(0, length) })).toThrow(DecodeError);
      expect(() => stripHints(signature.subarray(0, length))).toThrow(DecodeError);
    }
  });

  test('error: another hash', () => {
    expect(() => addHints({ publicKey, digest, signature, hash: 'SHA-1' as never })).toThrow(ArgumentError);
  });
});

describe('halfSize', () => {
  test('behavior: c is d · factor, and both are about half as long as n', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: n - 1n }), (factor) => {
        const { c, d } = halfSize(factor, n);
        expect(modulo(c - d * factor, n)).toBe(0n);
        expect(d).not.toBe(0n);
        expect(c < 2n ** 262n && d < 2n ** 262n && d > -(2n ** 262n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: short factors, and those near n', () => {
    for (const factor of [1n, 2n, n - 1n, n - 2n, 2n ** 260n, (n + 1n) / 2n]) {
      const { c, d } = halfSize(factor, n);
      expect(modulo(c - d * factor, n)).toBe(0n);
      expect(d).not.toBe(0n);
    }
  });
});

describe('programs', () => {
  test('behavior: terms add up to the scalar, odd and within their table, far enough apart', () => {
    fc.assert(
      fc.property(scalar, fc.constantFrom('G', 'G261', 'Q', 'R'), (value, table) => {
        const terms = termsOf(table, value);
        const { width } = tables[table];
        expect(numberOf(terms)).toBe(value);
        for (const { digit } of terms) {
          expect(Math.abs(digit % 2)).toBe(1);
          expect(Math.abs(digit)).toBeLessThan(2 ** (width - 1));
        }
        expect(
          gapsOf(inOrder(terms))
            .slice(1)
            .every((gap) => gap >= width),
        ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('behavior: what the verifier would not take does not fit', () => {
    const term = (position: number): Term => ({ table: 'Q', position, digit: 1 });
    expect(fits([term(1), term(0)])).toBe(true);
    expect(fits([])).toBe(false);
    expect(fits([term(0)])).toBe(false);
    expect(fits([term(2), term(1)])).toBe(false);
    expect(fits([term(128), term(0)])).toBe(false);
    expect(fits([term(265), term(150), term(50), term(0)])).toBe(false);
    expect(fits(Array.from({ length: 256 }, () => term(0)))).toBe(false);
  });

  test('behavior: two bytes a step', () => {
    const terms: Term[] = [
      { table: 'R', position: 130, digit: -15 },
      { table: 'G261', position: 3, digit: 127 },
      { table: 'Q', position: 0, digit: -1 },
    ];
    expect([...encodeProgram(terms)]).toEqual([0, 130, 3, 1, 143, 254, 127, 7, 128]);
  });
});
