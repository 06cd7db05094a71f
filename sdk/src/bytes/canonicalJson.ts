import canonicalize from 'canonicalize';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { utf8Decode, utf8Encode } from './utf8.ts';

/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Deeper values are refused: no document of ours comes near, and no reader's stack has to stand it. */
const MAX_DEPTH = 64;

/**
 * The bytes of `value` in the JSON Canonicalization Scheme (RFC 8785).
 *
 * @throws {ArgumentError} if the value is not JSON (lone surrogates, NaN, cycles), or nested more than 64 deep.
 * @example
 * ```ts
 * encodeCanonicalJson({ b: 1, a: 'x' }); // the UTF-8 bytes of {"a":"x","b":1}
 * ```
 */
export function encodeCanonicalJson(value: unknown): Uint8Array {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new ArgumentError('is not a JSON value', { field: 'value', cause });
  }
  if (text === undefined) throw new ArgumentError('is not a JSON value', { field: 'value' });
  if (depthOf(text) > MAX_DEPTH) throw new ArgumentError(`is nested more than ${MAX_DEPTH} deep`, { field: 'value' });
  return utf8Encode(text);
}

/**
 * Parses bytes that have to be canonical JSON already: any other spelling of the same value (spaces, escapes, order, duplicate
 * keys, -0, 1.0) is refused, so that bytes and value determine each other.
 *
 * @throws {DecodeError} naming `field`.
 */
export function decodeCanonicalJson(bytes: Uint8Array, options: { readonly field?: string } = {}): Json {
  const field = options.field ?? 'json';
  const text = utf8Decode(bytes, { field });
  if (depthOf(text) > MAX_DEPTH) throw new DecodeError(`is nested more than ${MAX_DEPTH} deep`, { field });
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // The parser's message quotes the text, which may be secret.
    throw new DecodeError('is not JSON', { field });
  }
  let canonical: string | undefined;
  try {
    canonical = canonicalize(value);
  } catch (cause) {
    throw new DecodeError('is not canonical JSON (RFC 8785)', { field, cause });
  }
  if (canonical !== text) throw new DecodeError('is not canonical JSON (RFC 8785)', { field });
  return value;
}

/** How deep brackets nest, outside of strings; for text that is no JSON, some number. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}
