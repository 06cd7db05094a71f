import { decodePem, derTags, encodeDer, encodePem, readDer } from '../bytes/index.ts';
import { normalizePublicKey, type SignatureAlgorithm } from '../crypto/index.ts';
import { BaseError, DecodeError } from '../errors/index.ts';
import { encodeKeyIdentifier, keyAlgorithmOf } from './keyIdentifiers.ts';

/** A public key that verifies signatures. */
export interface SignaturePublicKey {
  readonly algorithm: SignatureAlgorithm;
  /** Raw, in the form that `normalizePublicKey` gives. */
  readonly publicKey: Uint8Array;
}

const LABEL = 'PUBLIC KEY';
const noUnusedBits = Uint8Array.of(0);

function encode({ algorithm, publicKey }: SignaturePublicKey): string {
  const key = encodeDer(derTags.bitString, noUnusedBits, normalizePublicKey(algorithm, publicKey));
  return encodePem(LABEL, encodeDer(derTags.sequence, encodeKeyIdentifier(algorithm), key));
}

function decode(pem: string, field = 'publicKey'): SignaturePublicKey {
  const { bytes } = decodePem(pem, [LABEL], field);
  const whole = readDer(bytes, field);
  const info = whole.enter(derTags.sequence, 'SubjectPublicKeyInfo');
  whole.end();
  const algorithm = keyAlgorithmOf(info.read(derTags.sequence, 'AlgorithmIdentifier'), field);
  const raw = info.bits('key');
  info.end();
  try {
    return { algorithm, publicKey: normalizePublicKey(algorithm, raw) };
  } catch (error) {
    if (error instanceof BaseError) throw new DecodeError(error.shortMessage, { field });
    throw error;
  }
}

/**
 * Public keys as SubjectPublicKeyInfo in PEM (RFC 5280, section 4.1.2.7; RFC 5480, 8410, 9881, 9909), which OpenSSL reads and writes.
 *
 * - `encode` writes one; EC points of P-256 and P-521 uncompressed, of secp256k1 compressed.
 * - `decode` reads one, and checks that it is a key. It throws {DecodeError} with the offset.
 *
 * @example
 * ```ts
 * const { algorithm, publicKey } = PublicKeyPem.decode(await readFile('key.pub.pem', 'utf8'));
 * ```
 */
export const PublicKeyPem = { encode, decode } as const;
