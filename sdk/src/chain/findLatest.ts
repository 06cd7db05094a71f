import { TransportError } from '../errors/index.ts';
import { latestCall, type Pair, type Slot } from './announcementReads.ts';
import type { Chain } from './chain.ts';
import { type AnnouncedEvent, type ChainEvent, type EventPosition, toChainEvent } from './chainEvent.ts';
import { eventTopics } from './eventTopics.ts';
import { type Log, logsQuestion } from './log.ts';
import type { ReadOptions } from './quorumReads.ts';
import { type Snapshot, snapshot } from './snapshot.ts';

/** An announcement and where it stands. */
export type Announcement = AnnouncedEvent & EventPosition;

/** What the chain has for a pair at one moment. */
export interface Latest extends Snapshot {
  readonly slot: Slot;
  /** Null if nothing was announced. */
  readonly announcement: Announcement | null;
}

/**
 * The latest announcement of an authority to a subject: one view call, and one log query of a single block. Three HTTP
 * requests to each endpoint at most, however long the device was away.
 *
 * @throws {TransportError} if the endpoints do not have the event that the slot points to.
 * @example
 * ```ts
 * const { announcement, slot } = await findLatest(chain, { authority, subject });
 * if (announcement && announcement.epoch > slot.withdrawnEpoch) …
 * ```
 */
export async function findLatest(chain: Chain, pair: Pair, options: ReadOptions = {}): Promise<Latest> {
  const [latest] = await findLatestOfMany(chain, [{ ...pair, above: 0 }], options);
  return latest as Latest;
}

/**
 * {@link findLatest} for all pairs that a device watches: what it asks at each poll. Two HTTP requests to each endpoint for
 * any number of pairs (up to 45), and one more if any has an epoch above the one the caller has.
 *
 * @param pairs `above`: the epoch that the caller has; announcements up to it are not looked up again.
 */
export async function findLatestOfMany(
  chain: Chain,
  pairs: readonly (Pair & { readonly above: number })[],
  options: ReadOptions = {},
): Promise<readonly Latest[]> {
  const calls = pairs.map((pair) => latestCall(chain, pair));
  const { head, settled, results } = await snapshot(chain, calls, options);
  const wanted = pairs.flatMap((pair, i) => {
    const slot = results[i] as Slot;
    return slot.epoch > pair.above ? [{ pair, slot, i }] : [];
  });
  const questions = wanted.map(({ pair, slot }) => announcedQuestion(chain, pair, slot.announcedAt));
  const answers = questions.length > 0 ? await chain.rpc.agree('the announcements', questions, options.signal) : [];
  const found = new Map(
    wanted.map(({ slot, i }, place) => {
      const announcement = newest(announcementsIn(chain, answers[place]), slot);
      if (!announcement)
        throw new TransportError(`the RPC endpoints lack the announcement in block ${slot.announcedAt}`);
      return [i, announcement];
    }),
  );
  return pairs.map((_, i) => ({ head, settled, slot: results[i] as Slot, announcement: found.get(i) ?? null }));
}

/**
 * The announcements before one, newest first, along `previousBlock`: one HTTP request to each endpoint a block.
 *
 * @param limit How many at most.
 */
export async function* historyOf(
  chain: Chain,
  from: Announcement,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<Announcement> {
  let current = from;
  let block: readonly Announcement[] | null = null;
  for (let given = 0; given < limit; ) {
    block ??= await announcementsAt(chain, current, current.block, signal);
    const before = block.filter(({ logIndex }) => logIndex < current.logIndex).at(-1);
    const next: Announcement | undefined = before ?? (await oldest(chain, current, signal));
    if (!next) return;
    if (!before) block = null;
    current = next;
    given++;
    yield next;
  }
}

/** The last announcement of the block that this one points to. Blocks strictly fall, so a lie ends the walk, not the caller. */
async function oldest(
  chain: Chain,
  current: Announcement,
  signal: AbortSignal | undefined,
): Promise<Announcement | undefined> {
  if (current.previousBlock === 0 || current.previousBlock >= current.block) return undefined;
  const earlier = (await announcementsAt(chain, current, current.previousBlock, signal)).at(-1);
  if (!earlier) throw new TransportError(`the RPC endpoints lack the announcement in block ${current.previousBlock}`);
  return earlier;
}

async function announcementsAt(chain: Chain, pair: Pair, block: number, signal: AbortSignal | undefined) {
  const [answer] = await chain.rpc.agree('the announcements', [announcedQuestion(chain, pair, block)], signal);
  return announcementsIn(chain, answer);
}

function announcedQuestion(chain: Chain, pair: Pair, block: number) {
  const topics = [eventTopics.announced, pair.authority, pair.subject];
  return logsQuestion({ addresses: [chain.addresses.keyAnnouncements], from: block, to: block, topics });
}

function announcementsIn(chain: Chain, answer: unknown): readonly Announcement[] {
  const { value } = answer as { readonly value: readonly Log[] };
  return value
    .map((log) => toChainEvent(log, chain.addresses))
    .filter((event): event is Announcement & ChainEvent => event?.type === 'announced');
}

function newest(announcements: readonly Announcement[], slot: Slot): Announcement | null {
  return announcements.findLast(({ epoch }) => epoch === slot.epoch) ?? null;
}
