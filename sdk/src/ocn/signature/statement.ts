import {
  fromBase64url,
  type Hex,
  parseTimestamp,
  readHex,
  readInteger,
  readObject,
  readOneOf,
  readText,
} from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** A party of the Open Charging Network, as OCPI's headers name it. */
export interface PartyId {
  /** Two letters. */
  readonly countryCode: string;
  /** Three letters or digits. */
  readonly partyId: string;
}

/** The headers that decide where a message, or the next page, goes: those that are present are signed. */
export const routingHeaders = ['link', 'location', 'x-limit', 'x-total-count'] as const;

/** What is replaced when a rewrite changes the body: these bytes were where now others are. */
export interface OldBytes {
  /** Offset in both bodies. */
  readonly at: number;
  /** How many bytes of the new body stand there. */
  readonly length: number;
  /** What stood there: base64url. */
  readonly bytes: string;
}

/** What a signer says about a message: canonical JSON, every member of it signed. */
export interface Statement {
  readonly type: 'ocn-signature/v2';
  /** The registry whose parties these are: `eip155:‹chain id›:‹address›`, in lower case. */
  readonly network: string;
  /** ERC-7913 bytes of who signs. */
  readonly signer: Hex;
  readonly method: string;
  /** With the query, as in the request line. A response repeats the request's. */
  readonly path: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly from: PartyId;
  readonly to: PartyId;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly issued: string;
  readonly expires: string;
  /** SHA-256 of the body's raw bytes; of no bytes if there is no body. */
  readonly body: Hex;
  readonly headers: Readonly<Partial<Record<(typeof routingHeaders)[number], string>>>;
  /** Of a response alone. */
  readonly status?: number;
  /** Of a rewrite: SHA-256 of the canonical JSON of the link before. */
  readonly replaces?: Hex;
  /** Of a rewrite that changed the body. */
  readonly old?: OldBytes;
}

const methods = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const;
const MAX_OLD = 32_768;

/** @throws {DecodeError} naming the member below `field`. */
export function readStatement(value: unknown, field: string): Statement {
  const always = [
    'body',
    'correlationId',
    'expires',
    'from',
    'headers',
    'issued',
    'method',
    'network',
    'path',
  ] as const;
  const rest = ['requestId', 'signer', 'to', 'type'] as const;
  const all = readObject(value, field, [...always, ...rest], ['old', 'replaces', 'status']);
  const issued = readTime(all.issued, `${field}.issued`);
  const expires = readTime(all.expires, `${field}.expires`);
  if (expires <= issued) throw new DecodeError('is not after issued', { field: `${field}.expires` });
  if (all.old !== undefined && all.replaces === undefined) {
    throw new DecodeError('belongs to a rewrite alone', { field: `${field}.old` });
  }
  return {
    type: readOneOf(all.type, `${field}.type`, ['ocn-signature/v2']),
    network: readText(all.network, `${field}.network`, /^eip155:[1-9]\d{0,15}:0x[0-9a-f]{40}$/, 'a registry'),
    signer: readHex(all.signer, `${field}.signer`, 20, 16_384),
    method: readOneOf(all.method, `${field}.method`, methods),
    path: readText(all.path, `${field}.path`, /^\/[\x21\x22\x24-\x7e]{0,4095}$/, 'a path with its query'),
    requestId: readId(all.requestId, `${field}.requestId`),
    correlationId: readId(all.correlationId, `${field}.correlationId`),
    from: readParty(all.from, `${field}.from`),
    to: readParty(all.to, `${field}.to`),
    issued: all.issued as string,
    expires: all.expires as string,
    body: readHex(all.body, `${field}.body`, 32),
    headers: readHeaders(all.headers, `${field}.headers`),
    ...(all.status === undefined ? {} : { status: readInteger(all.status, `${field}.status`, 100, 599) }),
    ...(all.replaces === undefined ? {} : { replaces: readHex(all.replaces, `${field}.replaces`, 32) }),
    ...(all.old === undefined ? {} : { old: readOld(all.old, `${field}.old`) }),
  };
}

const readTime = (value: unknown, field: string): number => parseTimestamp(value, { field });

const readId = (value: unknown, field: string): string =>
  readText(value, field, /^[\x21-\x7e]{1,128}$/, 'an id of 1 to 128 printable characters');

function readParty(value: unknown, field: string): PartyId {
  const { countryCode, partyId } = readObject(value, field, ['countryCode', 'partyId']);
  return {
    countryCode: readText(countryCode, `${field}.countryCode`, /^[A-Za-z]{2}$/, 'two letters'),
    partyId: readText(partyId, `${field}.partyId`, /^[A-Za-z0-9]{3}$/, 'three letters or digits'),
  };
}

function readHeaders(value: unknown, field: string): Statement['headers'] {
  const headers = readObject(value, field, [], routingHeaders);
  for (const [name, text] of Object.entries(headers)) {
    readText(text, `${field}.${name}`, /^[\x20-\x7e]{0,4096}$/, 'a header of printable characters');
  }
  return headers as Statement['headers'];
}

function readOld(value: unknown, field: string): OldBytes {
  const { at, length, bytes } = readObject(value, field, ['at', 'bytes', 'length']);
  const text = readText(bytes, `${field}.bytes`, /^[A-Za-z0-9_-]*$/, 'base64url');
  if (text.length > MAX_OLD) throw new DecodeError(`has more than ${MAX_OLD} characters`, { field: `${field}.bytes` });
  fromBase64url(text, { field: `${field}.bytes` });
  return {
    at: readInteger(at, `${field}.at`, 0, Number.MAX_SAFE_INTEGER),
    length: readInteger(length, `${field}.length`, 0, Number.MAX_SAFE_INTEGER),
    bytes: text,
  };
}
