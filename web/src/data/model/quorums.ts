import type { Hex } from '@gridseal/sdk/bytes';
import type { EventPosition } from '@gridseal/sdk/chain';
import type { QuorumState } from '@gridseal/sdk/quorum';
import type { Within } from './reach.ts';

/** A version of a quorum, and the event that made it. */
export interface QuorumVersion {
  readonly state: QuorumState;
  readonly at: EventPosition;
}

/** A quorum as its events tell. */
export interface QuorumRecord {
  readonly id: Hex;
  /** The quorum as a signer: `registry ‖ id`. */
  readonly signer: Hex;
  /** The current version. */
  readonly state: QuorumState;
  /** Version 1 first. */
  readonly versions: readonly QuorumVersion[];
  /** How many certificates it has endorsed and revoked. */
  readonly endorsed: number;
  readonly revoked: number;
  /** Quorums that have this one among their current members. */
  readonly memberOf: readonly Hex[];
}

/** Which quorums; all by default, the newest first. */
export interface QuorumFilter {
  /** Those with this signer among their current members. */
  readonly member?: Hex;
  /** A part of the id. */
  readonly text?: string;
  /** With the quorums that are their members, at any depth. */
  readonly within?: Within;
}
