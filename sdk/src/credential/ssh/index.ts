export {
  formatKnownHosts,
  formatTrustedUserAuthorities,
  type IssueSshAuthorityOptions,
  issueSshAuthority,
} from './authority.ts';
export {
  decodeCertificate,
  formatCertificate,
  parseCertificate,
  randomSerial,
  type SshCertificate,
  type SshCertificateBody,
  type SshCertificateVerification,
  signCertificate,
  verifyCertificate,
} from './certificate.ts';
export { type CertificateOptions, type SshExtension, sshExtensions } from './certificateOptions.ts';
export { decryptPrivateKey, encryptPrivateKey, isEncryptedPrivateKey } from './encryptedPrivateKey.ts';
export { type IssueSshUserOptions, issueSshHost, issueSshUser } from './issue.ts';
export { encodeKrl, isKeyRevoked, isRevoked, type Krl, type KrlCertificates } from './krl.ts';
export { decodeKrl } from './krlDecode.ts';
export {
  ecdsaPrivateKey,
  ed25519PrivateKey,
  formatPrivateKey,
  generatePrivateKey,
  parsePrivateKey,
  type SshPrivateKey,
} from './privateKey.ts';
export { decodePublicKey, fingerprint, formatPublicKey, parsePublicKey, type SshPublicKey } from './publicKey.ts';
export { type SshSigner, sshSigner, verifySshSignature } from './signer.ts';
