import { sha3_256 } from '@noble/hashes/sha3.js';
import { KEM_DHKEM_P256_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { provider } from '#crypto';
import { concat, fromHex } from '../bytes/index.ts';
import { ArgumentError, VerificationError } from '../errors/index.ts';
import { kemAlgorithms } from './kemAlgorithms.ts';
import type { HeldKemKey } from './kemKeys.ts';
import { wipe } from './secrets.ts';
import type { WebCryptoPair } from './webCryptoSigners.ts';

/** The KEMs of RFC 9180 whose private key WebCrypto can keep, as it names their curves. */
const held = {
  'P-256': { name: 'ECDH', factory: KEM_DHKEM_P256_HKDF_SHA256 },
  X25519: { name: 'X25519', factory: KEM_DHKEM_X25519_HKDF_SHA256 },
} as const;

const CIPHERTEXT_SIZE = kemAlgorithms['ML-KEM-768'].encSize;
/** The label of X-Wing: \.//^\ */
const label = fromHex('0x5c2e2f2f5e5c');

/**
 * A DHKEM key that WebCrypto keeps: the private half may be (and should be) one that cannot be exported.
 *
 * @param pair Of `generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])` or `generateKey('X25519', …)`.
 * @throws {ArgumentError} if the keys are of another algorithm, or the private one cannot derive bits.
 * @see RFC 9180, section 4.1
 * @example
 * ```ts
 * const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
 * const key = await webCryptoKemKey('P-256', pair);
 * await Envelope.open({ envelope, keys: [key], context });
 * ```
 */
export async function webCryptoKemKey(algorithm: keyof typeof held, pair: WebCryptoPair): Promise<HeldKemKey> {
  assertPair(pair, algorithm);
  const kem = held[algorithm].factory();
  return {
    algorithm,
    publicKey: await kem.SerializePublicKey(pair.publicKey),
    decapsulate: (enc) =>
      kem.Decap(enc, pair.privateKey, pair.publicKey).catch((cause: unknown) => {
        throw nothingIn(cause);
      }),
  };
}

/** The two halves of a hybrid key that lie apart. */
export interface HybridHalves {
  /** The encapsulation key of ML-KEM-768, 1,184 bytes. */
  readonly mlKemPublicKey: Uint8Array;
  /**
   * Gives the 64 bytes d ‖ z (FIPS 203) for one decapsulation, which then wipes them.
   *
   * @throws {FileError} if they cannot be had now.
   */
  readonly mlKemSeed: () => Promise<Uint8Array>;
  /** Of `crypto.subtle.generateKey('X25519', false, ['deriveBits'])`. */
  readonly x25519: WebCryptoPair;
}

/**
 * A key of MLKEM768-X25519 whose X25519 half WebCrypto keeps, while the seed of the other half is fetched (from where it is wrapped) for
 * the moment of each decapsulation. Senders cannot tell it from one that was made of a single seed.
 *
 * @throws {ArgumentError} if the halves are not what they have to be.
 * @see draft-ietf-hpke-pq; draft-connolly-cfrg-xwing-kem, section 5
 * @example
 * ```ts
 * const x25519 = await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
 * const key = await webCryptoHybridKey({ mlKemPublicKey, mlKemSeed: () => unwrap(stored), x25519 });
 * ```
 */
export async function webCryptoHybridKey({ mlKemPublicKey, mlKemSeed, x25519 }: HybridHalves): Promise<HeldKemKey> {
  assertPair(x25519, 'X25519');
  if (mlKemPublicKey.length !== kemAlgorithms['ML-KEM-768'].publicKeySize) {
    throw new ArgumentError('is no public key of ML-KEM-768', { field: 'mlKemPublicKey' });
  }
  const mlKem = provider.kems['ML-KEM-768'].factory();
  const agreed = held.X25519.factory();
  const dhPublicKey = await agreed.SerializePublicKey(x25519.publicKey);
  const decapsulateMlKem = async (ciphertext: Uint8Array) => {
    const seed = await mlKemSeed();
    try {
      return await mlKem.Decap(ciphertext, await mlKem.DeserializePrivateKey(seed, false), undefined);
    } finally {
      wipe(seed);
    }
  };
  return {
    algorithm: 'MLKEM768-X25519',
    publicKey: concat(mlKemPublicKey, dhPublicKey),
    async decapsulate(enc) {
      if (enc.length !== kemAlgorithms['MLKEM768-X25519'].encSize) throw nothingIn(undefined);
      const ephemeral = enc.slice(CIPHERTEXT_SIZE);
      const dh = await agree(x25519.privateKey, ephemeral);
      const pq = await decapsulateMlKem(enc.slice(0, CIPHERTEXT_SIZE));
      try {
        return sha3_256(concat(pq, dh, ephemeral, dhPublicKey, label));
      } finally {
        wipe(pq, dh);
      }
    },
  };
}

/** WebCrypto refuses what agrees on nothing (RFC 7748, section 6.1: all zero). */
async function agree(privateKey: CryptoKey, publicKey: Uint8Array): Promise<Uint8Array> {
  try {
    const other = await crypto.subtle.importKey('raw', Uint8Array.from(publicKey), 'X25519', true, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, privateKey, 256));
  } catch (cause) {
    throw nothingIn(cause);
  }
}

function nothingIn(cause: unknown): VerificationError {
  return new VerificationError('does not open: the encapsulated secret is malformed', { field: 'ciphertext', cause });
}

function assertPair({ privateKey, publicKey }: WebCryptoPair, algorithm: keyof typeof held): void {
  const isOf = (key: CryptoKey) =>
    key.algorithm.name === held[algorithm].name &&
    (algorithm === 'X25519' || ('namedCurve' in key.algorithm && key.algorithm.namedCurve === algorithm));
  if (privateKey.type !== 'private' || !isOf(privateKey) || !privateKey.usages.includes('deriveBits')) {
    throw new ArgumentError(`is no private ${algorithm} key that may derive bits`, { field: 'privateKey' });
  }
  if (publicKey.type !== 'public' || !isOf(publicKey)) {
    throw new ArgumentError(`is no public ${algorithm} key`, { field: 'publicKey' });
  }
}
