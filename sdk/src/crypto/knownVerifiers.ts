import type { Hex } from '../bytes/index.ts';

/** Addresses of the stateless ERC-7913 verifier contracts whose algorithm can be computed here. */
export interface KnownVerifiers {
  /** OpenZeppelin's `ERC7913P256Verifier`: r ‖ s over the digest itself. */
  readonly p256?: Hex;
  /** `P521Verifier`: ECDSA over SHA-512 of the digest. */
  readonly p521?: Hex;
  /** `P521Sha256Verifier`: ECDSA over SHA-256 of the digest. */
  readonly p521Sha256?: Hex;
  /** `SlhDsaVerifier`: SLH-DSA-SHA2-128s, pure, empty context. */
  readonly slhDsa?: Hex;
  /** OpenZeppelin's `ERC7913WebAuthnVerifier`: passkeys. */
  readonly webAuthn?: Hex;
  /** OpenZeppelin's `ERC7913RSAVerifier`: PKCS #1 v1.5 with SHA-256 of the digest. */
  readonly rsa?: Hex;
}
