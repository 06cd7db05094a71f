/** The schemes that platforms compute; names of algorithms, with the hash where an algorithm leaves it open. */
export type SchemeName =
  | 'P-521'
  | 'P-521-SHA256'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | 'SLH-DSA-SHA2-128s';

/** A private key that is ready to sign. */
export interface LoadedKey {
  /** Raw. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** A signature scheme as one platform has it: messages are hashed inside, contexts are empty. */
export interface SignatureScheme {
  /** Takes a raw private key of the right size; throws whatever the platform throws for one that is none. */
  loadPrivateKey(privateKey: Uint8Array): LoadedKey;
  /** False for whatever is malformed. Sizes are the caller's to check. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
