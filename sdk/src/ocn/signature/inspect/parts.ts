import { type Json, utf8Decode } from '../../../bytes/index.ts';
import { parsePath } from '../jsonPath.ts';
import type { SignatureV1, ValuesV1 } from '../v1.ts';
import type { InspectedMessage } from './inspection.ts';

const requestHeaders = [
  'x-correlation-id',
  'ocpi-from-country-code',
  'ocpi-from-party-id',
  'ocpi-to-country-code',
  'ocpi-to-party-id',
] as const;

/** A message as version 1 sees it. */
export interface PartsV1 {
  readonly values: ValuesV1;
  /** The parts that nothing is known of. */
  readonly unknown: readonly ('headers' | 'params' | 'body')[];
  /** Why the body is none. */
  readonly broken: string | null;
}

/** By lower-case name; the last of several. */
export function lowerHeaders(headers: InspectedMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value]])),
  );
}

/** What of a message version 1 signs, and what else the signature names of its headers. */
export function partsV1(message: InspectedMessage, signature: SignatureV1): PartsV1 {
  const { headers, path, params, body } = message;
  const [value, broken] = body === undefined ? [undefined, null] : readBody(body);
  const unknown: PartsV1['unknown'][number][] = [];
  if (headers === undefined) unknown.push('headers');
  if (path === undefined && params === undefined) unknown.push('params');
  if (body === undefined) unknown.push('body');
  const isResponse = message.status !== undefined || hasOwnSignature(value);
  return {
    values: {
      headers: signedHeaders(lowerHeaders(headers), isResponse, signature),
      params: params ?? (path === undefined ? {} : queryOf(path)),
      ...(value === undefined ? {} : { body: withoutSignature(value) }),
    },
    unknown,
    broken,
  };
}

function signedHeaders(all: Record<string, string>, isResponse: boolean, { fields }: SignatureV1) {
  const usual: readonly string[] = isResponse ? ['x-limit', 'x-total-count', 'link', 'location'] : requestHeaders;
  const named = fields.flatMap((path) => {
    const [part, name] = parsePath(path, 'signature.fields');
    return part === 'headers' && typeof name === 'string' ? [name.toLowerCase()] : [];
  });
  const names = [...new Set([...usual, ...named])].filter((name) => Object.hasOwn(all, name));
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

function queryOf(path: string): Record<string, string> {
  const at = path.indexOf('?');
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(path.slice(at + 1)));
}

function readBody(bytes: Uint8Array): [value: Json | undefined, broken: string | null] {
  if (bytes.length === 0) return [undefined, null];
  try {
    return [JSON.parse(utf8Decode(bytes)), null];
  } catch {
    return [undefined, 'is not JSON in UTF-8'];
  }
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOwnSignature = (value: Json | undefined): boolean =>
  isObject(value) && typeof value.ocn_signature === 'string';

/** A response carries its own signature. */
function withoutSignature(value: Json): Json {
  if (!isObject(value) || !('ocn_signature' in value)) return value;
  const { ocn_signature: _, ...rest } = value;
  return rest;
}

/** The signature that came with a message: in its header, or in the body of a response. */
export function signatureIn(message: InspectedMessage): string | null {
  const header = lowerHeaders(message.headers)['ocn-signature'];
  if (header !== undefined && header !== '') return header;
  const [value] = message.body === undefined ? [undefined] : readBody(message.body);
  return isObject(value) && typeof value.ocn_signature === 'string' ? value.ocn_signature : null;
}

/** Sender and receiver, as the routing headers say. */
export function partiesOf(message: InspectedMessage) {
  const headers = lowerHeaders(message.headers);
  const of = (direction: 'from' | 'to') => {
    const [country_code, party_id] = [headers[`ocpi-${direction}-country-code`], headers[`ocpi-${direction}-party-id`]];
    return country_code === undefined || party_id === undefined ? null : { country_code, party_id };
  };
  return { from: of('from'), to: of('to') };
}
