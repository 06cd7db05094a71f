// Lists alone: help shows them without loading a decoder.

const base = 'https://open.charging.cloud/context';

/** The contexts of certificates: the one of everything that was published, and the one of the original's library. */
export const occContexts = [`${base}/pkiCertificate`, `${base}/evCertificate`] as const;

/** What stands first in the bytes that a signature's id is made of. */
export const signatureContext = `${base}/certificates/eccSignature`;

/** What the subject may do; in JSON the `@id` of a usage is {@link usagePrefix} and one of these. */
export const occUsages = [
  'signData',
  'encryptData',
  'signCertificates',
  'revokeCertificates',
  'tlsServer',
  'tlsClient',
  'eMailSignature',
  'eMailEncryption',
] as const;
export type OccUsageName = (typeof occUsages)[number];

export const usagePrefix = `${base}/certificates/usages/`;

export const base64Encoding = `${base}/certificates/encoding/base64`;

/** The `algorithm` of a public key, and what it is here. */
export const occAlgorithms = {
  [`${base}/certificates/algorithm/secp521r1`]: { algorithm: 'P-521', size: 66 },
  [`${base}/certificates/algorithm/secp256r1`]: { algorithm: 'P-256', size: 32 },
} as const satisfies Record<string, { algorithm: 'P-521' | 'P-256'; size: number }>;
