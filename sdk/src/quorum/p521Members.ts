import type { Hex } from '../bytes/index.ts';
import type { KnownVerifiers, P521Hash } from '../crypto/index.ts';
import type { Member } from './quorum.ts';

/** What a P-521 member's verifier hashes digests with; null for members of other kinds. */
export function p521HashOf({ signer }: Member, { p521, p521Sha256 }: KnownVerifiers): P521Hash | null {
  const verifier = signer.slice(0, 42).toLowerCase() as Hex;
  if (signer.length <= 42) return null;
  if (verifier === p521?.toLowerCase()) return 'SHA-512';
  return verifier === p521Sha256?.toLowerCase() ? 'SHA-256' : null;
}
