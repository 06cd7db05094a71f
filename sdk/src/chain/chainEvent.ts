import type { Address } from 'viem';
import { decodeEventLog } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { quorumRegistryAbi } from '../generated/index.ts';
import type { ChainAddresses } from './chain.ts';
import type { Log } from './log.ts';
import { readWordEvent } from './wordEvents.ts';

/** Where an event stands. Events are ordered by block, then log index. */
export interface EventPosition {
  readonly block: number;
  readonly blockHash: Hex;
  readonly transaction: Hex;
  readonly logIndex: number;
}

interface Members {
  readonly quorum: Hex;
  readonly members: readonly { readonly signer: Hex; readonly weight: number }[];
  readonly threshold: number;
  readonly revocationThreshold: number;
}

/** An announcement of an authority to a subject. Times are seconds since 1970. */
export interface AnnouncedEvent {
  readonly type: 'announced';
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  readonly digest: Hex;
  readonly kind: number;
  /** 0 raw block, 1 UnixFS file, 2 UnixFS directory. */
  readonly codec: number;
  readonly notBefore: number;
  readonly notAfter: number;
  /** The block of the announcement before; 0 at the first. */
  readonly previousBlock: number;
}

/** What the contracts say, without where it stands. */
export type EventBody =
  | (Members & { readonly type: 'quorumCreated' })
  | (Members & { readonly type: 'quorumRotated'; readonly version: number })
  | { readonly type: 'certificateEndorsed'; readonly certificate: Hex; readonly quorum: Hex; readonly version: number }
  | {
      readonly type: 'certificateRevoked';
      readonly certificate: Hex;
      readonly quorum: Hex;
      readonly version: number;
      readonly reason: number;
    }
  | {
      readonly type: 'proposed';
      readonly quorum: Hex;
      readonly draft: Hex;
      readonly proposer: Address;
      readonly deadline: number;
    }
  | { readonly type: 'approved'; readonly quorum: Hex; readonly digest: Hex; readonly signer: Address }
  | AnnouncedEvent
  | { readonly type: 'withdrawn'; readonly authority: Hex; readonly subject: Hex; readonly epoch: number }
  | {
      readonly type: 'claimed';
      readonly authority: Hex;
      readonly subject: Hex;
      readonly device: Hex;
      readonly epoch: number;
      readonly record: Hex;
    };

/** An event of the contracts. */
export type ChainEvent = EventBody & EventPosition;

/**
 * The event that a log stands for; null if it is none of ours, or its bytes are not those of one. Never throws: a hostile
 * log must not stop those that follow.
 *
 * @example
 * ```ts
 * const event = toChainEvent(log, chain.addresses);
 * if (event?.type === 'certificateRevoked') …
 * ```
 */
export function toChainEvent(log: Log, addresses: ChainAddresses): ChainEvent | null {
  try {
    const body = decodeBody(log, addresses);
    const { block, blockHash, transaction, logIndex } = log;
    return body && { ...body, block, blockHash, transaction, logIndex };
  } catch {
    return null;
  }
}

function decodeBody(log: Log, addresses: ChainAddresses): EventBody | null {
  const { quorumRegistry, keyAnnouncements } = lowerCase(addresses);
  const address = log.address.toLowerCase();
  if (address === keyAnnouncements) return readWordEvent(log, 'keyAnnouncements') ?? null;
  if (address !== quorumRegistry) return null;
  const body = readWordEvent(log, 'quorumRegistry');
  return body === undefined ? readRules(log) : body;
}

const lowered = new WeakMap<ChainAddresses, { readonly quorumRegistry: string; readonly keyAnnouncements: string }>();

/** Made once for each deployment, not for each of its logs. */
function lowerCase(addresses: ChainAddresses) {
  const known = lowered.get(addresses);
  if (known) return known;
  const { quorumRegistry, keyAnnouncements } = addresses;
  const made = { quorumRegistry: quorumRegistry.toLowerCase(), keyAnnouncements: keyAnnouncements.toLowerCase() };
  lowered.set(addresses, made);
  return made;
}

/** The two events that have lists. */
function readRules({ topics, data }: Log): EventBody | null {
  const event = decodeEventLog({ abi: quorumRegistryAbi, data, topics: [...topics] as [] | [Hex, ...Hex[]] });
  if (event.eventName === 'QuorumCreated') return { type: 'quorumCreated', ...event.args };
  return event.eventName === 'QuorumRotated' ? { type: 'quorumRotated', ...event.args } : null;
}
