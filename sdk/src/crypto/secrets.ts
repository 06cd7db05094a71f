import { primitives } from '#primitives';

/**
 * Compares in a time that depends on the length alone.
 *
 * @example `equalSecrets(expectedToken, givenToken)`
 */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** Overwrites secrets that are no longer needed. The runtime may have copies of its own: this shortens their life, no more. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

/** A source of random bytes: a parameter, so that tests and vectors can be deterministic. */
export type RandomBytes = (size: number) => Uint8Array;

/** Bytes from the platform's cryptographic generator. */
export const randomBytes: RandomBytes = (size) => primitives.randomBytes(size);
