import { readFileSync } from 'node:fs';
import * as noble from '@panva/hpke-noble';
import fc from 'fast-check';
import { type AEADFactory, CipherSuite, type KDFFactory } from 'hpke';
import { describe, expect, test } from 'vitest';
import { ArgumentError, VerificationError } from '../errors/index.ts';
import { createHpke } from './hpke.ts';
import { isKemAlgorithm, type KemAlgorithm, kemAlgorithmOf, kemAlgorithms } from './kemAlgorithms.ts';
import { provider as nobleProvider } from './provider/noble.ts';
import { provider as nodeProvider } from './provider/node.ts';

const providers = [nodeProvider, nobleProvider];
const algorithms = Object.keys(kemAlgorithms) as KemAlgorithm[];
const pairs = providers.flatMap((provider) => algorithms.map((algorithm) => ({ provider, algorithm })));
const info = Uint8Array.of(1, 2, 3);
const plaintext = Uint8Array.from({ length: 32 }, (_, i) => i);

interface Vector {
  readonly source: string;
  readonly algorithm: KemAlgorithm;
  readonly kdf: string;
  readonly aead: string;
  readonly info: string;
  readonly ikmR: string | null;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly sharedSecret: string;
  readonly aad: string;
  readonly plaintext: string;
  readonly ciphertext: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../test/vectors/hpke.json', import.meta.url), 'utf8'),
);
const cases = providers.flatMap((provider) => vectors.map((vector) => ({ provider, vector })));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

/** The vectors' suites differ from ours in KDF or AEAD: what is ours comes from the provider, the rest from noble. */
const kdfs: Record<string, KDFFactory> = { 'HKDF-SHA512': noble.KDF_HKDF_SHA512 };
const aeads: Record<string, AEADFactory> = {
  'AES-128-GCM': noble.AEAD_AES_128_GCM,
  ChaCha20Poly1305: noble.AEAD_ChaCha20Poly1305,
};

describe('external vectors', () => {
  test.each(cases)('vector: $vector.source, $vector.algorithm, by $provider.name', async ({ provider, vector }) => {
    const kem = provider.kems[vector.algorithm];
    const suite = new CipherSuite(kem.factory, kdfs[vector.kdf] ?? provider.kdf, aeads[vector.aead] ?? provider.aead);
    expect(hex(kem.publicKeyOf(bytes(vector.skRm)))).toBe(vector.pkRm);
    const key = await suite.DeserializePrivateKey(bytes(vector.skRm), true);
    expect(hex(await kem.factory().Decap(bytes(vector.enc), key, undefined))).toBe(vector.sharedSecret);
    const sealed = { info: bytes(vector.info), aad: bytes(vector.aad) };
    expect(hex(await suite.Open(key, bytes(vector.enc), bytes(vector.ciphertext), sealed))).toBe(vector.plaintext);
    expect(hex(await suite.SerializePrivateKey(key))).toBe(vector.skRm);
    if (vector.ikmR === null) return;
    const pair = await suite.DeriveKeyPair(bytes(vector.ikmR), true);
    expect(hex(await suite.SerializePrivateKey(pair.privateKey))).toBe(vector.skRm);
    expect(hex(await suite.SerializePublicKey(pair.publicKey))).toBe(vector.pkRm);
  });
});

describe('providers', () => {
  test.each(pairs)('behavior: $algorithm sealed by $provider.name opens by either', async ({ provider, algorithm }) => {
    const sender = createHpke(provider);
    const pair = sender.generateKeyPair(algorithm);
    const aad = Uint8Array.of(9);
    const sealed = await sender.seal({ ...pair, info, plaintext, aad });
    expect(sealed.enc).toHaveLength(kemAlgorithms[algorithm].encSize);
    expect(sealed.ciphertext).toHaveLength(plaintext.length + 16);
    expect(pair.publicKey).toHaveLength(kemAlgorithms[algorithm].publicKeySize);
    expect(pair.privateKey).toHaveLength(kemAlgorithms[algorithm].privateKeySize);
    for (const other of providers) {
      const receiver = createHpke(other);
      expect(receiver.keyPairOf(algorithm, pair.privateKey)).toEqual(pair);
      expect(new Uint8Array(await receiver.open({ ...pair, ...sealed, info, aad }))).toEqual(plaintext);
    }
  });

  test('behavior: hashes and AES-256-GCM give the same bytes', () => {
    const random = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    const some = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(random(32), random(12), some, some, (key, nonce, aad, data) => {
        const [sealed, again] = providers.map((provider) => provider.sealAes256Gcm(key, nonce, aad, data));
        expect(new Uint8Array(sealed as Uint8Array)).toEqual(new Uint8Array(again as Uint8Array));
        for (const provider of providers) {
          const opened = provider.openAes256Gcm(key, nonce, aad, sealed as Uint8Array);
          expect(new Uint8Array(opened)).toEqual(data);
        }
        expect(nodeProvider.sha256(data)).toEqual(nobleProvider.sha256(data));
      }),
    );
  });

  test.each(providers)('error: AES-256-GCM by $name refuses every changed bit and every truncation', (provider) => {
    const key = new Uint8Array(32).fill(1);
    const nonce = new Uint8Array(12);
    const sealed = provider.sealAes256Gcm(key, nonce, info, plaintext);
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice();
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => provider.openAes256Gcm(key, nonce, info, changed)).toThrow();
      expect(() => provider.openAes256Gcm(key, nonce, info, sealed.subarray(0, i))).toThrow();
    }
    expect(() => provider.openAes256Gcm(key, nonce, Uint8Array.of(1, 2), sealed)).toThrow();
  });
});

describe('Hpke', () => {
  test.each(pairs)(
    'behavior: $algorithm by $provider.name never gives the same bytes twice',
    async ({ provider, algorithm }) => {
      const hpke = createHpke(provider);
      const pair = hpke.generateKeyPair(algorithm);
      const [one, two] = [await hpke.seal({ ...pair, info, plaintext }), await hpke.seal({ ...pair, info, plaintext })];
      expect(hex(one.enc)).not.toBe(hex(two.enc));
      expect(hex(one.ciphertext)).not.toBe(hex(two.ciphertext));
      expect(hex(hpke.generateKeyPair(algorithm).privateKey)).not.toBe(hex(pair.privateKey));
    },
  );

  test.each(pairs)(
    'error: $algorithm by $provider.name opens with exactly what it was sealed with',
    async ({ provider, algorithm }) => {
      const hpke = createHpke(provider);
      const pair = hpke.generateKeyPair(algorithm);
      const sealed = await hpke.seal({ ...pair, info, plaintext });
      const good = { ...pair, ...sealed, info };
      const flip = (value: Uint8Array, at: number) => value.map((byte, i) => (i === at ? byte ^ 1 : byte));
      const wrong = [
        { ...good, info: Uint8Array.of(1, 2) },
        { ...good, aad: Uint8Array.of(1) },
        { ...good, privateKey: hpke.generateKeyPair(algorithm).privateKey },
        { ...good, ciphertext: flip(sealed.ciphertext, 0) },
        { ...good, ciphertext: sealed.ciphertext.subarray(1) },
        { ...good, ciphertext: new Uint8Array(0) },
        { ...good, enc: flip(sealed.enc, sealed.enc.length - 1) },
        { ...good, enc: flip(sealed.enc, 7) },
        { ...good, enc: sealed.enc.subarray(1) },
        { ...good, enc: new Uint8Array(sealed.enc.length) },
      ];
      for (const opening of wrong) await expect(hpke.open(opening)).rejects.toThrow(VerificationError);
    },
  );

  test.each(pairs)(
    'error: $algorithm by $provider.name names a key of another size',
    async ({ provider, algorithm }) => {
      const hpke = createHpke(provider);
      const pair = hpke.generateKeyPair(algorithm);
      for (const publicKey of [
        new Uint8Array(0),
        pair.publicKey.subarray(1),
        new Uint8Array(pair.publicKey.length + 1),
      ]) {
        await expect(hpke.seal({ algorithm, publicKey, info, plaintext })).rejects.toThrow(/^publicKey: has \d+ bytes/);
      }
      const privateKey = pair.privateKey.subarray(1);
      await expect(hpke.open({ algorithm, privateKey, enc: info, ciphertext: info, info })).rejects.toThrow(
        /^privateKey: has \d+ bytes/,
      );
      expect(() => hpke.keyPairOf(algorithm, privateKey)).toThrow(ArgumentError);
    },
  );

  test.each(pairs.filter(({ algorithm }) => algorithm === 'P-256' || algorithm === 'P-521'))(
    'error: $algorithm by $provider.name refuses points off the curve and scalars out of range',
    async ({ provider, algorithm }) => {
      const hpke = createHpke(provider);
      const pair = hpke.generateKeyPair(algorithm);
      const publicKey = pair.publicKey.slice();
      publicKey[publicKey.length - 1] = (publicKey.at(-1) as number) ^ 1;
      await expect(hpke.seal({ algorithm, publicKey, info, plaintext })).rejects.toThrow('publicKey: is not');
      const { enc, ciphertext } = await hpke.seal({ ...pair, info, plaintext });
      await expect(hpke.open({ ...pair, enc: publicKey, ciphertext, info })).rejects.toThrow(VerificationError);
      expect(enc[0]).toBe(4);
      for (const fill of [0, 255]) {
        const privateKey = new Uint8Array(pair.privateKey.length).fill(fill);
        expect(() => hpke.keyPairOf(algorithm, privateKey)).toThrow('privateKey: is not a private key');
      }
    },
  );

  test.each(providers)(
    'error: X25519 by $name refuses points of small order (RFC 7748, section 6.1)',
    async (provider) => {
      const hpke = createHpke(provider);
      const { privateKey } = hpke.generateKeyPair('X25519');
      for (const first of [0, 1]) {
        const point = new Uint8Array(32);
        point[0] = first;
        await expect(hpke.seal({ algorithm: 'X25519', publicKey: point, info, plaintext })).rejects.toThrow(
          ArgumentError,
        );
        await expect(
          hpke.open({ algorithm: 'X25519', privateKey, enc: point, ciphertext: new Uint8Array(48), info }),
        ).rejects.toThrow(VerificationError);
      }
    },
  );

  test.each(providers)(
    'error: ML-KEM by $name refuses keys that are not reduced (FIPS 203, section 7.2)',
    async (provider) => {
      const hpke = createHpke(provider);
      for (const algorithm of ['ML-KEM-768', 'MLKEM768-X25519'] as const) {
        const publicKey = hpke.generateKeyPair(algorithm).publicKey.slice();
        publicKey.fill(0xff, 0, 3);
        await expect(hpke.seal({ algorithm, publicKey, info, plaintext })).rejects.toThrow('publicKey: is not');
      }
    },
  );

  test('error: no message holds a private key', async () => {
    const hpke = createHpke(nodeProvider);
    const pair = hpke.generateKeyPair('MLKEM768-X25519');
    const error = await hpke
      .open({ ...pair, enc: new Uint8Array(1120), ciphertext: new Uint8Array(48), info })
      .catch((thrown: unknown) => thrown);
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
    expect(shown).not.toContain(hex(pair.privateKey));
    expect(shown).not.toContain(Buffer.from(pair.privateKey).toString('base64url'));
  });
});

describe('kemAlgorithms', () => {
  test('behavior: names and ids determine each other', () => {
    for (const name of algorithms) expect(kemAlgorithmOf(kemAlgorithms[name].id)).toBe(name);
    expect(kemAlgorithmOf(0x0011)).toBeUndefined();
    expect(isKemAlgorithm('X25519')).toBe(true);
    for (const value of ['x25519', 'toString', '', null, 5]) expect(isKemAlgorithm(value)).toBe(false);
  });
});
