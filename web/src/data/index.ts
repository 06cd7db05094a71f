export type { ContentOptions, DataClient } from './client/dataClient.ts';
export { DataProvider } from './DataProvider.tsx';
export { type DataStart, startData } from './dataStart.ts';
export {
  useAnnouncement,
  useAnnouncements,
  useApprovals,
  useAssessment,
  useBlockTimes,
  useCertificate,
  useCertificates,
  useChain,
  useChainTime,
  useClaims,
  useContent,
  useDataClient,
  useEvents,
  useFleetSlots,
  useGraph,
  useIndex,
  useNetwork,
  useNetworks,
  useProposal,
  useProposals,
  useQuorum,
  useQuorums,
  useReplacements,
  useSettings,
  useSignerVerdict,
  useStore,
  useVerdict,
} from './hooks.ts';
export type {
  AnnouncementDetail,
  AnnouncementFilter,
  AnnouncementRecord,
  ClaimFilter,
} from './model/announcements.ts';
export type {
  CertificateFilter,
  CertificateOrder,
  CertificateRecord,
  CertificateRow,
  ContentState,
  Revocation,
  Statement,
} from './model/certificates.ts';
export type { EventFilter, Mention, Page, Window } from './model/events.ts';
export type { FleetAnswer, FleetClaim, FleetQuestion, FleetScope, FleetSlot } from './model/fleet.ts';
export { isLate } from './model/late.ts';
export type {
  ProposalFilter,
  ProposalRecord,
  ProposalState,
  ProposedBy,
  RecordedApproval,
} from './model/proposals.ts';
export type { QuorumFilter, QuorumRecord, QuorumVersion } from './model/quorums.ts';
export type { Reach } from './model/reach.ts';
export { type Standing, standingOf } from './model/standing.ts';
export type { BlockMark, IndexStatus } from './model/status.ts';
export type { GraphOptions, PolicyInput, Supposition, VerdictOptions } from './model/trust.ts';
export type { Network } from './network.ts';
export { checkUrl, decodeNetwork } from './networkJson.ts';
export { DataError, type Problem, toProblem } from './problem.ts';
export {
  type OpenRegistry,
  OpenRegistryContext,
  type RegistryChoice,
  useRegistry,
  useRegistryChoice,
  useRegistryHistory,
  useRegistryReader,
} from './registry/hooks.ts';
export type {
  AgreementRecord,
  NodeRecord,
  PartyRecord,
  RegistryClient,
  RegistryHistory,
  RegistryView,
  ServiceRecord,
} from './registry/model.ts';
export type { Endpoints, Settings, TrustSettings } from './settings.ts';
export { type Reaching, useTrustPolicy } from './useReach.ts';
export { type ListName, type Rows, useRows } from './useRows.ts';
