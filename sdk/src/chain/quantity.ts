import { TransportError } from '../errors/index.ts';

/**
 * A JSON-RPC quantity (block number, timestamp, nonce) as a number.
 *
 * @throws {TransportError} naming `what`, if it is not a quantity or too large to be true.
 * @example
 * ```ts
 * fromQuantity('0x10', 'block number'); // 16
 * ```
 */
export function fromQuantity(value: unknown, what: string): number {
  const number = typeof value === 'string' && /^0x[0-9a-fA-F]{1,14}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new TransportError(`an RPC endpoint gave no valid ${what}`);
  return number;
}

/** The same for amounts, which may be too large for a number: wei, gas. */
export function fromAmount(value: unknown, what: string): bigint {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value)) return BigInt(value);
  throw new TransportError(`an RPC endpoint gave no valid ${what}`);
}

/** A non-negative whole number as a JSON-RPC quantity. */
export function toQuantity(number: number | bigint): `0x${string}` {
  return `0x${number.toString(16)}`;
}
