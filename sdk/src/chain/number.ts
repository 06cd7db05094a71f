import { TransportError } from '../errors/index.ts';

/**
 * A count that the contracts bound (epoch, block) as a number.
 *
 * @throws {TransportError} if it is beyond 2^53, which no chain reaches.
 */
export function toCount(value: bigint, field: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new TransportError('is larger than anything real', { field });
  return Number(value);
}

/** A time in seconds as a number; one beyond 2^53 means "never" and stays that. */
export function toTime(value: bigint): number {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}
