import type { Address } from 'viem';
import { decodeEventLog } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi, quorumRegistryAbi } from '../generated/index.ts';
import { unpackTerms } from './announcementTerms.ts';
import type { ChainAddresses } from './chain.ts';
import { eventTopics } from './eventTopics.ts';
import type { Log } from './log.ts';
import { toCount, toTime } from './number.ts';

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
  const { data } = log;
  const topics = [...log.topics] as [] | [Hex, ...Hex[]];
  const same = (address: Address) => address.toLowerCase() === log.address.toLowerCase();
  if (same(addresses.quorumRegistry)) {
    const about = wordOnCertificate(log);
    return about === undefined ? fromRegistry(decodeEventLog({ abi: quorumRegistryAbi, data, topics })) : about;
  }
  if (same(addresses.keyAnnouncements))
    return fromAnnouncements(decodeEventLog({ abi: keyAnnouncementsAbi, data, topics }));
  return null;
}

/**
 * The two events that come in masses, read by hand: `event (bytes32 indexed certificate, bytes32 indexed quorum, uintN)`. A generic
 * decoder hashes the signatures of a contract's events again for each log, which takes thirty times as long.
 *
 * @returns null if the log has the topic of one of them, but not its form; undefined if it has another topic.
 */
function wordOnCertificate({ topics: [topic, certificate, quorum, ...more], data }: Log): EventBody | null | undefined {
  if (topic !== eventTopics.certificateEndorsed && topic !== eventTopics.certificateRevoked) return undefined;
  if (!certificate || !quorum || more.length > 0 || data.length !== 66) return null;
  const terms = Number(data);
  if (topic === eventTopics.certificateRevoked) {
    return terms < 2 ** 40 ? revoked({ certificate, quorum, terms }) : null;
  }
  return terms < 2 ** 32 ? { type: 'certificateEndorsed', certificate, quorum, version: terms } : null;
}

type RegistryEvent = ReturnType<typeof decodeEventLog<typeof quorumRegistryAbi>>;
type AnnouncementsEvent = ReturnType<typeof decodeEventLog<typeof keyAnnouncementsAbi>>;

function fromRegistry(event: RegistryEvent): EventBody {
  switch (event.eventName) {
    case 'QuorumCreated':
      return { type: 'quorumCreated', ...event.args };
    case 'QuorumRotated':
      return { type: 'quorumRotated', ...event.args };
    case 'CertificateEndorsed':
      return { type: 'certificateEndorsed', ...event.args };
    case 'CertificateRevoked':
      return revoked(event.args);
    case 'Proposed':
      return { type: 'proposed', ...event.args, deadline: toTime(event.args.deadline) };
    case 'Approved':
      return { type: 'approved', ...event.args };
  }
}

/** From the top: `uint32 version ‖ uint8 reason` (docs/spec/approval.md, "Events"). */
function revoked({ certificate, quorum, terms }: { certificate: Hex; quorum: Hex; terms: number }): EventBody {
  const [version, reason] = [Math.floor(terms / 256), terms % 256];
  return { type: 'certificateRevoked', certificate, quorum, version, reason };
}

function fromAnnouncements(event: AnnouncementsEvent): EventBody {
  switch (event.eventName) {
    case 'Announced': {
      const { authority, subject, digest, terms } = event.args;
      const previousBlock = toCount(event.args.previousBlock, 'previousBlock');
      return { type: 'announced', authority, subject, digest, ...unpackTerms(terms), previousBlock };
    }
    case 'Withdrawn':
      return { type: 'withdrawn', ...event.args, epoch: toCount(event.args.epoch, 'epoch') };
    case 'Claimed':
      return { type: 'claimed', ...event.args, epoch: toCount(event.args.epoch, 'epoch') };
  }
}
