import type { Hex } from '@gridseal/sdk/bytes';
import type { ClaimEvent } from '@gridseal/sdk/chain';

/** Whose announcements and claims are asked for. */
export interface FleetQuestion {
  /** Ids of devices that the user knows. */
  readonly devices: readonly Hex[];
  /** Names of groups that they are in. */
  readonly groups: readonly string[];
  /** Names of channels to look for, with the usual ones. */
  readonly channels: readonly string[];
  /** Ids of authorities that the user knows. Those that a known device has claimed from are known, too. */
  readonly authorities: readonly Hex[];
  readonly scope: FleetScope;
}

/**
 * `known`: what concerns known devices and comes from known authorities (all of them, while none is known) · `concerning`: also what other
 * authorities announced to these devices · `everybody`: everything.
 */
export type FleetScope = 'known' | 'concerning' | 'everybody';

/** The latest announcement of an authority to a subject, and the latest claim of each device. */
export interface FleetSlot {
  readonly authority: Hex;
  readonly subject: Hex;
  /** The device that is addressed, if it is a known one. */
  readonly device: Hex | null;
  /** The group that is addressed, if it is a known one. */
  readonly group: string | null;
  /** Null if the subject is no known one's. */
  readonly channel: string | null;
  readonly epoch: number;
  readonly kind: number;
  readonly digest: Hex;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Where the announcement stands. */
  readonly block: number;
  readonly transaction: Hex;
  /** Everything up to this epoch is withdrawn; 0 if nothing is. */
  readonly withdrawnEpoch: number;
  /** Of the addressed device alone, if there is one: others' claims say nothing of it. */
  readonly claims: readonly FleetClaim[];
}

export type FleetClaim = Pick<ClaimEvent, 'device' | 'epoch' | 'block' | 'transaction'>;

/** What the chain knows of a fleet. */
export interface FleetAnswer {
  readonly slots: readonly FleetSlot[];
  /** Whether there are more than one answer may hold; the newest are in it. */
  readonly isPart: boolean;
  /** Ids of the authorities that count as known. */
  readonly authorities: readonly Hex[];
  /** Announcements to known devices by authorities that are not known, which are left out. */
  readonly strangers: number;
  /** Announcements that concern no known device, and are left out. */
  readonly others: number;
}
