import { describe, expect, test } from 'vitest';
import { toHex, utf8Encode } from '../bytes/index.ts';
import { keccak256, keccak256Hex, sha256, sha256Hex } from './hash.ts';
import { equalSecrets, randomBytes, wipe } from './secrets.ts';

describe('hashes', () => {
  test('vector: SHA-256 (FIPS 180-4 examples)', () => {
    expect(sha256Hex(utf8Encode(''))).toBe('0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex(utf8Encode('abc'))).toBe('0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(toHex(sha256(utf8Encode('abc')))).toBe(sha256Hex(utf8Encode('abc')));
  });

  test('vector: Keccak-256, which is not SHA3-256', () => {
    expect(keccak256Hex(utf8Encode(''))).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
    expect(keccak256Hex(utf8Encode('abc'))).toBe('0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
    expect(toHex(keccak256(utf8Encode('abc')))).toBe(keccak256Hex(utf8Encode('abc')));
  });
});

describe('secrets', () => {
  test('behavior: equalSecrets compares content and length', () => {
    expect(equalSecrets(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalSecrets(new Uint8Array(0), new Uint8Array(0))).toBe(true);
    for (const other of [[1, 3], [0, 2], [1], [1, 2, 0], []]) {
      expect(equalSecrets(Uint8Array.of(1, 2), Uint8Array.from(other))).toBe(false);
    }
  });

  test('behavior: wipe overwrites, and takes what is not there', () => {
    const [one, two] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    wipe(one, undefined, two);
    expect([...one, ...two]).toEqual([0, 0, 0]);
  });

  test('behavior: randomBytes gives the size, and never the same', () => {
    expect(randomBytes(0)).toHaveLength(0);
    expect(toHex(randomBytes(32))).not.toBe(toHex(randomBytes(32)));
  });
});
