import { concat, readText, utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { arrange, readDigest, readMembers, readVisibleText } from './members.ts';
import { decodeInteger, encodeInteger } from './signedInteger.ts';
import { signatureContext } from './words.ts';

/** One signature of a certificate. Who made it is told by trying keys: the name is a claim that nobody has signed. */
export interface OccSignature {
  /** SHA-256, 64 hexadecimal digits: {@link idOf} what follows. */
  readonly '@id': string;
  readonly name: string;
  readonly eMail?: string;
  readonly www?: string;
  /** Base64 of minimal signed big-endian integers. */
  readonly r: string;
  readonly s: string;
}

/** The members, in the order in which they are hashed. */
export const signatureMembers = ['@id', 'name', 'eMail', 'www', 'r', 's'] as const;

const number = /^[A-Za-z0-9+/]{1,126}={0,2}$/;

/**
 * The form alone: numbers that are no signature are for `verify` to report, so that one of them does not hide the others.
 *
 * @throws {DecodeError}
 */
export function read(value: unknown, field: string): OccSignature {
  const members = readMembers(value, field, signatureMembers, ['eMail', 'www']);
  const { eMail, www } = members;
  return {
    '@id': readDigest(members['@id'], `${field}.@id`),
    name: readVisibleText(members.name, `${field}.name`),
    ...(eMail === undefined ? {} : { eMail: readVisibleText(eMail, `${field}.eMail`) }),
    ...(www === undefined ? {} : { www: readVisibleText(www, `${field}.www`) }),
    r: readText(members.r, `${field}.r`, number, 'base64'),
    s: readText(members.s, `${field}.s`, number, 'base64'),
  };
}

/** The id that belongs to the content: SHA-256 of the compact JSON, with the context put first and without the id. */
export function idOf(signature: Omit<OccSignature, '@id'>): string {
  const content = arrange(signature as OccSignature, signatureMembers.slice(1));
  return sha256Hex(utf8Encode(JSON.stringify({ '@context': signatureContext, ...content }))).slice(2);
}

/**
 * r ‖ s, 132 bytes.
 *
 * @throws {DecodeError} for numbers that are negative, too long, or have needless bytes.
 */
export function bytesOf({ r, s }: OccSignature, field = 'signature'): Uint8Array {
  return concat(decodeInteger(r, 66, `${field}.r`), decodeInteger(s, 66, `${field}.s`));
}

/** @param bytes r ‖ s, 132 bytes. */
export function from(signer: Pick<OccSignature, 'name' | 'eMail' | 'www'>, bytes: Uint8Array): OccSignature {
  const { name, eMail, www } = signer;
  const content = {
    name,
    ...(eMail === undefined ? {} : { eMail }),
    ...(www === undefined ? {} : { www }),
    r: encodeInteger(bytes.subarray(0, 66)),
    s: encodeInteger(bytes.subarray(66)),
  };
  return { '@id': idOf(content), ...content };
}
