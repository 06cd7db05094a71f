// Lists alone: help shows them without loading a decoder.

/** What a certificate can be about. */
export const certificateKinds = [
  'authority',
  'sshAuthority',
  'tlsAuthority',
  'tlsLeaves',
  'device',
  'node',
  'party',
  'contract',
  'secc',
  'pseudonym',
  'meter',
  'binding',
  'pairing',
] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** What the subject may do with its keys. */
export const certificateUsages = [
  'claimKeys',
  'encryptData',
  'issueKeys',
  'revokeCertificates',
  'signCertificates',
  'signData',
  'sshHostAuthority',
  'sshUserAuthority',
  'tlsAuthority',
  'tlsClient',
  'tlsServer',
] as const;
export type CertificateUsage = (typeof certificateUsages)[number];
