import { concat, equalBytes, fromBase64, fromHex, type Hex, readText, toHex } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { Quorum } from '../../quorum/index.ts';
import { fundamentalQuorum } from '../chargingWorld/keys.ts';
import { readVisibleText } from './members.ts';
import { readPlainJson } from './plainJson.ts';
import { isPoint } from './publicKey.ts';

/** A key whose signature counts, and how whoever verifies calls its owner. */
export interface OccKey {
  readonly name: string;
  /** An uncompressed P-521 point, 133 bytes. */
  readonly publicKey: Uint8Array;
}

/** Whose signatures a certificate needs, and how many of them. */
export interface OccQuorum {
  readonly keys: readonly OccKey[];
  readonly threshold: number;
}

const MAX_KEYS = 16;

/**
 * @throws {ArgumentError} for no key or more than 16, a key that is no point of P-521 or stands twice (or beside its negative), or a threshold that cannot
 * be reached.
 * @example `OccQuorum.from({ keys: [{ name: 'A', publicKey }], threshold: 1 })`
 */
export function from({ keys, threshold }: OccQuorum): OccQuorum {
  if (keys.length < 1 || keys.length > MAX_KEYS) throw new ArgumentError('are not 1 to 16', { field: 'keys' });
  for (const [i, { name, publicKey }] of keys.entries()) {
    const field = `keys.${name}`;
    if (publicKey.length !== 133 || !isPoint('P-521', publicKey)) {
      throw new ArgumentError('is not an uncompressed point of P-521', { field });
    }
    // Of a point only x: whoever has the private key of (x, y) also has that of (x, −y).
    if (keys.slice(0, i).some((other) => equalBytes(other.publicKey.subarray(0, 67), publicKey.subarray(0, 67)))) {
      throw new ArgumentError('is the key of another name, too: it would count twice', { field });
    }
  }
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > keys.length) {
    throw new ArgumentError(`is not 1 to ${keys.length}`, { field: 'threshold' });
  }
  return { keys, threshold };
}

/**
 * Reads a set of keys as they were published: a JSON object of names and uncompressed points in base64.
 *
 * @throws {DecodeError} naming the field.
 * @example
 * ```ts
 * const quorum = OccQuorum.decode(await readFile('keys.json'), 2);
 * ```
 */
export function decode(bytes: Uint8Array, threshold: number, field = 'keys'): OccQuorum {
  const value = bytes.length > 65_536 ? null : readPlainJson(bytes, field);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError('is not an object of names and keys', { field });
  }
  const keys = Object.entries(value).map(([name, text], i) => ({
    name: readVisibleText(name, `${field}[${i}]`),
    publicKey: fromBase64(readText(text, `${field}[${i}]`, /^.{1,200}$/, 'a key in base64'), `${field}[${i}]`),
  }));
  try {
    return from({ keys, threshold });
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    throw new DecodeError(cause.shortMessage, { field: cause.field ?? field, cause });
  }
}

/**
 * Two of the three published keys.
 *
 * @example `OccQuorum.fundamental().keys.map(({ name }) => name) // ['Fundamental quorum A', …]`
 */
export function fundamental(): OccQuorum {
  const keys = fundamentalQuorum.keys.map(({ name, publicKey }) => ({ name, publicKey: fromBase64(publicKey, name) }));
  return from({ keys, threshold: fundamentalQuorum.threshold });
}

/** The ERC-7913 signer of a key: verifier ‖ x ‖ y. */
export function signerOf(publicKey: Uint8Array, verifier: Hex): Hex {
  return toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), publicKey.subarray(1)));
}

/**
 * The same keys as a quorum of the registry.
 *
 * @param verifier The address of `P521Verifier`.
 * @example `Quorum.id(OccQuorum.definition(quorum, p521Verifier)) // the anchor`
 */
export function definition({ keys, threshold }: OccQuorum, verifier: Hex): Quorum.Quorum {
  return Quorum.from({ members: keys.map(({ publicKey }) => ({ signer: signerOf(publicKey, verifier) })), threshold });
}
