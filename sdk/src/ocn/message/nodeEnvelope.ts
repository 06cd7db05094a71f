import { formatTimestamp, type Hex, parseTimestamp, readHex, readOneOf, readText } from '../../bytes/index.ts';
import { DecodeError, VerificationError } from '../../errors/index.ts';

/** What nodes that know version 2 of signatures add to what they sign: for whom it is, when, and which one. */
export interface NodeEnvelope {
  /** The operator that it is for, lower case. */
  readonly to: Hex;
  /** Seconds since 1970. */
  readonly issued: number;
  readonly expires: number;
  /** Counts once. */
  readonly id: string;
}

export const ENVELOPE_TYPE = 'ocn-message/v2';

/** Seconds from issued to expires, at most: so long ids have to be remembered. */
export const MAX_ENVELOPE_LIFETIME = 600;
const SKEW = 30;

export function writeEnvelope({ to, issued, expires, id }: NodeEnvelope) {
  return {
    type: ENVELOPE_TYPE,
    to: to.toLowerCase(),
    issued: formatTimestamp(issued),
    expires: formatTimestamp(expires),
    id,
  };
}

/** @throws {DecodeError} naming the member. */
export function readEnvelope(value: unknown, field: string): NodeEnvelope {
  if (typeof value !== 'object' || value === null) throw new DecodeError('is not an object', { field });
  const all = value as Readonly<Record<string, unknown>>;
  readOneOf(all.type, `${field}.type`, [ENVELOPE_TYPE]);
  const issued = parseTimestamp(all.issued, { field: `${field}.issued` });
  const expires = parseTimestamp(all.expires, { field: `${field}.expires` });
  if (expires <= issued || expires - issued > MAX_ENVELOPE_LIFETIME) {
    throw new DecodeError(`is not within ${MAX_ENVELOPE_LIFETIME} seconds after issued`, { field: `${field}.expires` });
  }
  const id = readText(all.id, `${field}.id`, /^[\x21-\x7e]{16,128}$/, 'an id of 16 to 128 printable characters');
  return { to: readHex(all.to, `${field}.to`, 20), issued, expires, id };
}

/**
 * @param operator Whose node reads it.
 * @param now Seconds since 1970.
 * @throws {VerificationError} naming the member: for somebody else, from the future, or over.
 */
export function assertEnvelope(envelope: NodeEnvelope, operator: Hex, now: number): void {
  const refuse = (reason: string, field: string): never => {
    throw new VerificationError(reason, { field: `message.envelope.${field}` });
  };
  if (envelope.to !== operator.toLowerCase()) refuse('is for the node of another operator', 'to');
  if (envelope.issued > now + SKEW) refuse('is in the future', 'issued');
  if (envelope.expires + SKEW <= now) refuse('is over', 'expires');
}

/** When its id can be forgotten, in seconds since 1970. */
export const forgettable = ({ expires }: NodeEnvelope): number => expires + SKEW;
