import { type KeyAlgorithm, keyAlgorithms, normalizePublicKey } from '@gridseal/sdk/crypto';
import { ArgumentError } from '@gridseal/sdk/errors';
import { KeyTextError } from './keyTextError.ts';

/** A public key, raw, as certificates have it. */
export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: Uint8Array;
}

/** What was found in a text: a public key, or several that it can be, for raw bytes do not say. The likeliest comes first. */
export type ReadKey = readonly [PublicKey, ...PublicKey[]];

const agreesOnKeys = new Set<KeyAlgorithm>(['X25519', 'ML-KEM-768', 'MLKEM768-X25519']);

/**
 * A key of an algorithm in the form that certificates have.
 *
 * @throws {KeyTextError} `damaged` if it is none: a wrong size, a point that is not on the curve.
 */
export function keyOf(algorithm: KeyAlgorithm, bytes: Uint8Array): ReadKey {
  return [{ algorithm, publicKey: normalized(algorithm, bytes) }];
}

function normalized(algorithm: KeyAlgorithm, bytes: Uint8Array): Uint8Array {
  if (agreesOnKeys.has(algorithm)) {
    if ((keyAlgorithms[algorithm].publicKeySizes as readonly number[]).includes(bytes.length)) return bytes.slice();
    throw new KeyTextError('damaged', `is not a ${algorithm} public key`);
  }
  try {
    return normalizePublicKey(algorithm as Parameters<typeof normalizePublicKey>[0], bytes);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new KeyTextError('damaged', error.shortMessage, error);
  }
}

/**
 * Raw bytes, of which only size and curve tell what they are.
 *
 * @throws {KeyTextError} `unsupported` if no algorithm has such keys.
 */
export function keyOfRaw(bytes: Uint8Array): ReadKey {
  const fitting = (Object.keys(keyAlgorithms) as KeyAlgorithm[]).flatMap((algorithm) => {
    try {
      return [{ algorithm, publicKey: normalized(algorithm, bytes) }];
    } catch {
      return [];
    }
  });
  const [first, ...others] = fitting;
  if (!first) throw new KeyTextError('unsupported', 'has not the size and form of any known public key');
  return [first, ...others];
}
