export { type TlsAlgorithm, tlsAlgorithms } from './algorithms.ts';
export {
  type CertifyTlsAuthorityOptions,
  type CreateTlsAuthorityOptions,
  certifyTlsAuthority,
  createTlsAuthority,
  type TlsAuthority,
} from './authority.ts';
export { type IssueTlsOptions, issueTls } from './issue.ts';
export { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
export type { TlsNameConstraints } from './nameConstraints.ts';
export type { TlsNames } from './names.ts';
export { createTlsRequest, type VerifiedTlsRequest, verifyTlsAuthorityRequest, verifyTlsRequest } from './request.ts';
export { issueTlsRevocations, type TlsRevocation } from './revocation.ts';
