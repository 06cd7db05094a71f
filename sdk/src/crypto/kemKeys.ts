import type { KemAlgorithm } from './kemAlgorithms.ts';

/** A key pair of a KEM. The private key is in seed form where the standard has one. */
export interface KemKeyPair {
  readonly algorithm: KemAlgorithm;
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** A key of a KEM whose private half is used where it is held (WebCrypto, hardware), and never seen. */
export interface HeldKemKey {
  readonly algorithm: KemAlgorithm;
  readonly publicKey: Uint8Array;
  /**
   * The shared secret that `enc` encapsulates (RFC 9180, section 4).
   *
   * @throws {VerificationError} if `enc` encapsulates nothing; {FileError} if the key cannot be used now.
   */
  decapsulate(enc: Uint8Array): Promise<Uint8Array>;
}

/** What an envelope is opened with. */
export type OpeningKey = KemKeyPair | HeldKemKey;
