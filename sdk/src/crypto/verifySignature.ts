import { fromHex, type Hex } from '../bytes/index.ts';
import { verifyP256 } from './p256.ts';
import { recoverAddress } from './wallet.ts';

/** Addresses of the stateless verifier contracts whose algorithm can be computed here. */
export interface KnownVerifiers {
  /** OpenZeppelin's `ERC7913P256Verifier`. */
  readonly p256?: Hex;
}

/** What `verifySignature` takes. */
export interface SignatureToVerify {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  /** 32 bytes. */
  readonly digest: Hex;
  readonly signature: Hex;
  readonly verifiers?: KnownVerifiers;
  /** True if the caller knows that a 20-byte signer is a key and no contract: then a signature that does not match is false. */
  readonly keyWallet?: boolean;
}

/**
 * Checks an ERC-7913 signature with no connection, by the rules of the chain.
 *
 * @returns true or false where that can be told; null where only the chain knows: the wallet may be a contract (ERC-1271), the
 * verifier is not among `verifiers`. Null is never acceptance.
 * @throws {DecodeError} if an input is not hex, or the digest has not 32 bytes.
 * @example
 * ```ts
 * verifySignature({ signer: wallet.signer, digest, signature }); // true
 * ```
 */
export function verifySignature({
  signer,
  digest,
  signature,
  verifiers = {},
  keyWallet = false,
}: SignatureToVerify): boolean | null {
  const signerBytes = fromHex(signer, { field: 'signer' });
  const digestBytes = fromHex(digest, { field: 'digest', size: 32 });
  const signatureBytes = fromHex(signature, { field: 'signature' });
  if (signerBytes.length < 20) return false;
  if (signerBytes.length === 20) {
    if (recoverAddress(digestBytes, signatureBytes) === signer.toLowerCase()) return true;
    return keyWallet ? false : null;
  }
  const verifier = signer.slice(0, 42).toLowerCase();
  if (verifiers.p256 !== undefined && verifier === verifiers.p256.toLowerCase()) {
    return verifyP256(signerBytes.subarray(20), digestBytes, signatureBytes);
  }
  return null;
}
