import { fromBase64, fromBase64url, fromHex, utf8Decode } from '@gridseal/sdk/bytes';
import { keysOfJwk } from './jwk.ts';
import { KeyTextError } from './keyTextError.ts';
import { isOpenSsh, keyOfOpenSsh } from './openSsh.ts';
import { keyOfRaw, type ReadKey } from './readKey.ts';
import { keyOfSpki, keyOfX509, keysOfPem } from './spki.ts';

/** Certificates have at most 16 keys of 8 KiB in base64. */
const MAX_CHARACTERS = 262_144;
/** As many as a certificate can have. */
const MAX_KEYS = 16;
/** SEQUENCE: what a key or a certificate begins with. */
const DER = 0x30;

/**
 * The public keys in a text that somebody pasted: PEM (public keys and X.509 certificates), JWK and JWK sets, lines of OpenSSH, hex,
 * base64 and base64url of raw keys or DER.
 *
 * @throws {KeyTextError} saying what is wrong; `private` if there is a private key in it, which should never be pasted anywhere.
 * @example
 * ```ts
 * const [key] = readPublicKeys('-----BEGIN PUBLIC KEY-----…');
 * key[0].algorithm; // 'P-256'
 * ```
 */
export function readPublicKeys(text: string): readonly ReadKey[] {
  const given = text.trim();
  if (given === '') throw new KeyTextError('nothing', 'is empty');
  if (given.length > MAX_CHARACTERS) throw new KeyTextError('tooLong', 'is too long for public keys');
  const keys = keysIn(given);
  if (keys.length > MAX_KEYS) throw new KeyTextError('tooMany', `has more than ${MAX_KEYS} keys`);
  return keys;
}

/** The same for a file, which may be DER. @throws {KeyTextError} */
export function readPublicKeyFile(bytes: Uint8Array): readonly ReadKey[] {
  const der = bytes[0] === DER ? orNull(() => keyOfDer(bytes)) : null;
  if (der) return [der];
  const text = orNull(() => utf8Decode(bytes));
  if (text === null) throw new KeyTextError('unsupported', 'is in none of the forms that public keys have');
  return readPublicKeys(text);
}

function keysIn(text: string): readonly ReadKey[] {
  if (/PRIVATE KEY|PuTTY-User-Key-File/.test(text)) throw new KeyTextError('private', 'is a private key');
  if (text.includes('-----BEGIN ')) return keysOfPem(text);
  if (text.startsWith('{')) return keysOfJwk(text);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length > MAX_KEYS) throw new KeyTextError('tooMany', `has more than ${MAX_KEYS} lines`);
  if (lines.some(isOpenSsh)) return lines.map(keyOfOpenSsh);
  // Line breaks are put into long hex and base64 by whatever it went through.
  return [keyOfBytes(bytesOf(lines.join('').replace(/[\s:]/g, '')))];
}

function bytesOf(text: string): Uint8Array {
  const hex = /^(0x)?([0-9a-fA-F]{2})+$/.test(text) ? `0x${text.replace(/^0x/, '').toLowerCase()}` : null;
  const found = hex
    ? orNull(() => fromHex(hex))
    : (orNull(() => fromBase64(text, 'publicKey')) ?? orNull(() => fromBase64url(text)));
  if (found && found.length > 0) return found;
  throw new KeyTextError('unsupported', 'is in none of the forms that public keys have');
}

function keyOfBytes(bytes: Uint8Array): ReadKey {
  return (bytes[0] === DER ? orNull(() => keyOfDer(bytes)) : null) ?? keyOfRaw(bytes);
}

function keyOfDer(der: Uint8Array): ReadKey {
  return orNull(() => keyOfSpki(der)) ?? keyOfX509(der);
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
