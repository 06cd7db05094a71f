import type { Hex } from '../bytes/index.ts';
import { ed25519Signer } from './ed25519.ts';
import { mlDsaSigner } from './mlDsa.ts';
import { p256Signer } from './p256.ts';
import { type P521Hash, p521Signer } from './p521.ts';
import type { SignatureAlgorithm } from './signatureAlgorithms.ts';
import type { Signer } from './signer.ts';
import { slhDsaSigner } from './slhDsa.ts';
import { secp256k1Signer } from './wallet.ts';

/** What makes a signer of a private key, besides the key: the algorithm, and the verifier where a contract checks it. */
export type SignerChoice =
  | { readonly algorithm: 'secp256k1' | 'Ed25519' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87' }
  | {
      readonly algorithm: 'P-256' | 'SLH-DSA-SHA2-128s';
      /** Address of the verifier contract of the algorithm. */
      readonly verifier: Hex;
    }
  | {
      readonly algorithm: 'P-521';
      /** Address of `P521Verifier`; with `hash: 'SHA-256'`, of `P521Sha256Verifier`. */
      readonly verifier: Hex;
      /** SHA-512 unless given. */
      readonly hash?: P521Hash;
    };

/** A private key in raw form (`signatureAlgorithms` says how long), and what makes a signer of it. */
export type RawSigningKey = SignerChoice & { readonly privateKey: Uint8Array };

/**
 * The signer that a private key makes.
 *
 * @throws {ArgumentError} if it is not a private key of the algorithm; the message does not contain it.
 * @example
 * ```ts
 * const signer = signerFrom({ algorithm: 'ML-DSA-65', privateKey: seed });
 * await signer.sign(digest);
 * ```
 */
export function signerFrom(key: RawSigningKey): Signer & { readonly publicKey: Uint8Array } {
  switch (key.algorithm) {
    case 'secp256k1':
      return secp256k1Signer(key.privateKey);
    case 'Ed25519':
      return ed25519Signer(key.privateKey);
    case 'P-256':
      return p256Signer(key.privateKey, key.verifier);
    case 'P-521':
      return p521Signer(key.privateKey, key.verifier, key.hash);
    case 'SLH-DSA-SHA2-128s':
      return slhDsaSigner(key.privateKey, key.verifier);
    default:
      return mlDsaSigner(key.privateKey, key.algorithm);
  }
}

const nowhere: Hex = `0x${'00'.repeat(20)}`;

/**
 * The raw public key of a private key, in the form that `normalizePublicKey` gives.
 *
 * @throws {ArgumentError} if it is not a private key of the algorithm; the message does not contain it.
 * @example `publicKeyOf('Ed25519', privateKey) // 32 bytes`
 */
export function publicKeyOf(algorithm: SignatureAlgorithm, privateKey: Uint8Array): Uint8Array {
  return signerFrom({ algorithm, privateKey, verifier: nowhere }).publicKey;
}
