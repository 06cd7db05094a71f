export { certificateCache } from './certificateCache.ts';
export { type CertificateSource, storedCertificates } from './certificateSource.ts';
export {
  type AuthorityTrust,
  type TrustQuestion,
  type TrustSettings,
  trustOfAuthorities,
} from './trustOfAuthorities.ts';
