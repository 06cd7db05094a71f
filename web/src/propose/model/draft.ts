import type { Hex } from '@gridseal/sdk/bytes';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { Proposal, TypedData } from '@gridseal/sdk/quorum';
import { toLinkPart } from '../cases/parcel.ts';

/** A proposal as it travels: its bytes, what the chain calls them, and what the registry's `propose` is given besides. */
export interface Draft {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes: their address on IPFS, and the last part of the proposal's page. */
  readonly digest: Hex;
  readonly quorum: Hex;
  /** Seconds since 1970. */
  readonly deadline: number;
  /** Made of digits alone, whatever the proposal says. */
  readonly fileName: string;
}

/** @example `draftOf(proposal).fileName // 'rotate-1f2e3d4c.json'` */
export function draftOf(proposal: Proposal.Proposal): Draft {
  const action = Proposal.actionOf(proposal);
  const bytes = Proposal.encode(proposal);
  return {
    bytes,
    digest: sha256Hex(bytes),
    quorum: action.message.quorum,
    deadline: Proposal.lastsUntil(proposal),
    fileName: `${action.action}-${TypedData.digest(action).slice(2, 10)}.json`,
  };
}

/** Where a proposal is read, signed and shared once this browser has its draft. */
export function pathOf(digest: Hex): string {
  return `/approvals/${digest}`;
}

/**
 * The page that takes a proposal in from the address itself: all of it is in the last part, which browsers send to no server. Whoever
 * opens it keeps the proposal; nothing is published.
 */
export async function linkPath(proposal: Proposal.Proposal): Promise<string> {
  return `/approvals/${await toLinkPart({ proposal, approvals: [] })}`;
}
