import { DecodeError } from '../../errors/index.ts';
import { decodeJson, type MessageLimits, messageLimits, type Party } from '../../protocol/ocpi/index.ts';

/** The message around a body is two levels deep. */
const LEVELS = 4;

/** @throws {DecodeError} for what is too long, too deep, or no JSON. */
export function parse(bytes: Uint8Array, field: string, limits: Partial<MessageLimits> = {}): unknown {
  return decodeJson(bytes, field, { ...limits, depth: (limits.depth ?? messageLimits.depth) + LEVELS });
}

export function readObjectAt(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError('is not an object', { field });
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Null for what is not there. */
export function readMember<T>(value: unknown, field: string, read: (value: unknown, field: string) => T): T | null {
  return value === undefined || value === null ? null : read(value, field);
}

export function readTextAt<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new DecodeError(`is not ${allowed.join(', ')}`, { field });
  return found;
}

/** As in OCPI's headers. */
export function readId(value: unknown, field: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)) return value;
  throw new DecodeError('is not 1 to 128 printable characters', { field });
}

export function readPartyAt(value: unknown, field: string): Party {
  const { country_code, party_id } = readObjectAt(value, field);
  if (typeof country_code !== 'string' || !/^[A-Za-z]{2}$/.test(country_code)) {
    throw new DecodeError('is not two letters', { field: `${field}.country_code` });
  }
  if (typeof party_id !== 'string' || !/^[A-Za-z0-9]{3}$/.test(party_id)) {
    throw new DecodeError('is not three letters or digits', { field: `${field}.party_id` });
  }
  return { country_code, party_id };
}
