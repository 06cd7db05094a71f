import type { AEADFactory, KDFFactory, KEMFactory } from 'hpke';
import type { KemAlgorithm } from '../kemAlgorithms.ts';
import type { SchemeName, SignatureScheme } from './signatureScheme.ts';

/** A KEM as one platform has it. */
export interface KemProvider {
  /** For npm `hpke`. */
  readonly factory: KEMFactory;
  /** A fresh private key, in seed form where the standard has one. */
  generatePrivateKey(): Uint8Array;
  /** The raw public key that belongs to a private key. */
  publicKeyOf(privateKey: Uint8Array): Uint8Array;
}

/** The small primitives of a platform, which most code needs. Two of these, given the same input, give the same bytes. */
export interface PrimitivesProvider {
  readonly name: 'node' | 'noble';
  /** Bytes from the platform's cryptographic generator. */
  randomBytes(size: number): Uint8Array;
  sha256(bytes: Uint8Array): Uint8Array;
  /** AES-256-GCM with a 12-byte nonce (NIST SP 800-38D): ciphertext ‖ 16-byte tag. */
  sealAes256Gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Throws whatever the platform throws if the tag does not hold. */
  openAes256Gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array;
  /**
   * The uncompressed secp256k1 public key (65 bytes) that made a signature (r ‖ s) of a 32-byte digest, or null if none can have
   * (SEC 1, section 4.1.6). Takes an s in either half.
   */
  recoverSecp256k1(digest: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array | null;
}

/**
 * The primitives of a platform. Two of these, given the same input, give the same bytes. In parts, so that what needs one of them
 * need not load the others: `#primitives`, `#signatures`, and all of it as `#crypto`.
 */
export interface CryptoProvider extends PrimitivesProvider {
  readonly signatures: Readonly<Record<SchemeName, SignatureScheme>>;
  /** HKDF-SHA256 and AES-256-GCM, for npm `hpke`. */
  readonly kdf: KDFFactory;
  readonly aead: AEADFactory;
  readonly kems: Readonly<Record<KemAlgorithm, KemProvider>>;
}
