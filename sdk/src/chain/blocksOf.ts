import { type Block, blockQuestion } from './block.ts';
import type { Chain } from './chain.ts';

/**
 * Blocks by number, in the order of the numbers: their times, above all.
 *
 * @throws {UnreachableError} when too few endpoints have them. @throws {DisagreementError} when the endpoints' answers differ.
 * @example
 * ```ts
 * const [block] = await blocksOf(chain, [event.block]);
 * new Date(block.timestamp * 1_000);
 * ```
 */
export async function blocksOf(
  chain: Chain,
  numbers: readonly number[],
  signal?: AbortSignal,
): Promise<readonly Block[]> {
  const wanted = [...new Set(numbers)];
  if (wanted.length === 0) return [];
  const answers = await chain.rpc.agree('the blocks', wanted.map(blockQuestion), signal);
  const found = new Map(answers.map((answer, i) => [wanted[i], (answer as { readonly value: Block }).value]));
  return numbers.map((number) => found.get(number) as Block);
}
