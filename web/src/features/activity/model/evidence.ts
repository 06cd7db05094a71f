import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainAddresses, ChainEvent, EventType } from '@gridseal/sdk/chain';

/** An event as exports have it: every field that the contract gave it, where it stands, and who said it. All hexadecimal is lower case. */
export type Evidence = Readonly<Record<string, unknown>> & {
  readonly event: EventType;
  readonly block: number;
  readonly blockHash: Hex;
  readonly transaction: Hex;
  readonly logIndex: number;
  readonly contract: Hex;
  /** When the block was made, in seconds since 1970; absent if nobody asked. */
  readonly timestamp?: number;
};

const ofAnnouncements: readonly EventType[] = ['announced', 'withdrawn', 'claimed'];

/** @example `evidenceOf(event, network.addresses, 1_795_158_000)` */
export function evidenceOf(event: ChainEvent, addresses: ChainAddresses, timestamp?: number): Evidence {
  const { type, block, blockHash, transaction, logIndex, ...said } = event;
  const contract = ofAnnouncements.includes(type) ? addresses.keyAnnouncements : addresses.quorumRegistry;
  const place = { event: type, block, blockHash, transaction, logIndex, contract };
  return lowerCased({ ...said, ...place, ...(timestamp === undefined ? {} : { timestamp }) }) as Evidence;
}

function lowerCased(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('0x') ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(lowerCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, lowerCased(field)]));
}
