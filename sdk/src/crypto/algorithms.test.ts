import { ed25519 } from '@noble/curves/ed25519.js';
import { p521 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { slh_dsa_sha2_128s } from '@noble/post-quantum/slh-dsa.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat, fromHex, type Hex, toHex, utf8Encode } from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { verifyEd25519 } from './ed25519.ts';
import { keccak256Hex, sha256Hex } from './hash.ts';
import { offChainAlgorithmOf, offChainAlgorithms, offChainVerifier } from './offChainVerifiers.ts';
import { signatures as nobleSignatures } from './provider/nobleSignatures.ts';
import { signatures as nodeSignatures } from './provider/nodeSignatures.ts';
import { normalizePublicKey, signerOf } from './publicKeys.ts';
import { isSignatureAlgorithm, signatureAlgorithms } from './signatureAlgorithms.ts';
import type { Signer } from './signer.ts';
import { publicKeyOf, type RawSigningKey, type SignerChoice, signerFrom } from './signerFrom.ts';
import { slhDsaPrivateKey } from './slhDsaKey.ts';
import { verifySignature } from './verifySignature.ts';

const address = (byte: string): Hex => `0x${byte.repeat(20)}`;
const verifiers = { p256: address('a1'), p521: address('a2'), p521Sha256: address('a3'), slhDsa: address('a4') };
const digest = sha256Hex(Uint8Array.of(1));
const other = sha256Hex(Uint8Array.of(2));
const filled = (size: number, byte: number) => new Uint8Array(size).fill(byte);
const scalar521 = Uint8Array.from([0, ...filled(65, 7)]);

const choices = [
  { algorithm: 'P-521', verifier: verifiers.p521 },
  { algorithm: 'P-521', verifier: verifiers.p521Sha256, hash: 'SHA-256' },
  { algorithm: 'SLH-DSA-SHA2-128s', verifier: verifiers.slhDsa },
  { algorithm: 'Ed25519' },
  { algorithm: 'ML-DSA-44' },
  { algorithm: 'ML-DSA-65' },
  { algorithm: 'ML-DSA-87' },
] as const satisfies readonly SignerChoice[];

const seeds = filled(48, 7);
let slhDsaKey: Uint8Array;
beforeAll(async () => {
  slhDsaKey = await slhDsaPrivateKey(seeds);
});

const rawKeyOf = (choice: SignerChoice): RawSigningKey => {
  if (choice.algorithm === 'P-521') return { ...choice, privateKey: scalar521 };
  if (choice.algorithm === 'SLH-DSA-SHA2-128s') return { ...choice, privateKey: slhDsaKey };
  return { ...choice, privateKey: filled(32, 7) };
};

const named = choices.map(
  (choice) => [`${choice.algorithm}${'hash' in choice ? `, ${choice.hash}` : ''}`, choice] as const,
);

describe.each(named)('%s', (_, choice) => {
  let signer: Signer & { readonly publicKey: Uint8Array };
  let signature: Hex;
  beforeAll(async () => {
    signer = signerFrom(rawKeyOf(choice));
    signature = await signer.sign(digest);
  });
  const check = (signed: Hex, by: Hex = signer.signer, of: Hex = digest) =>
    verifySignature({ signer: by, digest: of, signature: signed, verifiers });

  test('behavior: signs what verifies, and has the sizes that are documented', () => {
    expect(check(signature)).toBe(true);
    expect(signer.algorithm).toBe(choice.algorithm);
    const { privateKeySize, signatureSize } = signatureAlgorithms[choice.algorithm];
    expect((signature.length - 2) / 2).toBe(signatureSize);
    expect(rawKeyOf(choice).privateKey).toHaveLength(privateKeySize);
  });

  test('behavior: the signer is known from its public key', () => {
    expect(signerOf(choice, signer.publicKey)).toBe(signer.signer);
    expect(publicKeyOf(choice.algorithm, rawKeyOf(choice).privateKey)).toEqual(signer.publicKey);
    expect(normalizePublicKey(choice.algorithm, signer.publicKey)).toEqual(signer.publicKey);
  });

  test('behavior: whatever the caller does with the key afterwards, the signer signs', async () => {
    const key = rawKeyOf(choice);
    const copy = { ...key, privateKey: Uint8Array.from(key.privateKey) };
    const made = signerFrom(copy);
    copy.privateKey.fill(0);
    expect(check(await made.sign(other), made.signer, other)).toBe(true);
  });

  test('error: another digest, another key', () => {
    expect(check(signature, signer.signer, other)).toBe(false);
    const flipped = fromHex(signer.signer).map((byte, i, all) => (i === all.length - 9 ? byte ^ 1 : byte));
    expect(check(signature, toHex(flipped))).toBe(false);
  });

  test('error: every shorter signature, longer ones, zeros and ones', () => {
    const bytes = fromHex(signature);
    for (let size = 0; size < bytes.length; size++) expect(check(toHex(bytes.subarray(0, size)))).toBe(false);
    for (const byte of [0, 255]) expect(check(toHex(filled(bytes.length, byte)))).toBe(false);
    // What stands behind r ‖ s of P-521 may be hints of another kind, which only the contract can tell: that is not acceptance.
    expect(check(`${signature}00`)).toBe(choice.algorithm === 'P-521' ? null : false);
  });

  test('error: every other length of key', () => {
    const bytes = fromHex(signer.signer);
    for (let size = 21; size < Math.min(bytes.length, 200); size++) {
      expect(check(signature, toHex(bytes.subarray(0, size)))).toBe(false);
    }
    expect(check(signature, `${signer.signer}00`)).toBe(false);
    expect(check(signature, toHex(bytes.subarray(0, -1)))).toBe(false);
  });

  test('error: no private key; the message does not show it', () => {
    const { privateKeySize } = signatureAlgorithms[choice.algorithm];
    for (const size of [0, privateKeySize - 1, privateKeySize + 1]) {
      const make = () => signerFrom({ ...choice, privateKey: filled(size, 0x5a) });
      expect(make).toThrow(new ArgumentError(`is not a ${choice.algorithm} private key`, { field: 'privateKey' }));
      expect(make).not.toThrow('5a5a');
    }
  });

  test('error: a digest of another size', async () => {
    for (const bad of ['0x', '0x00', `${digest}00`] as Hex[])
      await expect(signer.sign(bad)).rejects.toThrow(DecodeError);
  });
});

describe('P-521', () => {
  const order = p521.Point.CURVE().n;
  const number = (bytes: Uint8Array) => BigInt(toHex(bytes));
  const bytes66 = (value: bigint) => fromHex(`0x${value.toString(16).padStart(132, '0')}`);
  const signer = signerFrom({ algorithm: 'P-521', verifier: verifiers.p521, privateKey: scalar521 });
  const check = (signature: Uint8Array, by = signer.signer) =>
    verifySignature({ signer: by, digest, signature: toHex(signature), verifiers });

  test('behavior: s may be in either half, as FIPS 186-5 has it', async () => {
    const signature = fromHex(await signer.sign(digest));
    const twin = concat(signature.subarray(0, 66), bytes66(order - number(signature.subarray(66))));
    expect(check(twin)).toBe(true);
  });

  test('behavior: the key may have 0x04 before it, and nothing else', async () => {
    const signature = fromHex(await signer.sign(digest));
    const key = signer.signer.slice(42);
    expect(check(signature, `${verifiers.p521}04${key}`)).toBe(true);
    for (const prefix of ['00', '02', '03', '05', '06']) {
      expect(check(signature, `${verifiers.p521}${prefix}${key}`)).toBe(false);
    }
    const compressed = toHex(p521.Point.fromBytes(signer.publicKey).toBytes(true)).slice(2);
    expect(check(signature, `${verifiers.p521}${compressed}`)).toBe(false);
  });

  test('error: zeros and numbers from the order on, for r and s', async () => {
    const signature = fromHex(await signer.sign(digest));
    const [r, s] = [signature.subarray(0, 66), signature.subarray(66)];
    for (const bad of [0n, order, order + 1n, 1n << 521n, (1n << 528n) - 1n]) {
      expect(check(concat(bytes66(bad), s))).toBe(false);
      expect(check(concat(r, bytes66(bad)))).toBe(false);
    }
    // The same number again, above the order.
    expect(check(concat(bytes66(number(r) + order), s))).toBe(false);
  });

  test('error: the signature of the other hash', async () => {
    const sha256 = signerFrom({ algorithm: 'P-521', verifier: verifiers.p521, hash: 'SHA-256', privateKey: scalar521 });
    expect(sha256.signer).toBe(signer.signer);
    expect(check(fromHex(await sha256.sign(digest)))).toBe(false);
  });

  test('error: points off the curve, at infinity, with coordinates that are not reduced', async () => {
    const signature = fromHex(await signer.sign(digest));
    const point = (x: bigint, y: bigint): Hex => `${verifiers.p521}${toHex(concat(bytes66(x), bytes66(y))).slice(2)}`;
    const { x, y } = p521.Point.fromBytes(signer.publicKey).toAffine();
    const p = p521.Point.CURVE().p;
    for (const bad of [point(x, y + 1n), point(0n, 0n), point(x + p, y), point(x, y + p), point(p, p)]) {
      expect(check(signature, bad)).toBe(false);
    }
    expect(check(signature, point(x, p - y))).toBe(false);
  });
});

describe('Ed25519', () => {
  const { Point } = ed25519;
  const { n } = Point.CURVE();
  const message = fromHex(digest);
  const little = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const bytesOf = (value: bigint) => fromHex(`0x${value.toString(16).padStart(64, '0')}`).reverse();
  // The points whose order divides 8, by their encodings.
  const generator = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const small = Array.from({ length: 8 }, (_, i) => (i === 0 ? Point.ZERO : generator.multiplyUnsafe(BigInt(i))));

  test('attack: keys of small order, which have signatures that fit every message', () => {
    for (const point of small) {
      for (const r of small) {
        const signature = concat(r.toBytes(), new Uint8Array(32));
        expect(verifyEd25519(point.toBytes(), message, signature)).toBe(false);
      }
    }
    expect(small.map((point) => toHex(point.toBytes())).filter((one, i, all) => all.indexOf(one) === i)).toHaveLength(
      8,
    );
  });

  test('attack: keys that are not reduced, or have the sign of zero', () => {
    const p = 2n ** 255n - 19n;
    for (const y of [p, p + 1n, p + 18n, 2n ** 255n - 1n, 1n + 2n ** 255n, p - 1n + 2n ** 255n]) {
      expect(verifyEd25519(bytesOf(y), message, new Uint8Array(64))).toBe(false);
    }
  });

  test('attack: signatures that implementations disagree about (a key with a part of small order)', () => {
    const [secret, nonce] = [1234567n, 7654321n];
    const key = Point.BASE.multiply(secret).add(generator).toBytes();
    let accepted = 0;
    for (let i = 0; i < 64; i++) {
      const text = Uint8Array.of(i);
      const r = Point.BASE.multiply(nonce).toBytes();
      const k = little(sha512(concat(r, key, text))) % n;
      const signature = concat(r, bytesOf((nonce + k * secret) % n));
      const verdicts = [nodeSignatures, nobleSignatures].map(({ Ed25519 }) => Ed25519.verify(key, text, signature));
      expect(verdicts).toEqual([k % 8n === 0n, k % 8n === 0n]);
      expect(ed25519.verify(signature, text, key, { zip215: false })).toBe(true);
      if (verdicts[0]) accepted++;
    }
    expect(accepted).toBeLessThan(32);
  });

  test('attack: S plus the order', async () => {
    const signer = signerFrom({ algorithm: 'Ed25519', privateKey: filled(32, 7) });
    const signature = fromHex(await signer.sign(digest));
    const twin = concat(signature.subarray(0, 32), bytesOf(little(signature.subarray(32)) + n));
    expect(verifyEd25519(signer.publicKey, message, signature)).toBe(true);
    expect(verifyEd25519(signer.publicKey, message, twin)).toBe(false);
  });
});

describe('contexts and prehashing', () => {
  const message = fromHex(digest);
  const context = utf8Encode('gridseal');

  test('error: an ML-DSA signature with a context, or of a hash of the digest', () => {
    const { secretKey, publicKey } = ml_dsa65.keygen(filled(32, 7));
    const signer = signerOf({ algorithm: 'ML-DSA-65' }, publicKey);
    const check = (signature: Uint8Array) => verifySignature({ signer, digest, signature: toHex(signature) });
    expect(check(ml_dsa65.sign(message, secretKey))).toBe(true);
    expect(check(ml_dsa65.sign(message, secretKey, { context }))).toBe(false);
    expect(check(ml_dsa65.internal.sign(message, secretKey))).toBe(false);
    expect(check(ml_dsa65.prehash(sha512).sign(message, secretKey))).toBe(false);
  });

  test('error: an SLH-DSA signature with a context', () => {
    const signer = signerOf({ algorithm: 'SLH-DSA-SHA2-128s', verifier: verifiers.slhDsa }, slhDsaKey.slice(32));
    const signature = toHex(slh_dsa_sha2_128s.sign(message, slhDsaKey, { context }));
    expect(verifySignature({ signer, digest, signature, verifiers })).toBe(false);
  });
});

describe('reserved addresses of verifiers', () => {
  test('vector: they never change', () => {
    expect(Object.fromEntries(offChainAlgorithms.map((name) => [name, offChainVerifier(name)]))).toMatchInlineSnapshot(`
      {
        "Ed25519": "0xd982d73cf44e275306383fdd724d5fbc9447a81b",
        "ML-DSA-44": "0x3f5e72909f80e2653f82894e3ab19bc5c97747ad",
        "ML-DSA-65": "0xf50032e283398fab4ea2bf29dc9b67a2e1430c23",
        "ML-DSA-87": "0x481b82f16447155fc22edbfd04dd7c8cc9544290",
      }
    `);
    for (const name of offChainAlgorithms) {
      expect(offChainVerifier(name)).toBe(
        `0x${keccak256Hex(utf8Encode(`gridseal/off-chain-verifier/${name}`)).slice(26)}`,
      );
    }
  });

  test('behavior: their signers are known whatever the spelling, and all others are not', () => {
    const { signer } = signerFrom({ algorithm: 'ML-DSA-65', privateKey: filled(32, 7) });
    expect(offChainAlgorithmOf(signer)).toBe('ML-DSA-65');
    expect(offChainAlgorithmOf(signer.toUpperCase().replace('0X', '0x') as Hex)).toBe('ML-DSA-65');
    for (const none of [offChainVerifier('Ed25519'), `${address('a1')}00`, '0x', address('a1')] as Hex[]) {
      expect(offChainAlgorithmOf(none)).toBeNull();
    }
  });

  test('attack: nobody’s configuration gives a reserved address another meaning', async () => {
    const signer = signerFrom({ algorithm: 'Ed25519', privateKey: filled(32, 7) });
    const p256 = signerFrom({ algorithm: 'P-256', verifier: offChainVerifier('Ed25519'), privateKey: filled(32, 7) });
    const hostile = { p256: offChainVerifier('Ed25519') };
    const signature = await signer.sign(digest);
    expect(verifySignature({ signer: signer.signer, digest, signature, verifiers: hostile })).toBe(true);
    const forged = await p256.sign(digest);
    expect(verifySignature({ signer: p256.signer, digest, signature: forged, verifiers: hostile })).toBe(false);
  });

  test('error: the key of one algorithm behind the address of another', async () => {
    const signer = signerFrom({ algorithm: 'ML-DSA-44', privateKey: filled(32, 7) });
    const signature = await signer.sign(digest);
    const moved: Hex = `${offChainVerifier('ML-DSA-65')}${signer.signer.slice(42)}`;
    expect(verifySignature({ signer: moved, digest, signature })).toBe(false);
  });
});

describe('public keys', () => {
  test.each([
    ['P-521', filled(133, 4)],
    ['P-521', filled(132, 4)],
    ['P-256', filled(65, 4)],
    ['secp256k1', filled(33, 5)],
    ['secp256k1', filled(20, 2)],
    ['Ed25519', filled(31, 7)],
    ['Ed25519', filled(32, 0)],
    ['ML-DSA-65', filled(1951, 7)],
    ['SLH-DSA-SHA2-128s', filled(33, 7)],
  ] as const)('error: %s, no key', (algorithm, bytes) => {
    expect(() => normalizePublicKey(algorithm, bytes)).toThrow(`publicKey: is not a ${algorithm} public key`);
  });

  test('error: a verifier that is no address; names that are no algorithms', async () => {
    const choice = { algorithm: 'P-521', verifier: '0x1234' } as const;
    expect(() => signerFrom({ ...choice, privateKey: scalar521 })).toThrow('verifier: has 2 bytes where 20');
    for (const name of ['X25519', 'toString', '', null]) expect(isSignatureAlgorithm(name)).toBe(false);
    await expect(slhDsaPrivateKey(filled(47, 1))).rejects.toThrow('seeds: is not 48 bytes');
  });
});
