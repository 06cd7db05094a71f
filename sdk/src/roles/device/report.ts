import type { Hex } from '../../bytes/index.ts';
import type { Watch } from './watch.ts';

/** Something that a device has done or met in one round. */
export type PollEvent =
  | {
      readonly type: 'installed';
      readonly channel: string;
      readonly subject: Hex;
      readonly authority: Hex;
      readonly epoch: number;
      readonly digest: Hex;
    }
  | {
      readonly type: 'removed';
      readonly channel: string;
      readonly subject: Hex;
      readonly epochs: readonly number[];
      readonly reason: 'expired' | 'withdrawn';
      readonly problems: readonly string[];
    }
  | {
      readonly type: 'refused';
      readonly channel: string;
      readonly subject: Hex;
      readonly epoch: number;
      readonly code: string;
      readonly error: string;
    }
  | { readonly type: 'claimed'; readonly subject: Hex; readonly epoch: number }
  | {
      readonly type: 'recovered';
      readonly channel: string;
      readonly status: string;
      readonly problems: readonly string[];
    };

/** What somebody has to look at. */
export interface Alarm {
  readonly alarm:
    | 'unreachable'
    | 'stale-head'
    | 'untrusted-authority'
    | 'sealed-to-other-key'
    | 'cannot-install'
    | 'claim-problem'
    | 'clock';
  readonly message: string;
}

/** One round of a device. */
export interface PollReport {
  /** Block time in seconds since 1970, as far as it is known. */
  readonly time: number;
  /** The newest block that counts; null without a connection. */
  readonly block: number | null;
  readonly events: readonly PollEvent[];
  readonly alarms: readonly Alarm[];
  /** Receipts that nobody has brought to the chain yet. */
  readonly outstandingClaims: number;
  /** When something expires next, in seconds since 1970; null if nothing does. */
  readonly next: number | null;
}

/** What one channel has at the moment. */
export interface ChannelStatus extends Pick<Watch, 'channel' | 'group' | 'subject' | 'folder'> {
  readonly authority: Hex;
  readonly installed: { readonly epoch: number; readonly kind: string; readonly notAfter: number } | null;
  readonly previous: number | null;
  readonly highWaterEpoch: number;
  readonly failed: { readonly epoch: number; readonly reason: string } | null;
}
