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

/**
 * What somebody has to look at.
 *
 * - `unreachable`: too few endpoints answer, or they disagree · `stale-head`: the newest block is old
 * - `reorganised`: what is installed is not announced any more
 * - `untrusted-authority`: no path of certificates leads to an authority
 * - `sealed-to-other-key`: the newest delivery cannot be opened by this device
 * - `cannot-install`: the newest announcement is refused, or cannot be installed now
 * - `claim-problem`: a receipt cannot be made, published or sent · `clock`: the time cannot be kept
 */
export interface Alarm {
  readonly alarm: (typeof alarmNames)[number];
  /** One line; the same as long as the trouble is the same. */
  readonly message: string;
  /** What may differ from round to round: which endpoint said what, for example. */
  readonly details: readonly string[];
}

/** Every alarm there is. */
export const alarmNames = [
  'unreachable',
  'stale-head',
  'reorganised',
  'untrusted-authority',
  'sealed-to-other-key',
  'cannot-install',
  'claim-problem',
  'clock',
] as const;

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
