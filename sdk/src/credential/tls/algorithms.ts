import { ArgumentError } from '../../errors/index.ts';

/** The keys of X.509 certificates here. ML-DSA-65 needs a runtime whose WebCrypto has it (Node 24). */
export type TlsAlgorithm = 'P-256' | 'P-384' | 'Ed25519' | 'ML-DSA-65';

interface TlsAlgorithmInfo {
  readonly key: Algorithm | EcKeyAlgorithm;
  readonly signing: Algorithm | EcdsaParams;
}

export const tlsAlgorithms: Readonly<Record<TlsAlgorithm, TlsAlgorithmInfo>> = {
  'P-256': { key: { name: 'ECDSA', namedCurve: 'P-256' }, signing: { name: 'ECDSA', hash: 'SHA-256' } },
  'P-384': { key: { name: 'ECDSA', namedCurve: 'P-384' }, signing: { name: 'ECDSA', hash: 'SHA-384' } },
  Ed25519: { key: { name: 'Ed25519' }, signing: { name: 'Ed25519' } },
  'ML-DSA-65': { key: { name: 'ML-DSA-65' }, signing: { name: 'ML-DSA-65' } },
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
