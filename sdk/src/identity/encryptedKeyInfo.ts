import {
  type DerReader,
  derTags,
  encodeDer,
  encodeDerInteger,
  equalBytes,
  fromHex,
  readDer,
  utf8Encode,
} from '../bytes/index.ts';
import { wipe } from '../crypto/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';

/** How a key is sealed with a password. */
export interface PasswordSealing {
  /** Rounds of PBKDF2. */
  readonly iterations: number;
  /** 16 bytes or more. */
  readonly salt: Uint8Array;
  /** 16 bytes. */
  readonly iv: Uint8Array;
}

/** PBES2, PBKDF2 (RFC 8018, appendix A). */
const pbes2 = fromHex('0x06092a864886f70d01050d');
const pbkdf2 = fromHex('0x06092a864886f70d01050c');
/** AlgorithmIdentifiers of the functions below PBKDF2 (RFC 8018, appendix B.1): HMAC with SHA-2; all have NULL for parameters. */
const hashes = [
  ['SHA-512', fromHex('0x06082a864886f70d020b0500')],
  ['SHA-256', fromHex('0x06082a864886f70d02090500')],
  ['SHA-384', fromHex('0x06082a864886f70d020a0500')],
] as const;
/** AES in CBC mode, by the size of its key (RFC 8018, appendix B.2.5). */
const ciphers = [
  [32, fromHex('0x060960864801650304012a')],
  [24, fromHex('0x0609608648016503040116')],
  [16, fromHex('0x0609608648016503040102')],
] as const;

const FIELD = 'privateKey';
/** A hostile file could otherwise keep a machine busy for days; this is some seconds. */
const MAX_ITERATIONS = 10_000_000;
const MAX_SALT = 1_024;
const { sequence, octetString } = derTags;

interface Parameters {
  readonly hash: (typeof hashes)[number][0];
  readonly keySize: (typeof ciphers)[number][0];
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly iv: Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;

async function deriveKey(password: string, { hash, keySize, salt, iterations }: Parameters): Promise<CryptoKey> {
  const secret = Uint8Array.from(utf8Encode(password));
  try {
    const base = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
    const kdf = { name: 'PBKDF2', hash, salt: Uint8Array.from(salt), iterations };
    return await crypto.subtle.deriveKey(kdf, base, { name: 'AES-CBC', length: 8 * keySize }, false, [
      'encrypt',
      'decrypt',
    ]);
  } finally {
    wipe(secret);
  }
}

/**
 * EncryptedPrivateKeyInfo (RFC 5958, section 3) of a PrivateKeyInfo: PBES2 with PBKDF2-HMAC-SHA512 and AES-256-CBC (RFC 8018).
 */
export async function encryptKeyInfo(
  info: Uint8Array,
  password: string,
  sealing: PasswordSealing,
): Promise<Uint8Array> {
  const { iterations, salt, iv } = sealing;
  const key = await deriveKey(password, { hash: 'SHA-512', keySize: 32, salt, iterations, iv });
  const own = Uint8Array.from(info);
  const encrypted = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-CBC', iv: Uint8Array.from(iv) }, key, own).finally(() => wipe(own)),
  );
  const parameters = encodeDer(
    sequence,
    encodeDer(octetString, salt),
    encodeDerInteger(iterations),
    encodeDer(sequence, hashes[0][1]),
  );
  const kdf = encodeDer(sequence, pbkdf2, parameters);
  const cipher = encodeDer(sequence, ciphers[0][1], encodeDer(octetString, iv));
  const scheme = encodeDer(sequence, pbes2, encodeDer(sequence, kdf, cipher));
  return encodeDer(sequence, scheme, encodeDer(octetString, encrypted));
}

/**
 * Opens an EncryptedPrivateKeyInfo; the caller wipes what it gets. What cannot be computed safely is refused before anything costly is done.
 *
 * @throws {DecodeError} with the offset for what is malformed, of another scheme, or asks for too long a computation.
 * @throws {VerificationError} if the password does not open it.
 */
export async function decryptKeyInfo(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const whole = readDer(bytes, FIELD);
  const outer = whole.enter(sequence, 'EncryptedPrivateKeyInfo');
  whole.end();
  const scheme = outer.enter(sequence, 'AlgorithmIdentifier');
  const encrypted = Uint8Array.from(outer.read(octetString, 'encrypted key'));
  outer.end();
  const parameters = readScheme(scheme);
  const key = await deriveKey(password, parameters);
  const iv: Bytes = Uint8Array.from(parameters.iv);
  const opened = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, encrypted).catch(() => null);
  const info = opened === null ? null : new Uint8Array(opened);
  // The padding of one wrong password in 256 looks right: what it opens is no SEQUENCE of its own length, except by chance.
  if (info !== null && isWholeSequence(info)) return info;
  if (info) wipe(info);
  throw new VerificationError('does not open this key', { field: 'password' });
}

function isWholeSequence(bytes: Uint8Array): boolean {
  try {
    const reader = readDer(bytes, FIELD);
    reader.read(sequence, 'PrivateKeyInfo');
    return reader.isAtEnd();
  } catch {
    return false;
  }
}

function readScheme(scheme: DerReader): Parameters {
  assertSame(scheme.read(derTags.objectIdentifier, 'scheme'), pbes2, 'is encrypted by another scheme than PBES2');
  const both = scheme.enter(sequence, 'PBES2 parameters');
  scheme.end();
  const kdf = both.enter(sequence, 'key derivation');
  const cipher = both.enter(sequence, 'cipher');
  both.end();
  const { keySize, iv } = readCipher(cipher);
  assertSame(
    kdf.read(derTags.objectIdentifier, 'key derivation'),
    pbkdf2,
    'is encrypted by another function than PBKDF2',
  );
  const parameters = kdf.enter(sequence, 'PBKDF2 parameters');
  kdf.end();
  const salt = parameters.read(octetString, 'salt');
  if (salt.length > MAX_SALT) throw new DecodeError(`has a salt of more than ${MAX_SALT} bytes`, { field: FIELD });
  const iterations = parameters.integer('iteration count', MAX_ITERATIONS);
  if (iterations === 0) throw new DecodeError('has no iterations', { field: FIELD });
  const size = parameters.isNext(derTags.integer) ? parameters.integer('key size', keySize) : keySize;
  if (size !== keySize) throw new DecodeError('has a key of another size than its cipher', { field: FIELD });
  // Without a function, it would be HMAC-SHA1.
  const named = parameters.read(sequence, 'hash');
  parameters.end();
  const hash = hashes.find(([, known]) => equalBytes(known, named))?.[0];
  if (!hash) throw new DecodeError('derives its key by another hash than SHA-2', { field: FIELD });
  return { hash, keySize, salt, iterations, iv };
}

function readCipher(cipher: DerReader): Pick<Parameters, 'keySize' | 'iv'> {
  const named = cipher.read(derTags.objectIdentifier, 'cipher');
  const keySize = ciphers.find(([, known]) => equalBytes(known.subarray(2), named))?.[0];
  if (!keySize) throw new DecodeError('is encrypted by another cipher than AES in CBC mode', { field: FIELD });
  const iv = cipher.read(octetString, 'initialisation vector');
  cipher.end();
  if (iv.length !== 16) throw new DecodeError('has an initialisation vector that is not 16 bytes', { field: FIELD });
  return { keySize, iv };
}

function assertSame(found: Uint8Array, element: Uint8Array, otherwise: string): void {
  if (!equalBytes(found, element.subarray(2))) throw new DecodeError(otherwise, { field: FIELD });
}
