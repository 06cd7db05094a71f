export * as Bundle from './bundle.ts';
export * as Certificate from './certificate.ts';
export {
  type CertificateKind,
  type CertificateUsage,
  certificateKinds,
  certificateUsages,
} from './certificateWords.ts';
export * as ChargingWorld from './chargingWorld/index.ts';
export type { GraphEvent } from './evidence.ts';
export { toDot } from './graphDot.ts';
export { toMermaid } from './graphMermaid.ts';
export type { GraphEdge, GraphNode, GraphState, GraphView, GraphViewOptions } from './graphView.ts';
export { instantToSeconds, secondsToInstant } from './instant.ts';
export { type Role, type RolePolicy, rolePolicyFromJson } from './rolePolicy.ts';
export type { TrustPath } from './searchState.ts';
export { scriptsOf } from './subjectName.ts';
export { type SignerVerdict, TrustGraph, type TrustGraphOptions } from './trustGraph.ts';
export type { Anchor, TrustPolicy } from './trustPolicy.ts';
export {
  type CertificateReason,
  type CertificateVerdict,
  type EndorserReason,
  type EndorserVerdict,
  explain,
  type RoleVerdict,
} from './trustVerdict.ts';
export type { WeighedPath, Weight } from './trustWeight.ts';
