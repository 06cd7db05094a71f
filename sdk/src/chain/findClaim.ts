import type { Hex } from '../bytes/index.ts';
import { TransportError } from '../errors/index.ts';
import { claimOf, type Pair } from './announcementReads.ts';
import type { Chain } from './chain.ts';
import { type ChainEvent, toChainEvent } from './chainEvent.ts';
import { eventTopics } from './eventTopics.ts';
import { type Log, logsQuestion } from './log.ts';
import type { ReadOptions } from './quorumReads.ts';

/** A device's claim and where it stands. */
export type ClaimEvent = Extract<ChainEvent, { readonly type: 'claimed' }>;

/**
 * The latest claim of a device from (authority, subject), or null: one view call and one log query of a single block.
 *
 * @throws {TransportError} if the endpoints do not have the event that the slot points to.
 * @example
 * ```ts
 * const event = await findClaim(chain, { authority, subject, device });
 * ```
 */
export async function findClaim(
  chain: Chain,
  claim: Pair & { readonly device: Hex },
  options: ReadOptions = {},
): Promise<ClaimEvent | null> {
  const { epoch, claimedAt } = await claimOf(chain, claim, options);
  if (epoch === 0) return null;
  const topics = [eventTopics.claimed, claim.authority, claim.subject, claim.device];
  const filter = { addresses: [chain.addresses.keyAnnouncements], from: claimedAt, to: claimedAt, topics };
  const [answer] = await chain.rpc.agree('the claims', [logsQuestion(filter)], options.signal);
  const logs = answer && 'value' in answer ? (answer.value as readonly Log[]) : [];
  const events = logs.map((log) => toChainEvent(log, chain.addresses));
  const found = events.findLast((event) => event?.type === 'claimed' && event.epoch === epoch);
  if (found?.type === 'claimed') return found;
  throw new TransportError(`the RPC endpoints lack the claim in block ${claimedAt}`);
}
