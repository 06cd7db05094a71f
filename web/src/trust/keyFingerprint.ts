import { fromBase64url, type Hex } from '@gridseal/sdk/bytes';
import { sha256Hex } from '@gridseal/sdk/crypto';

/** The first 16 bytes of a key's SHA-256: enough to compare by eye, and what the command line shows. */
export function keyFingerprint(publicKey: string): Hex {
  return sha256Hex(fromBase64url(publicKey)).slice(0, 34) as Hex;
}
