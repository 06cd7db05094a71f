import type { Address } from 'viem';
import { type Hex, isHex } from '../bytes/index.ts';
import { TransportError } from '../errors/index.ts';
import { fromQuantity, toQuantity } from './quantity.ts';
import type { Question } from './rpc/pool.ts';

/** A log as an endpoint gives it, checked for form only. */
export interface Log {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly block: number;
  readonly blockHash: Hex;
  readonly transaction: Hex;
  readonly logIndex: number;
}

/** Which logs: of these contracts, in these blocks (both included), with these topics (null: any). */
export interface LogFilter {
  readonly addresses: readonly Address[];
  readonly from: number;
  readonly to: number;
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
}

/**
 * The question for logs; its answer is decoded, checked against the filter and ordered by block and log index.
 *
 * @example
 * ```ts
 * const [answer] = await chain.rpc.agree('the logs', [logsQuestion({ addresses, from: 7, to: 7 })]);
 * ```
 */
export function logsQuestion(filter: LogFilter): Question {
  const { addresses, from, to, topics = [] } = filter;
  const range = { fromBlock: toQuantity(from), toBlock: toQuantity(to) };
  return {
    call: { method: 'eth_getLogs', params: [{ address: addresses, topics, ...range }] },
    pick: (result) => decodeLogs(result, filter),
  };
}

/** @throws {TransportError} for anything but logs that match the filter, each once. */
export function decodeLogs(value: unknown, filter: LogFilter): Log[] {
  if (!Array.isArray(value)) throw new TransportError('an RPC endpoint gave no list of logs');
  const logs: Log[] = [];
  for (const entry of value) logs.push(decodeLog(entry, logs.at(-1)));
  logs.sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  const wanted = { ...filter, addresses: filter.addresses.map((address) => address.toLowerCase()) };
  logs.forEach((log, i) => {
    const before = logs[i - 1];
    const twice = before?.block === log.block && before.logIndex === log.logIndex;
    const torn = before?.block === log.block && before.blockHash !== log.blockHash;
    if (twice || torn || !matches(log, wanted))
      throw new TransportError('an RPC endpoint gave logs that were not asked for');
  });
  return logs;
}

/**
 * Everything in lower case.
 *
 * @param before The log before it: what both have alike is kept once, and looked at once.
 * @throws {TransportError} for anything that is not a log of a mined block.
 */
export function decodeLog(value: unknown, before?: Log): Log {
  if (typeof value !== 'object' || value === null) throw new TransportError('an RPC endpoint gave no log');
  const { address, topics, data, blockNumber, blockHash, transactionHash, logIndex, removed } = value as Record<
    string,
    unknown
  >;
  const emitter = wordOf(address, 20, before?.address);
  const hash = wordOf(blockHash, 32, before?.blockHash);
  const sender = wordOf(transactionHash, 32, before?.transaction);
  const words = topicsOf(topics, before);
  const bytes = isHex(data) ? (data.toLowerCase() as Hex) : undefined;
  if (!emitter || !hash || !sender || !words || !bytes || removed === true) {
    throw new TransportError('an RPC endpoint gave a malformed log');
  }
  return {
    address: emitter,
    topics: words,
    data: bytes,
    block: fromQuantity(blockNumber, 'block number'),
    blockHash: hash,
    transaction: sender,
    logIndex: fromQuantity(logIndex, 'log index'),
  };
}

/** Nearly all servers write lower case, which needs no second look. */
const lowerWord = /^0x[0-9a-f]{64}$/;

/** Undefined if it is not so many bytes. */
function wordOf(value: unknown, size: number, known: Hex | undefined): Hex | undefined {
  if (known !== undefined && value === known) return known;
  if (size === 32 && typeof value === 'string' && lowerWord.test(value)) return value as Hex;
  return isHex(value, size) ? (value.toLowerCase() as Hex) : undefined;
}

/** Undefined if it is not a list of up to four words. */
function topicsOf(value: unknown, before: Log | undefined): readonly Hex[] | undefined {
  if (!Array.isArray(value) || value.length > 4) return undefined;
  const topics: Hex[] = [];
  for (let i = 0; i < value.length; i++) {
    const topic = wordOf(value[i], 32, before?.topics[i]);
    if (topic === undefined) return undefined;
    topics.push(topic);
  }
  return topics;
}

/** @param filter With addresses in lower case. */
function matches(
  log: Log,
  { addresses, from, to, topics = [] }: Omit<LogFilter, 'addresses'> & { readonly addresses: readonly string[] },
): boolean {
  return (
    log.block >= from &&
    log.block <= to &&
    addresses.includes(log.address) &&
    topics.every((wanted, i) => {
      if (wanted === null) return true;
      const choices: readonly Hex[] = typeof wanted === 'string' ? [wanted] : wanted;
      return choices.some((choice) => choice.toLowerCase() === log.topics[i]);
    })
  );
}
