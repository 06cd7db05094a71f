import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement, Chain } from '@gridseal/sdk/chain';
import type { Receipt } from '@gridseal/sdk/delivery/claim';
import type { FollowedSlot, ReceptionMemory, Refusal, TimeSources } from '@gridseal/sdk/delivery/receive';
import type { OpenedDelivery } from '@gridseal/sdk/envelope';
import type { Store } from '@gridseal/sdk/store';
import type { Network, Problem } from '../../../data/index.ts';
import type { DeviceDatabase, Taken } from './database.ts';

/** What has come, as far as it was looked at. */
export type Arrival =
  | { readonly state: 'none' }
  /** The authority is not trusted now, so nothing of it is opened. */
  | { readonly state: 'untrusted'; readonly announcement: Announcement; readonly reason: string | null }
  | { readonly state: 'early'; readonly announcement: Announcement }
  | { readonly state: 'later'; readonly announcement: Announcement; readonly problem: Problem }
  | { readonly state: 'refused'; readonly announcement: Announcement; readonly refusal: Refusal }
  | { readonly state: 'forOthers'; readonly announcement: Announcement }
  | {
      readonly state: 'opened';
      readonly announcement: Announcement;
      readonly opened: OpenedDelivery;
      /** Why the newest announcement was not opened, if this is one before it. */
      readonly instead: Refusal | null;
    };

/** One slot of a device as of the last look. */
export interface SlotView {
  readonly slot: FollowedSlot;
  readonly arrival: Arrival;
  readonly taken: Taken | null;
  /** Not final yet. */
  readonly receipt: Receipt | null;
  /** Whether the claim is final, but the key that opened it still needed for something else. */
  readonly keyWaits: boolean;
  /** Everything up to this epoch is withdrawn. */
  readonly withdrawn: number;
  /** The epoch that the chain has. */
  readonly epoch: number;
}

/** A look at everything that a device follows. */
export interface Look {
  readonly slots: readonly SlotView[];
  /** Block time in seconds since 1970. */
  readonly time: number;
  /** The newest block that counts. */
  readonly block: number | null;
  /** What has stopped receipts. */
  readonly problems: readonly Problem[];
}

/** What is kept of one slot in memory. */
export interface SlotMemory extends ReceptionMemory {
  /** Opened, and not taken yet. */
  opened: Extract<Arrival, { readonly state: 'opened' }> | null;
}

/** What is kept of a device in memory between two looks, by authority and subject. */
export type Memory = Map<string, SlotMemory>;

/** What a look is taken with. */
export interface LookParts {
  readonly database: DeviceDatabase;
  readonly network: Network;
  readonly chain: Chain;
  readonly store: Store;
  readonly memory: Memory;
  readonly time: TimeSources;
  /** Whether certificates lead from the user's anchors to a signer now; the reason if not. */
  readonly isAuthorised: (signer: Hex) => Promise<{ readonly trusted: boolean; readonly reason: string | null }>;
  readonly signal?: AbortSignal;
}

/** Of what belongs to one authority and subject. */
export function slotKey({ authority, subject }: Pick<FollowedSlot, 'authority' | 'subject'>): string {
  return `${authority}${subject}`;
}
