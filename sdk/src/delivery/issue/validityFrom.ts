import type { Validity } from '../../credential/validity.ts';
import { ArgumentError } from '../../errors/index.ts';

/** Clocks of blocks and machines differ: credentials are good from a little before now, in seconds. */
const backdating = 60;

/** A period that begins now, by block time. @throws {ArgumentError} naming `ttl`. */
export function validityFrom(time: number, ttlSeconds: number): Validity {
  if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds < 1) {
    throw new ArgumentError('is not a positive number of seconds', { field: 'ttl' });
  }
  return { notBefore: time - backdating, notAfter: time + ttlSeconds };
}
