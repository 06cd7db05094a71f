import { ArgumentError } from '../errors/index.ts';

/** Seconds since 1970, both inclusive. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** 9999-12-31T23:59:59Z, the last moment that RFC 5280 and the manifest's time format can write. */
const LAST = 253_402_300_799;

/** @throws {ArgumentError} if a time is not a whole second from 1970 to 9999, or the period is empty. */
export function assertValidity(validity: Validity): void {
  for (const field of ['notBefore', 'notAfter'] as const) {
    const value = validity[field];
    if (!Number.isSafeInteger(value) || value < 0 || value > LAST) {
      throw new ArgumentError('has to be whole seconds since 1970, up to the year 9999', { field });
    }
  }
  if (validity.notBefore > validity.notAfter) {
    throw new ArgumentError('is before notBefore', { field: 'notAfter' });
  }
}
