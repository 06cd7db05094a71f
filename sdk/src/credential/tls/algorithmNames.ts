// Lists alone: help shows them without loading a library.

/** The keys that TLS connections can be made with (RFC 8446; ML-DSA by draft-ietf-tls-mldsa). */
export const tlsLeafAlgorithms = ['P-256', 'P-384', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const;
/** The keys of X.509 certificates here. SLH-DSA is for authorities: TLS itself has no name for it. */
export const tlsAuthorityAlgorithms = [...tlsLeafAlgorithms, 'SLH-DSA-SHA2-128s'] as const;

export type TlsAlgorithm = (typeof tlsAuthorityAlgorithms)[number];
export type TlsLeafAlgorithm = (typeof tlsLeafAlgorithms)[number];
