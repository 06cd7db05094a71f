import type { Hex } from '../../bytes/index.ts';
import { ArgumentError, TransportError } from '../../errors/index.ts';
import { type Block, blockQuestion } from '../block.ts';
import type { ViewCall } from '../call.ts';
import type { Chain } from '../chain.ts';
import type { ReadOptions } from '../quorumReads.ts';
import type { Agreed } from '../rpc/pool.ts';
import { snapshot } from '../snapshot.ts';
import type { Page } from './nodeCalls.ts';

/** How a list is walked. */
export interface PageOptions extends ReadOptions {
  /** Places a request, 100 by default. */
  readonly limit?: number;
  /** The entry that it begins with, which counts: an operator, a party's id as five bytes, a provider. The newest without it. */
  readonly from?: Hex;
}

/** A block that was read at is not on the chain any more: what was read may be of two forks. */
export class ReplacedBlockError extends TransportError {
  constructor(block: number) {
    super(`block ${block} was replaced while it was read`);
  }
}

/** With the question for the block, as many as an endpoint takes in one request. */
const callsPerRequest = 40;

/** The block that counts, or the newest. */
export async function blockOf(chain: Chain, options: ReadOptions): Promise<Block> {
  const blocks = await snapshot(chain, [], options);
  return blocks[options.depth ?? 'settled'];
}

/**
 * Reads at one block, however many requests that takes.
 *
 * @throws {ReplacedBlockError} if the block is not on the chain any more.
 */
export async function readAt<const Calls extends readonly ViewCall<unknown>[]>(
  chain: Chain,
  at: Block,
  calls: Calls,
  signal?: AbortSignal,
): Promise<{ readonly [K in keyof Calls]: Calls[K] extends ViewCall<infer Result> ? Result : never }> {
  const results: unknown[] = [];
  for (let from = 0; from < calls.length; from += callsPerRequest) {
    const part = calls.slice(from, from + callsPerRequest);
    const questions = [blockQuestion(at.number), ...part.map((call) => call.at(at.number))];
    const [block, ...answers] = await chain.rpc.agree(`block ${at.number}`, questions, signal);
    const { hash } = (block as { readonly value: Block }).value;
    if (hash !== at.hash) throw new ReplacedBlockError(at.number);
    results.push(...part.map((call, i) => call.read(answers[i] as Agreed)));
  }
  return results as never;
}

/** The pages of a list at one block. */
export async function* pages<Item>(
  chain: Chain,
  options: PageOptions & { readonly at?: Block },
  call: (cursor: Hex | null, limit: number) => ViewCall<Page<Item, Hex>>,
): AsyncGenerator<{ readonly items: readonly Item[]; readonly at: Block }> {
  const { limit = 100, signal } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new ArgumentError('is not a positive whole number', { field: 'limit' });
  }
  const at = options.at ?? (await blockOf(chain, options));
  const seen = new Set<Hex>();
  for (let cursor: Hex | null = options.from ?? null; ; ) {
    const results: readonly Page<Item, Hex>[] = await readAt(chain, at, [call(cursor, limit)], signal);
    const page = results[0] as Page<Item, Hex>;
    yield { items: page.items, at };
    cursor = page.next;
    if (cursor === null) return;
    // The contract's lists have an end.
    if (seen.has(cursor)) throw new TransportError('an RPC endpoint gave a list without an end', { field: 'next' });
    seen.add(cursor);
  }
}
