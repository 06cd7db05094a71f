import { createPublicKey, type KeyObject } from 'node:crypto';
import { fromHex, type Hex } from '../../bytes/index.ts';

/** A kind of public key, as Node names it, and the DER that stands before the raw key in a SubjectPublicKeyInfo (RFC 5280). */
export interface PublicKeyKind {
  readonly asymmetricKeyType:
    | 'x25519'
    | 'ec'
    | 'ed25519'
    | 'ml-kem-768'
    | 'ml-dsa-44'
    | 'ml-dsa-65'
    | 'ml-dsa-87'
    | 'slh-dsa-sha2-128s';
  readonly namedCurve?: 'P-256' | 'P-521';
  readonly spki: Hex;
}

/** Later versions of Node 24 take raw keys as they are, which is faster than a detour through DER. */
const takesRaw = (() => {
  try {
    createPublicKey({ key: Buffer.alloc(32, 9), format: 'raw-public', asymmetricKeyType: 'x25519' });
    return true;
  } catch {
    return false;
  }
})();

/** A function that loads raw public keys of one kind; it throws for what is none. */
export function createPublicKeyLoader(kind: PublicKeyKind): (bytes: Uint8Array) => KeyObject {
  const { spki, ...options } = kind;
  if (takesRaw) {
    return ({ buffer, byteOffset, length }) =>
      createPublicKey({ key: Buffer.from(buffer, byteOffset, length), format: 'raw-public', ...options });
  }
  const prefix = fromHex(spki);
  return (bytes) => createPublicKey({ key: Buffer.concat([prefix, bytes]), format: 'der', type: 'spki' });
}
