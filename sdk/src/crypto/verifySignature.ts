import { fromHex, type Hex } from '../bytes/index.ts';
import { verifyEd25519 } from './ed25519.ts';
import type { KnownVerifiers } from './knownVerifiers.ts';
import { verifyMlDsa } from './mlDsa.ts';
import { type OffChainAlgorithm, offChainAlgorithmOf } from './offChainVerifiers.ts';
import { verifyP256 } from './p256.ts';
import { verifyP521 } from './p521.ts';
import { verifyRsa } from './rsa.ts';
import { verifySlhDsa } from './slhDsa.ts';
import { recoverAddress } from './wallet.ts';
import { verifyWebAuthn } from './webAuthn/verifyWebAuthn.ts';

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

/** True only for what the verifier accepts; null where it alone can tell. */
type Check = (key: Uint8Array, digest: Uint8Array, signature: Uint8Array) => boolean | null;

/** By the rules of the contract of that name. */
const onChain: { readonly [Name in keyof KnownVerifiers]-?: Check } = {
  p256: verifyP256,
  p521: (key, digest, signature) => verifyP521('SHA-512', key, digest, signature),
  p521Sha256: (key, digest, signature) => verifyP521('SHA-256', key, digest, signature),
  slhDsa: verifySlhDsa,
  webAuthn: verifyWebAuthn,
  rsa: verifyRsa,
};

const offChain: Readonly<Record<OffChainAlgorithm, Check>> = {
  Ed25519: verifyEd25519,
  'ML-DSA-44': (key, digest, signature) => verifyMlDsa('ML-DSA-44', key, digest, signature),
  'ML-DSA-65': (key, digest, signature) => verifyMlDsa('ML-DSA-65', key, digest, signature),
  'ML-DSA-87': (key, digest, signature) => verifyMlDsa('ML-DSA-87', key, digest, signature),
};

const names = Object.keys(onChain) as (keyof KnownVerifiers)[];

function checkOf(signer: Hex, verifiers: KnownVerifiers): Check | undefined {
  const algorithm = offChainAlgorithmOf(signer);
  if (algorithm !== null) return offChain[algorithm];
  const verifier = signer.slice(0, 42).toLowerCase();
  const name = names.find((one) => verifiers[one]?.toLowerCase() === verifier);
  return name && onChain[name];
}

/**
 * Checks an ERC-7913 signature with no connection, by the rules of the chain; and those of the algorithms that only count off chain
 * (`offChainVerifier`), which no chain accepts.
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
  const check = checkOf(signer, verifiers);
  return check ? check(signerBytes.subarray(20), digestBytes, signatureBytes) : null;
}
