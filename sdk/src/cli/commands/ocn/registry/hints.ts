import { fromHex, type Hex, toHex } from '../../../../bytes/index.ts';
import { verifiersOf } from '../../../../chain/index.ts';
import { addHints, type P521Hash } from '../../../../crypto/index.ts';
import type { RegistryAuthorisation } from '../../../../ocn/registry/index.ts';
import type { SignerAddresses } from '../../shared/signerBook.ts';

/** r ‖ s. */
const PLAIN = 132;

/**
 * Gives the signature of a P-521 owner what makes it cheap to verify on chain; others stay as they are. (Of a quorum’s members, that
 * is done where approvals are collected.)
 *
 * @throws {VerificationError} if it is not the owner's signature of this digest.
 */
export function withHints(by: RegistryAuthorisation, digest: Hex, addresses: SignerAddresses): RegistryAuthorisation {
  const signature = fromHex(by.signature);
  const hash = p521HashOf(by.signer, addresses);
  if (hash === null || signature.length !== PLAIN) return by;
  const publicKey = fromHex(`0x${by.signer.slice(42)}`);
  return { ...by, signature: toHex(addHints({ publicKey, digest: fromHex(digest), signature, hash })) };
}

function p521HashOf(signer: Hex, addresses: SignerAddresses): P521Hash | null {
  const { p521, p521Sha256 } = verifiersOf(addresses);
  const verifier = signer.slice(0, 42);
  if (verifier === p521?.toLowerCase()) return 'SHA-512';
  return verifier === p521Sha256?.toLowerCase() ? 'SHA-256' : null;
}
