import { createRequire } from 'node:module';
import { recoverByNoble } from './nobleSecp256k1.ts';

type Recover = typeof import('tiny-secp256k1').recover;

/** A device checks a signature now and then: only who checks many is worth the 20 MB that libsecp256k1 takes to load. */
const worthLoading = 32;
const require = createRequire(import.meta.url);

let recovered = 0;
let recoverByLibrary: Recover | undefined;

/**
 * {@link recoverByNoble} by libsecp256k1 compiled to WebAssembly (`node:crypto` cannot recover keys, nor verify signatures of a given
 * digest), which is ten times as fast, from the 33rd signature on.
 */
export function recoverSecp256k1(digest: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array | null {
  if (recovered < worthLoading) {
    recovered++;
    return recoverByNoble(digest, signature, recoveryId);
  }
  recoverByLibrary ??= (require('tiny-secp256k1') as typeof import('tiny-secp256k1')).recover;
  try {
    return recoverByLibrary(digest, signature, recoveryId as 0 | 1, false);
  } catch {
    // It throws for r or s that are out of range.
    return null;
  }
}
