import { p256, p521 } from '@noble/curves/nist.js';
import { concat, readOneOf, readText } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { readMembers } from './members.ts';
import { decodeInteger, encodeInteger } from './signedInteger.ts';
import { base64Encoding, occAlgorithms } from './words.ts';

/** A public key as it stands in a certificate. */
export interface OccPublicKey {
  /** Coordinates: base64 of minimal signed big-endian integers. */
  readonly x: string;
  readonly y: string;
  /** The URL of secp521r1 or secp256r1. */
  readonly algorithm: string;
  readonly encoding?: string;
}

/** The members, in the order in which they are hashed and signed. */
export const publicKeyMembers = ['x', 'y', 'algorithm', 'encoding'] as const;

const curves = { 'P-521': p521, 'P-256': p256 };
const coordinate = /^[A-Za-z0-9+/]{1,92}={0,2}$/;

/** @throws {DecodeError} also for what is no point of its curve. */
export function read(value: unknown, field: string): OccPublicKey {
  const { x, y, algorithm, encoding } = readMembers(value, field, publicKeyMembers, ['encoding']);
  const key: OccPublicKey = {
    x: readText(x, `${field}.x`, coordinate, 'base64'),
    y: readText(y, `${field}.y`, coordinate, 'base64'),
    algorithm: readOneOf(algorithm, `${field}.algorithm`, Object.keys(occAlgorithms)),
    ...(encoding === undefined ? {} : { encoding: readOneOf(encoding, `${field}.encoding`, [base64Encoding]) }),
  };
  pointOf(key, field);
  return key;
}

/** Which algorithm the key is for, and the uncompressed SEC 1 point (133 or 65 bytes). */
export function pointOf(
  key: OccPublicKey,
  field = 'publicKey',
): { readonly algorithm: 'P-521' | 'P-256'; readonly point: Uint8Array } {
  const { algorithm, size } = occAlgorithms[key.algorithm as keyof typeof occAlgorithms];
  const x = decodeInteger(key.x, size, `${field}.x`);
  const y = decodeInteger(key.y, size, `${field}.y`);
  const point = concat(Uint8Array.of(4), x, y);
  if (!isPoint(algorithm, point)) throw new DecodeError(`is not a point of ${algorithm}`, { field });
  return { algorithm, point };
}

/** Whether `bytes` is an uncompressed point of the curve, and not infinity. */
export function isPoint(algorithm: 'P-521' | 'P-256', bytes: Uint8Array): boolean {
  try {
    return bytes[0] === 4 && !curves[algorithm].Point.fromBytes(bytes).is0();
  } catch {
    return false;
  }
}

/**
 * @param point Uncompressed SEC 1: 133 bytes of P-521, 65 of P-256.
 * @throws {ArgumentError} if it is neither.
 */
export function from(point: Uint8Array): OccPublicKey {
  const found = Object.entries(occAlgorithms).find(([, { size }]) => point.length === 2 * size + 1);
  if (!found || !isPoint(found[1].algorithm, point)) {
    throw new ArgumentError('is not an uncompressed point of P-521 or P-256', { field: 'publicKey' });
  }
  const [algorithm, { size }] = found;
  return {
    x: encodeInteger(point.subarray(1, 1 + size)),
    y: encodeInteger(point.subarray(1 + size)),
    algorithm,
    encoding: base64Encoding,
  };
}
