import { utf8Decode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** From the byte after the colon to the comma or brace that ends the value: white space around the value is within. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Where the members of a JSON object are in its text, so that one can be taken out or replaced and every other byte stays.
 *
 * @param json What `JSON.parse` has accepted: nothing is checked again but that no member is there twice, of which one reader takes the
 * first and another the last.
 * @throws {DecodeError} naming `field`, if it is no object or has a member twice.
 * @example
 * ```ts
 * const span = jsonMembers(bytes, 'message').get('body');
 * ```
 */
export function jsonMembers(json: Uint8Array, field: string): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  let at = skipSpace(json, 0);
  if (json[at] !== OPEN) throw new DecodeError('is not an object', { field });
  at = skipSpace(json, at + 1);
  while (at < json.length && json[at] !== CLOSE) {
    const endOfName = endOfString(json, at);
    const name: string = JSON.parse(utf8Decode(json.subarray(at, endOfName), { field }));
    if (found.has(name)) throw new DecodeError('has a member twice', { field });
    const start = json.indexOf(COLON, endOfName) + 1;
    const end = endOfValue(json, start);
    found.set(name, { start, end });
    at = skipSpace(json, json[end] === COMMA ? end + 1 : end);
  }
  return found;
}

function skipSpace(json: Uint8Array, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x0a || json[at] === 0x0d || json[at] === 0x09) at++;
  return at;
}

/** @param quote Where it begins. @returns Past the quotation mark at its end. */
function endOfString(json: Uint8Array, quote: number): number {
  for (let at = quote + 1; at < json.length; at++) {
    if (json[at] === BACKSLASH) at++;
    else if (json[at] === QUOTE) return at + 1;
  }
  return json.length;
}

function endOfValue(json: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at) - 1;
    else if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === COMMA && depth === 0) return at;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 0) return at;
      depth--;
    }
  }
  return json.length;
}
