import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { remembering } from './nodeKeyCache.ts';

const { publicKey } = generateKeyPairSync('ed25519');
const named = (number: number) => Uint8Array.of(number >> 8, number & 255);

/** A loader that counts, and the numbers that it was asked for. */
function counting() {
  const asked: number[] = [];
  const load = remembering((bytes): KeyObject => {
    const number = (bytes[0] as number) * 256 + (bytes[1] as number);
    asked.push(number);
    if (number === 999) throw new Error('is no key');
    return createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  });
  return { asked, load };
}

describe('remembering', () => {
  test('behavior: a key is loaded once while it is in use', () => {
    const { asked, load } = counting();
    const first = load(named(1));
    for (let i = 2; i < 500; i++) {
      load(named(i));
      expect(load(named(1))).toBe(first);
    }
    expect(asked.filter((number) => number === 1)).toHaveLength(1);
  });

  test('behavior: what was not used for long is forgotten', () => {
    const { asked, load } = counting();
    for (let i = 0; i < 65; i++) load(named(i));
    load(named(64));
    load(named(1));
    expect(asked).toHaveLength(65);
    load(named(0));
    expect(asked).toHaveLength(66);
  });

  test('behavior: bytes that change afterwards are another key', () => {
    const { asked, load } = counting();
    const bytes = named(5);
    load(bytes);
    bytes[1] = 6;
    load(bytes);
    expect(asked).toEqual([5, 6]);
  });

  test('error: what is no key is not remembered', () => {
    const { asked, load } = counting();
    for (let i = 0; i < 3; i++) expect(() => load(named(999))).toThrow('is no key');
    expect(asked).toHaveLength(3);
  });
});
