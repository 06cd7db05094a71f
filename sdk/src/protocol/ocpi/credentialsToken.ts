import { fromBase64, toBase64, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';

const FIELD = 'Authorization';
/** 64 characters of printable ASCII without white space. */
const tokenPattern = /^[\x21-\x7e]{1,64}$/;
/** The base64 of 64 characters and a line break is 88. */
const headerPattern = /^Token ([\x21-\x7e]{1,88})$/i;

/** Whether a text may be a credentials token. @see OCPI 2.2.1-d2, "Credentials", Credentials object */
export function isCredentialsToken(value: unknown): value is string {
  return typeof value === 'string' && tokenPattern.test(value);
}

/**
 * The value of the `Authorization` header.
 *
 * @param encoding `raw` for parties of before 2.2-d2, which do not use base64.
 * @throws {ArgumentError} for what is no credentials token, which is not quoted.
 * @see OCPI 2.2.1-d2, "Transport and format", Authorization header
 * @example `encodeAuthorization('example-token') // 'Token ZXhhbXBsZS10b2tlbg=='`
 */
export function encodeAuthorization(token: string, encoding: 'base64' | 'raw' = 'base64'): string {
  if (!isCredentialsToken(token)) {
    throw new ArgumentError('is not 1 to 64 printable characters without white space', { field: 'token' });
  }
  return `Token ${encoding === 'raw' ? token : toBase64(utf8Encode(token))}`;
}

/**
 * The tokens that a header may stand for, the likelier one first: what is base64 of a token may also be a raw one. Look up each
 * of them (by a digest of theirs, so that time tells nothing).
 *
 * @returns one or two tokens.
 * @throws {DecodeError} for anything else, which is not quoted.
 * @example `decodeAuthorization('Token ZXhhbXBsZS10b2tlbg==') // ['example-token', 'ZXhhbXBsZS10b2tlbg==']`
 */
export function decodeAuthorization(header: unknown): readonly string[] {
  const text = typeof header === 'string' && header.length <= 100 ? headerPattern.exec(header.trim())?.[1] : undefined;
  if (text === undefined) throw new DecodeError('is not "Token" and a credentials token', { field: FIELD });
  const tokens = [decodedToken(text), text].filter(isCredentialsToken);
  if (tokens.length === 0) throw new DecodeError('is not "Token" and a credentials token', { field: FIELD });
  return tokens;
}

/** Some encode the line break that their shell gave them, as examples of the standard do. */
function decodedToken(text: string): string | null {
  try {
    return utf8Decode(fromBase64(text, FIELD), { field: FIELD }).replace(/\n$/, '');
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
