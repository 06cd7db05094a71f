import { hash, randomBytes } from 'node:crypto';
import type { PrimitivesProvider } from './cryptoProvider.ts';
import { openAes256Gcm, sealAes256Gcm } from './nodeAead.ts';
import { recoverSecp256k1 } from './nodeSecp256k1.ts';

/** What of `node:crypto`'s primitives most code needs. */
export const primitives: PrimitivesProvider = {
  name: 'node',
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
  sealAes256Gcm,
  openAes256Gcm,
  recoverSecp256k1,
};
