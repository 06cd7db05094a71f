import { ArgumentError } from '../../errors/index.ts';
import { type TlsAlgorithm, tlsLeafAlgorithms } from './algorithmNames.ts';

interface TlsAlgorithmInfo {
  readonly key: Algorithm | EcKeyAlgorithm;
  readonly signing: Algorithm | EcdsaParams;
}

const sameName = (name: string): TlsAlgorithmInfo => ({ key: { name }, signing: { name } });

/** RFC 5480, RFC 8410, RFC 9881 (ML-DSA) and RFC 9909 (SLH-DSA): all that OpenSSL 3.5 verifies. */
export const tlsAlgorithms: Readonly<Record<TlsAlgorithm, TlsAlgorithmInfo>> = {
  'P-256': {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    signing: { name: 'ECDSA', hash: 'SHA-256' },
  },
  'P-384': {
    key: { name: 'ECDSA', namedCurve: 'P-384' },
    signing: { name: 'ECDSA', hash: 'SHA-384' },
  },
  Ed25519: sameName('Ed25519'),
  'ML-DSA-44': sameName('ML-DSA-44'),
  'ML-DSA-65': sameName('ML-DSA-65'),
  'ML-DSA-87': sameName('ML-DSA-87'),
  'SLH-DSA-SHA2-128s': sameName('SLH-DSA-SHA2-128s'),
};

/**
 * The name of a key's algorithm.
 *
 * @throws {ArgumentError} naming `field`, for RSA, other curves and everything else.
 */
export function tlsAlgorithmOf(algorithm: Algorithm | EcKeyAlgorithm, field: string): TlsAlgorithm {
  const name = 'namedCurve' in algorithm && algorithm.name === 'ECDSA' ? algorithm.namedCurve : algorithm.name;
  if (!Object.hasOwn(tlsAlgorithms, name)) {
    throw new ArgumentError(`is not a key of ${Object.keys(tlsAlgorithms).join(', ')}`, { field });
  }
  return name as TlsAlgorithm;
}

/** @throws {ArgumentError} naming `field`, for a key that no TLS connection can be made with. */
export function assertConnects(algorithm: TlsAlgorithm, field: string): void {
  if ((tlsLeafAlgorithms as readonly TlsAlgorithm[]).includes(algorithm)) return;
  throw new ArgumentError(`is a key of ${algorithm}, which TLS has no name for: it is for authorities`, { field });
}
