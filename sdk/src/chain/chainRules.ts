import { contractNeeds } from '../generated/index.ts';
import type { Chain, ChainAddresses } from './chain.ts';
import type { Question } from './rpc/pool.ts';

/** Rules of a chain, as far as it matters what contracts were compiled for. */
export type ChainRules = (typeof contractNeeds)[keyof ChainAddresses]['rules'];

/**
 * Code that copies nothing by MCOPY (EIP-5656) and returns one word that is 1. It also has PUSH0, so an older chain stops at
 * its first byte.
 */
export const cancunProbe = '0x5f5f5f5e60015f5260205ff3';

const one = `0x${'1'.padStart(64, '0')}`;

/** Whether an answer to a call of {@link cancunProbe} says that the chain has Cancun rules. */
export function saysCancun(answer: unknown): boolean {
  return answer === one;
}

/**
 * Asks which rules a chain has.
 *
 * @throws {UnreachableError} if no endpoint answers.
 * @example
 * ```ts
 * await rulesOf(chain); // 'london' on Energy Web Chain
 * ```
 */
export async function rulesOf(chain: Chain, signal?: AbortSignal): Promise<ChainRules> {
  // Servers call an opcode that they do not know by many names; all of these are refusals.
  const question: Question = {
    call: { method: 'eth_call', params: [{ data: cancunProbe }, 'latest'] },
    optional: true,
  };
  const [answer] = await chain.rpc.any('for its rules', [question], signal);
  return answer && 'value' in answer && saysCancun(answer.value) ? 'cancun' : 'london';
}

/** Whether a contract's code runs under these rules. */
export function runsUnder(rules: ChainRules, contract: keyof ChainAddresses): boolean {
  return rules === 'cancun' || contractNeeds[contract].rules === 'london';
}
