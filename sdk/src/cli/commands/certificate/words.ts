/** What a certificate can be about (docs/spec/certificate.md); here again so that help need not load the decoder. */
export const kinds = [
  'authority',
  'sshAuthority',
  'tlsAuthority',
  'device',
  'node',
  'party',
  'contract',
  'secc',
  'pseudonym',
  'meter',
  'binding',
  'pairing',
];

/** What a subject may do. */
export const usages = [
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
];

/** CRLReason, RFC 5280, section 5.3.1. */
export const revocationReasons: Readonly<Record<string, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
};
