import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concat, toBase64url } from '../bytes/index.ts';
import { ArgumentError, FileError, VerificationError } from '../errors/index.ts';
import { Hpke } from './hpke.ts';
import { type KemAlgorithm, kemAlgorithms } from './kemAlgorithms.ts';
import type { HeldKemKey } from './kemKeys.ts';
import { webCryptoHybridKey, webCryptoKemKey } from './webCryptoKems.ts';
import type { WebCryptoPair } from './webCryptoSigners.ts';

const { subtle } = crypto;
const info = Uint8Array.of(1, 2, 3);
const plaintext = Uint8Array.from({ length: 32 }, (_, i) => i);
const generate = (algorithm: AlgorithmIdentifier | EcKeyGenParams) =>
  subtle.generateKey(algorithm, false, ['deriveBits']) as Promise<CryptoKeyPair>;
const onP256 = () => generate({ name: 'ECDH', namedCurve: 'P-256' } as EcKeyGenParams);
const onX25519 = () => generate('X25519');

/** A hybrid key as a browser would keep it, with what its X25519 half and its seed are. */
async function hybrid(seed: () => Promise<Uint8Array> = async () => mlKem.privateKey.slice(), pair?: WebCryptoPair) {
  const x25519 = pair ?? (await onX25519());
  return webCryptoHybridKey({ mlKemPublicKey: mlKem.publicKey, mlKemSeed: seed, x25519 });
}
const mlKem = Hpke.generateKeyPair('ML-KEM-768');

const kept: readonly [KemAlgorithm, () => Promise<HeldKemKey>][] = [
  ['P-256', async () => webCryptoKemKey('P-256', await onP256())],
  ['X25519', async () => webCryptoKemKey('X25519', await onX25519())],
  ['MLKEM768-X25519', () => hybrid()],
];

interface Vector {
  readonly source: string;
  readonly algorithm: KemAlgorithm;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly sharedSecret: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../test/vectors/hpke.json', import.meta.url), 'utf8'),
);
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

/** The vector's key, imported so that it cannot be exported. */
async function imported(
  kind: 'P-256' | 'X25519',
  privateKey: Uint8Array,
  publicKey: Uint8Array,
): Promise<WebCryptoPair> {
  const point = kind === 'P-256' ? publicKey.subarray(1) : publicKey;
  const coordinates = {
    x: toBase64url(point.subarray(0, 32)),
    ...(kind === 'P-256' ? { y: toBase64url(point.subarray(32)) } : {}),
  };
  const jwk = { kty: kind === 'P-256' ? 'EC' : 'OKP', crv: kind, ...coordinates };
  const algorithm = kind === 'P-256' ? { name: 'ECDH', namedCurve: 'P-256' } : { name: 'X25519' };
  return {
    privateKey: await subtle.importKey('jwk', { ...jwk, d: toBase64url(privateKey) }, algorithm, false, ['deriveBits']),
    publicKey: await subtle.importKey('jwk', jwk, algorithm, true, []),
  };
}

describe('external vectors', () => {
  const ofHeld = vectors.filter(({ algorithm }) => algorithm === 'P-256' || algorithm === 'X25519');

  test('behavior: there is one for each kind of key', () => {
    expect(new Set(ofHeld.map(({ algorithm }) => algorithm))).toEqual(new Set(['P-256', 'X25519']));
  });

  test.each(ofHeld)('vector: $source, $algorithm', async ({ algorithm, ...vector }) => {
    const kind = algorithm as 'P-256' | 'X25519';
    const key = await webCryptoKemKey(kind, await imported(kind, bytes(vector.skRm), bytes(vector.pkRm)));
    expect(hex(key.publicKey)).toBe(vector.pkRm);
    expect(hex(await key.decapsulate(bytes(vector.enc)))).toBe(vector.sharedSecret);
  });

  test.each(vectors.filter(({ algorithm }) => algorithm === 'MLKEM768-X25519'))(
    'vector: $source, $algorithm, with its halves apart',
    async ({ skRm, pkRm, enc, sharedSecret }) => {
      const { shake256 } = await import('@noble/hashes/sha3.js');
      const expanded = shake256(bytes(skRm), { dkLen: 96 });
      const publicKey = bytes(pkRm);
      const x25519 = await imported('X25519', expanded.slice(64), publicKey.slice(1184));
      const mlKemSeed = async () => expanded.slice(0, 64);
      const key = await webCryptoHybridKey({ mlKemPublicKey: publicKey.slice(0, 1184), mlKemSeed, x25519 });
      expect(hex(key.publicKey)).toBe(pkRm);
      expect(hex(await key.decapsulate(bytes(enc)))).toBe(sharedSecret);
    },
  );
});

describe.each(kept)('a held key of %s', (algorithm, make) => {
  test('behavior: opens what was sealed to its public half', async () => {
    const key = await make();
    expect(key.publicKey).toHaveLength(kemAlgorithms[algorithm].publicKeySize);
    const aad = Uint8Array.of(9);
    const sealed = await Hpke.seal({ algorithm, publicKey: key.publicKey, info, plaintext, aad });
    expect(new Uint8Array(await Hpke.open({ ...key, ...sealed, info, aad }))).toEqual(plaintext);
  });

  test('error: sealed to another key, for another purpose, changed or cut', async () => {
    const [key, other] = await Promise.all([make(), make()]);
    const sealed = await Hpke.seal({ algorithm, publicKey: other.publicKey, info, plaintext });
    await expect(Hpke.open({ ...key, ...sealed, info })).rejects.toThrow(VerificationError);
    const mine = await Hpke.seal({ algorithm, publicKey: key.publicKey, info, plaintext });
    const enc = mine.enc.slice();
    enc[enc.length - 1] = (enc[enc.length - 1] as number) ^ 1;
    const ciphertext = mine.ciphertext.slice();
    ciphertext[0] = (ciphertext[0] as number) ^ 1;
    for (const bad of [
      { ...mine, info: Uint8Array.of(1) },
      { ...mine, info, aad: Uint8Array.of(1) },
      { ...mine, info, enc },
      { ...mine, info, ciphertext },
      { ...mine, info, enc: mine.enc.slice(1) },
      { ...mine, info, enc: new Uint8Array(mine.enc.length) },
      { ...mine, info, enc: new Uint8Array() },
    ]) {
      await expect(Hpke.open({ ...key, ...bad })).rejects.toThrow(VerificationError);
    }
  });
});

describe('keys that cannot be held so', () => {
  test('error: of another curve, swapped halves, a key that may not derive', async () => {
    const [p256, x25519] = await Promise.all([onP256(), onX25519()]);
    const signing = (await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
    ])) as CryptoKeyPair;
    for (const bad of [
      x25519,
      signing,
      { ...p256, privateKey: x25519.privateKey },
      { ...p256, publicKey: x25519.publicKey },
      { privateKey: p256.publicKey, publicKey: p256.privateKey },
    ]) {
      await expect(webCryptoKemKey('P-256', bad)).rejects.toThrow(ArgumentError);
    }
    await expect(webCryptoKemKey('X25519', p256)).rejects.toThrow('is no private X25519 key that may derive bits');
    await expect(hybrid(undefined, p256)).rejects.toThrow(ArgumentError);
    const halves = { mlKemSeed: async () => new Uint8Array(64), x25519 };
    await expect(webCryptoHybridKey({ ...halves, mlKemPublicKey: new Uint8Array(32) })).rejects.toThrow('ML-KEM-768');
  });
});

describe('a hybrid key', () => {
  test('behavior: the seed is wiped after each use', async () => {
    const given: Uint8Array[] = [];
    const key = await hybrid(async () => {
      const seed = mlKem.privateKey.slice();
      given.push(seed);
      return seed;
    });
    const { enc } = await Hpke.seal({ algorithm: key.algorithm, publicKey: key.publicKey, info, plaintext });
    await key.decapsulate(enc);
    await key.decapsulate(enc);
    expect(given).toEqual([new Uint8Array(64), new Uint8Array(64)]);
  });

  test('error: a seed that cannot be had says nothing of what was sealed', async () => {
    const key = await hybrid(() => Promise.reject(new FileError('cannot be unwrapped')));
    const sealed = await Hpke.seal({ algorithm: key.algorithm, publicKey: key.publicKey, info, plaintext });
    await expect(Hpke.open({ ...key, ...sealed, info })).rejects.toThrow(FileError);
  });

  test('error: either half stripped opens nothing: the secret depends on both', async () => {
    const key = await hybrid();
    const { enc } = await Hpke.seal({ algorithm: key.algorithm, publicKey: key.publicKey, info, plaintext });
    const secret = await key.decapsulate(enc);
    const other = await Hpke.seal({ algorithm: key.algorithm, publicKey: key.publicKey, info, plaintext });
    const mixed = [
      concat(other.enc.slice(0, 1088), enc.slice(1088)),
      concat(enc.slice(0, 1088), other.enc.slice(1088)),
    ];
    for (const one of mixed) expect(hex(await key.decapsulate(one))).not.toBe(hex(secret));
    // A point of small order agrees on zero with everybody.
    await expect(key.decapsulate(concat(enc.slice(0, 1088), new Uint8Array(32)))).rejects.toThrow(VerificationError);
  });
});
