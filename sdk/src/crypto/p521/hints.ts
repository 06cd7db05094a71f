import { p521 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../../bytes/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../../errors/index.ts';
import { sha256 } from '../hash.ts';
import { modulo, n } from './field.ts';
import { halfSize } from './halfSize.ts';
import { slopesOf } from './lines.ts';
import { encodeProgram, fits, inOrder, type Term, termsOf } from './program.ts';

const NUMBER = 66;
const SIGNATURE = 2 * NUMBER;
const SECOND_BASE = 261n;
const LIMB_BYTES = 22;
const LIMB_BITS = 174n;

type Point = InstanceType<typeof p521.Point>;

/** What `addHints` takes. */
export interface SignatureToHint {
  /** x ‖ y, 132 bytes; or 133 with 0x04 before them. */
  readonly publicKey: Uint8Array;
  /** The 32 bytes that were signed. */
  readonly digest: Uint8Array;
  /** r ‖ s, 132 bytes; hints behind them are replaced. */
  readonly signature: Uint8Array;
  /** What the digest was hashed with before it was signed: by default SHA-512, as `P521Verifier` does. */
  readonly hash?: 'SHA-512' | 'SHA-256';
}

/**
 * Adds what makes a P-521 signature cheap to verify on chain (docs/spec/p521-verifier.md): R, and the slopes of all lines between
 * points on the way to it. They follow from what is public, and the verifier checks them, so anybody may compute them.
 *
 * @returns r ‖ s ‖ hints, about 27,000 bytes; r ‖ s alone for the few made-up signatures that hints are not possible for.
 * @throws {DecodeError} if the key, the digest or the signature does not have its length, or the key is not on the curve.
 * @throws {VerificationError} if the signature is not one of this digest by this key.
 * @see FIPS 186-5, section 6.4.2
 * @example
 * ```ts
 * const signature = addHints({ publicKey, digest, signature: await signer.sign(digest) });
 * ```
 */
export function addHints({ publicKey, digest, signature, hash = 'SHA-512' }: SignatureToHint): Uint8Array {
  if (digest.length !== 32) throw new DecodeError('does not have 32 bytes', { field: 'digest' });
  return addHintsForHash(publicKey, hashOf(hash, digest), signature);
}

/** `addHints` for a digest that has been hashed: 64 bytes at most. */
export function addHintsForHash(publicKey: Uint8Array, hashed: Uint8Array, signature: Uint8Array): Uint8Array {
  const key = readKey(publicKey);
  const plain = stripHints(signature);
  const [r, s] = [toNumber(plain.subarray(0, NUMBER)), toNumber(plain.subarray(NUMBER))];
  if (r === 0n || s === 0n || r >= n || s >= n) throw invalid();
  const inverse = p521.Point.Fn.inv(s);
  const [u1, u2] = [modulo(toNumber(hashed) * inverse, n), modulo(r * inverse, n)];
  const point = p521.Point.BASE.multiplyUnsafe(u1).add(key.multiplyUnsafe(u2));
  if (point.is0() || modulo(point.toAffine().x, n) !== r) throw invalid();
  const hints = hintsOf(key, point, u1, u2);
  return hints === null ? plain : concat(plain, hints);
}

/**
 * r ‖ s without the hints behind them, if there are any.
 *
 * @throws {DecodeError} if there are fewer than 132 bytes.
 * @example
 * ```ts
 * stripHints(signature).length; // 132
 * ```
 */
export function stripHints(signature: Uint8Array): Uint8Array {
  if (signature.length < SIGNATURE) throw new DecodeError('has fewer than 132 bytes', { field: 'signature' });
  return signature.slice(0, SIGNATURE);
}

function hintsOf(key: Point, point: Point, u1: bigint, u2: bigint): Uint8Array | null {
  const { x, y } = point.toAffine();
  const terms = termsOfSum(u1, u2);
  if (!fits(terms)) return null;
  const slopes = slopesOf(key, point, terms);
  if (slopes === null) return null;
  const wrapped = Uint8Array.of(x >= n ? 1 : 0);
  const [ofTables, ofProgram] = [slopes.slice(0, 16), slopes.slice(16)];
  return concat(wrapped, toBytes(y), ...ofTables.map(toLimbs), encodeProgram(terms), ...ofProgram.map(toLimbs));
}

/** d (u1 G + u2 Q − R), with a d that makes the multiples of Q and R half as long as n; the first half of that of G has 261 bits. */
function termsOfSum(u1: bigint, u2: bigint): Term[] {
  const { c, d } = halfSize(u2, n);
  const g = modulo(d * u1, n);
  const low = g % (1n << SECOND_BASE);
  return inOrder([...termsOf('G', low), ...termsOf('G261', g >> SECOND_BASE), ...termsOf('Q', c), ...termsOf('R', -d)]);
}

function readKey(publicKey: Uint8Array): Point {
  const point = publicKey.length === SIGNATURE ? concat(Uint8Array.of(4), publicKey) : publicKey;
  if (point.length !== SIGNATURE + 1 || point[0] !== 4) {
    throw new DecodeError('is not x ‖ y, or 0x04 ‖ x ‖ y', { field: 'publicKey' });
  }
  try {
    return p521.Point.fromBytes(point);
  } catch (cause) {
    throw new DecodeError('is not a point of P-521', { field: 'publicKey', cause });
  }
}

function hashOf(hash: 'SHA-512' | 'SHA-256', digest: Uint8Array): Uint8Array {
  if (hash === 'SHA-512') return sha512(digest);
  if (hash === 'SHA-256') return sha256(digest);
  throw new ArgumentError('is neither SHA-512 nor SHA-256', { field: 'hash' });
}

function invalid(): VerificationError {
  return new VerificationError('is not a signature of this digest by this key', { field: 'signature' });
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
}

/** Big-endian. */
function toBytes(value: bigint, length = NUMBER): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn));
}

/** Three limbs of 174 bits in 22 bytes each, the lowest first: so the verifier reads them without putting them together. */
function toLimbs(value: bigint): Uint8Array {
  const limbs = [0n, 1n, 2n].map((i) => (value >> (i * LIMB_BITS)) & ((1n << LIMB_BITS) - 1n));
  return concat(...limbs.map((limb) => toBytes(limb, LIMB_BYTES)));
}
