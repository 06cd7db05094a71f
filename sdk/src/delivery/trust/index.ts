export { certificateCache } from './certificateCache.ts';
export { type CertificateSource, storedCertificates } from './certificateSource.ts';
export {
  type AuthorityTrust,
  askedGraph,
  type TrustQuestion,
  type TrustSettings,
  trustOfAuthorities,
} from './trustOfAuthorities.ts';
