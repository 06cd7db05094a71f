import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { type HeaderSource, readHeader } from './headers.ts';
import type { Party } from './party.ts';

/** Who a message is from and for, and which message it is. */
export interface MessageHeaders {
  /** One request and its response; a hub gives every hop its own. */
  readonly requestId: string | null;
  /** One message from end to end. */
  readonly correlationId: string | null;
  readonly from: Party | null;
  /** Null in an open routing request: the hub has to find out. */
  readonly to: Party | null;
}

/** What {@link encodeMessageHeaders} takes: what is null or left out is not sent. */
export type MessageHeadersInput = Partial<MessageHeaders>;

const countryPattern = /^[A-Za-z]{2}$/;
const partyPattern = /^[A-Za-z0-9]{3}$/;
/** UUIDs are advised; others are longer, but nobody needs more than this. */
const idPattern = /^[\x21-\x7e]{1,128}$/;

function readId(headers: HeaderSource, name: string): string | null {
  const value = readHeader(headers, name);
  if (value === null) return null;
  if (!idPattern.test(value)) throw new DecodeError('is not 1 to 128 printable characters', { field: name });
  return value;
}

function readParty(headers: HeaderSource, direction: 'from' | 'to'): Party | null {
  const countryName = `OCPI-${direction}-country-code`;
  const partyName = `OCPI-${direction}-party-id`;
  const country_code = readHeader(headers, countryName);
  const party_id = readHeader(headers, partyName);
  if (country_code === null && party_id === null) return null;
  if (country_code === null) throw new DecodeError('is missing', { field: countryName });
  if (party_id === null) throw new DecodeError('is missing', { field: partyName });
  if (!countryPattern.test(country_code)) throw new DecodeError('is not two letters', { field: countryName });
  if (!partyPattern.test(party_id)) throw new DecodeError('is not three letters or digits', { field: partyName });
  return { country_code, party_id };
}

/**
 * Reads the routing headers and ids of a request or response. Which of them there have to be depends on the endpoint
 * ({@link Endpoint.routed}) and on the way, so what is not there is null.
 *
 * @throws {DecodeError} naming the header that is broken, there twice, or missing beside its other half.
 * @see OCPI 2.2.1-d2, "Transport and format", Message Routing Headers and Unique message IDs
 * @example `const { from, to, correlationId } = decodeMessageHeaders(request.headers)`
 */
export function decodeMessageHeaders(headers: HeaderSource): MessageHeaders {
  return {
    requestId: readId(headers, 'X-Request-ID'),
    correlationId: readId(headers, 'X-Correlation-ID'),
    from: readParty(headers, 'from'),
    to: readParty(headers, 'to'),
  };
}

/**
 * The headers of a message, in the order in which the Open Charging Network signs them.
 *
 * @throws {ArgumentError} naming the header, for ids and parties that cannot be.
 * @example `encodeMessageHeaders({ requestId, correlationId, from: ours, to: theirs })`
 */
export function encodeMessageHeaders(message: MessageHeadersInput): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (message.requestId) headers['X-Request-ID'] = message.requestId;
  if (message.correlationId) headers['X-Correlation-ID'] = message.correlationId;
  for (const direction of ['from', 'to'] as const) {
    const party = message[direction];
    if (!party) continue;
    headers[`OCPI-${direction}-country-code`] = party.country_code;
    headers[`OCPI-${direction}-party-id`] = party.party_id;
  }
  try {
    decodeMessageHeaders(headers);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { field: cause.field ?? 'headers', cause });
  }
  return headers;
}

/**
 * The headers of the response to a request: the same ids, the parties turned around.
 *
 * @example `encodeMessageHeaders(responseHeaders(decodeMessageHeaders(request.headers)))`
 */
export function responseHeaders({ requestId, correlationId, from, to }: MessageHeaders): MessageHeaders {
  return { requestId, correlationId, from: to, to: from };
}
