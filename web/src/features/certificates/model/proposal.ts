import type { Hex } from '@gridseal/sdk/bytes';
import type { Certificate } from '@gridseal/sdk/certificate';
import { Proposal, type QuorumState } from '@gridseal/sdk/quorum';
import type { Network } from '../../../data/index.ts';

/** What somebody wants a quorum to say of a certificate. */
export interface Wish {
  readonly action: 'endorse' | 'revoke';
  readonly certificate: Hex;
  /** Its body, so that whoever is asked can read it. */
  readonly body: Certificate.Certificate | null;
  readonly quorum: QuorumState;
  /** CRLReason of RFC 5280, section 5.3.1; for a revocation. */
  readonly reason: number;
  /** Until when it may be carried out, in seconds since 1970. */
  readonly deadline: number;
  readonly note: string;
}

/**
 * The proposal to a quorum's current version.
 *
 * @throws {BaseError} naming the field that breaks a rule.
 */
export function proposalFor(wish: Wish, { chainId, addresses }: Network): Proposal.Proposal {
  const { action, certificate, body, quorum, reason, deadline, note } = wish;
  const domain = { chainId, registry: addresses.quorumRegistry.toLowerCase() as Hex };
  const message = { certificate, quorum: quorum.id, version: quorum.version, deadline };
  const extra = { ...(body ? { certificate: body } : {}), ...(note.trim() ? { note: note.trim() } : {}) };
  if (action === 'endorse') return Proposal.from({ ...domain, action, message }, extra);
  return Proposal.from({ ...domain, action, message: { ...message, reason } }, extra);
}
