import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement, ChainEvent, ClaimEvent, EventPosition } from '@gridseal/sdk/chain';

/** What an authority announced to a subject: the latest, and what became of it. */
export interface AnnouncementRecord {
  /** keccak256 of the authority's signer. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly latest: Announcement;
  /** How many announcements there were. */
  readonly count: number;
  /** Everything up to this epoch is withdrawn; null if nothing is. */
  readonly withdrawn: { readonly epoch: number; readonly at: EventPosition } | null;
  /** The latest claim of each device. */
  readonly claims: readonly ClaimEvent[];
}

/** With everything that happened between the two, oldest first. */
export interface AnnouncementDetail extends AnnouncementRecord {
  readonly history: readonly ChainEvent[];
}

/** Which announcements; all by default, the newest first. */
export interface AnnouncementFilter {
  readonly authority?: Hex;
  readonly subject?: Hex;
  /** Those that are late then, in seconds since 1970. */
  readonly lateAt?: number;
}

/** Which claims; all by default, the newest first. */
export interface ClaimFilter {
  readonly authority?: Hex;
  readonly subject?: Hex;
  /** keccak256 of the device's signer. */
  readonly device?: Hex;
}
