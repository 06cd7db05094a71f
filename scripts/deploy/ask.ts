import type { Hex } from 'viem';
import type { Chain } from '../../sdk/src/chain/index.ts';
import { TransportError } from '../../sdk/src/errors/index.ts';

/** A JSON-RPC method and its parameters. */
export type Call = readonly [method: string, ...params: readonly unknown[]];

/** Asks the network's endpoint; a revert or a method that it lacks gives null. */
export async function ask(chain: Chain, calls: readonly Call[]): Promise<unknown[]> {
  const questions = calls.map(([method, ...params]) => ({ call: { method, params }, optional: true }));
  const answers = await chain.rpc.any('for the state of the chain', questions);
  return answers.map((answer) => ('value' in answer ? answer.value : null));
}

/** @throws {TransportError} naming what should have been a quantity. */
export function quantity(value: unknown, what: string): bigint {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]+$/.test(value)) return BigInt(value);
  throw new TransportError('the endpoint gave no number', { field: what });
}

/** Code or other bytes; none is `0x`. */
export function bytes(value: unknown): Hex {
  return typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value) ? (value.toLowerCase() as Hex) : '0x';
}
