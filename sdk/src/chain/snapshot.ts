import { TransportError } from '../errors/index.ts';
import { type Block, blockQuestion } from './block.ts';
import type { ViewCall } from './call.ts';
import type { Chain } from './chain.ts';
import { DisagreementError, UnreachableError } from './chainErrors.ts';
import type { Agreed } from './rpc/pool.ts';

/** The chain at one moment, as enough endpoints see it alike. */
export interface Snapshot {
  /** The newest block that enough endpoints have. It may still be replaced. */
  readonly head: Block;
  /** The newest block that counts, by the chain's `finality`. */
  readonly settled: Block;
}

/** One of the two blocks of a snapshot. */
export type Depth = keyof Snapshot;

type Results<calls extends readonly ViewCall<unknown>[]> = {
  readonly [index in keyof calls]: calls[index] extends ViewCall<infer result> ? result : never;
};

const attempts = 3;

/**
 * Looks at the chain: head, settled block, and any number of view calls at the latter (or the head), agreed on by the
 * endpoints. Two HTTP requests to each endpoint, however many calls there are (up to 45 of them).
 *
 * @throws {DisagreementError} when the endpoints' answers differ. @throws {UnreachableError} when too few answer.
 * @example
 * ```ts
 * const { settled, results: [slot] } = await snapshot(chain, [latestOfCall(chain, authority, subject)]);
 * ```
 */
export async function snapshot<const calls extends readonly ViewCall<unknown>[]>(
  chain: Chain,
  calls: calls,
  options: { readonly depth?: Depth; readonly signal?: AbortSignal } = {},
): Promise<Snapshot & { readonly results: Results<calls> }> {
  const depth = options.depth ?? 'settled';
  const { answers, ...blocks } = await look(chain, calls, depth, options.signal);
  return { ...blocks, results: calls.map((call, i) => call.read(answers[i] as Agreed)) as Results<calls> };
}

/**
 * Block time, which is the clock of everything that expires: the timestamp of the newest block that enough endpoints have.
 *
 * @example
 * ```ts
 * const { timestamp } = await chainTime(chain); // seconds since 1970
 * ```
 */
export async function chainTime(chain: Chain, signal?: AbortSignal): Promise<Block> {
  const { head } = await snapshot(chain, [], signal ? { depth: 'head', signal } : { depth: 'head' });
  return head;
}

/** At the tip, two honest endpoints may disagree for a moment; a few attempts tell that from a lie. */
async function look(chain: Chain, calls: readonly ViewCall<unknown>[], depth: Depth, signal: AbortSignal | undefined) {
  for (let attempt = 1; ; attempt++) {
    const numbers = await blockNumbers(chain, signal);
    const questions = [
      blockQuestion(numbers.head),
      blockQuestion(numbers.settled),
      ...calls.map((call) => call.at(numbers[depth])),
    ];
    try {
      const [head, settled, ...answers] = await chain.rpc.agree(`block ${numbers.settled}`, questions, signal);
      return { head: toBlock(head), settled: toBlock(settled), answers };
    } catch (error) {
      if (!(error instanceof DisagreementError) || attempt === attempts) throw error;
    }
  }
}

/** The newest numbers that `agreement` endpoints have reached: one that is ahead, or lies, moves nothing. */
async function blockNumbers(chain: Chain, signal: AbortSignal | undefined) {
  const finalized = chain.finality === 'finalized';
  const questions = [blockQuestion('latest'), ...(finalized ? [blockQuestion('finalized')] : [])];
  const { replies, reports } = await chain.rpc.each(questions, signal);
  if (replies.length < chain.rpc.agreement) {
    throw new UnreachableError('for the newest block', replies.length, chain.rpc.agreement, reports);
  }
  const head = nthHighest(replies, 0, chain.rpc.agreement);
  if (chain.finality === 'finalized')
    return { head, settled: Math.min(head, nthHighest(replies, 1, chain.rpc.agreement)) };
  return { head, settled: Math.max(0, head - chain.finality) };
}

function nthHighest(replies: readonly (readonly Agreed[])[], question: number, n: number): number {
  const numbers = replies.map((answers) => toBlock(answers[question]).number).sort((a, b) => b - a);
  return numbers[n - 1] as number;
}

function toBlock(answer: Agreed | undefined): Block {
  if (!answer || 'revert' in answer) throw new TransportError('an RPC endpoint gave no block');
  return answer.value as Block; // blockQuestion's pick has decoded it.
}
