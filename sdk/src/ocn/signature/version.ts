import { VerificationError } from '../../errors/index.ts';
import { isV2 } from './v2.ts';

/** What a node accepts, and from whom. */
export interface VersionRules {
  /** What the registry, or the peer's versions, say it speaks. `unknown` counts as 2: whoever hides an answer gains nothing. */
  readonly peer: 'v1' | 'v2' | 'unknown';
  /** Whether peers of version 1 may speak at all. */
  readonly acceptV1: boolean;
  /** Whether a peer of version 1 may send no signature. */
  readonly acceptUnsigned: boolean;
}

/**
 * The version of a signature that may be looked at; null for a message that may come without one.
 *
 * @throws {VerificationError} naming `OCN-Signature`, if it is of a lower version than the peer speaks, or none.
 * @example `acceptedVersion(request.headers['ocn-signature'], { peer: 'v2', acceptV1: true, acceptUnsigned: false })`
 */
export function acceptedVersion(header: string | undefined, rules: VersionRules): 1 | 2 | null {
  const field = 'OCN-Signature';
  if (header !== undefined && isV2(header)) return 2;
  const legacy = rules.peer === 'v1' && rules.acceptV1;
  if (header !== undefined && header !== '') {
    if (legacy) return 1;
    const reason = rules.peer === 'v1' ? 'version 1 is not accepted' : 'a peer that knows version 2 has to use it';
    throw new VerificationError(reason, { field });
  }
  if (legacy && rules.acceptUnsigned) return null;
  throw new VerificationError('is missing', { field });
}

/** The version to send to a peer. */
export function versionFor(peer: VersionRules['peer']): 1 | 2 {
  return peer === 'v1' ? 1 : 2;
}
