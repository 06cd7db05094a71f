import { type Hex, isHex } from '../bytes/index.ts';
import { TransportError } from '../errors/index.ts';
import { fromQuantity, toQuantity } from './quantity.ts';
import type { Question } from './rpc/pool.ts';

/** What is kept of a block. */
export interface Block {
  readonly number: number;
  readonly hash: Hex;
  /** Seconds since 1970. Block time is the clock of everything that expires. */
  readonly timestamp: number;
}

/** A question for one block; an endpoint that does not have it gives no answer. */
export function blockQuestion(block: number | 'latest' | 'finalized'): Question {
  const tag = typeof block === 'number' ? toQuantity(block) : block;
  return {
    call: { method: 'eth_getBlockByNumber', params: [tag, false] },
    pick: (result) => {
      if (result === null) return undefined;
      const decoded = decodeBlock(result);
      if (typeof block === 'number' && decoded.number !== block) {
        throw new TransportError(`an RPC endpoint gave block ${decoded.number} when asked for ${block}`);
      }
      return decoded;
    },
  };
}

/** @throws {TransportError} for anything that is not a block. */
export function decodeBlock(value: unknown): Block {
  if (typeof value !== 'object' || value === null) throw new TransportError('an RPC endpoint gave no block');
  const { number, hash, timestamp } = value as Record<string, unknown>;
  if (!isHex(hash, 32)) throw new TransportError('an RPC endpoint gave a block without a hash');
  return {
    number: fromQuantity(number, 'block number'),
    hash: hash.toLowerCase() as Hex,
    timestamp: fromQuantity(timestamp, 'block timestamp'),
  };
}
