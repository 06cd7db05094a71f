export * as Bundle from './bundle.ts';
export * as Certificate from './certificate.ts';
export {
  type CertificateKind,
  type CertificateUsage,
  certificateKinds,
  certificateUsages,
} from './certificateWords.ts';
export type { GraphEvent } from './evidence.ts';
export { instantToSeconds, secondsToInstant } from './instant.ts';
export type { TrustPath } from './searchState.ts';
export { type SignerVerdict, TrustGraph, type TrustGraphOptions } from './trustGraph.ts';
export type { Anchor, TrustPolicy } from './trustPolicy.ts';
export {
  type CertificateReason,
  type CertificateVerdict,
  type EndorserReason,
  type EndorserVerdict,
  explain,
} from './trustVerdict.ts';
