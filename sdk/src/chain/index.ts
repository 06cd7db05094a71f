export { contractAddresses } from '../generated/index.ts';
export { absentVerifiers } from './absentVerifiers.ts';
export {
  type ClaimSlot,
  claimCall,
  claimOf,
  latestCall,
  latestOf,
  type Pair,
  type Slot,
} from './announcementReads.ts';
export { type AnnouncementTerms, packTerms, unpackTerms } from './announcementTerms.ts';
export {
  type AnnounceInput,
  type Authorisation,
  announce,
  announceFor,
  announcementOf,
  type ClaimInput,
  claim,
  claimMany,
  relayOf,
  type WithdrawInput,
  withdraw,
  withdrawalOf,
  withdrawFor,
} from './announcementWrites.ts';
export type { Block } from './block.ts';
export { blocksOf } from './blocksOf.ts';
export { type ViewCall, viewCall } from './call.ts';
export { type Chain, type ChainAddresses, type ChainOptions, createChain, type DeployedAddresses } from './chain.ts';
export {
  DisagreementError,
  type EndpointReport,
  ReorganisationError,
  RpcResponseError,
  TransactionError,
  UnreachableError,
} from './chainErrors.ts';
export { type ChainEvent, type EventBody, type EventPosition, toChainEvent } from './chainEvent.ts';
export { type ChainRules, cancunProbe, rulesOf, runsUnder, saysCancun } from './chainRules.ts';
export {
  AlreadyDoneError,
  BelowThresholdError,
  ContractError,
  ExpiredError,
  IdTakenError,
  InvalidApprovalError,
  InvalidEpochError,
  RejectedCertificateError,
  RejectedChangeError,
  RejectedQuorumError,
  StaleSequenceError,
  StaleVersionError,
  UnknownEntryError,
  UnknownQuorumError,
} from './contractError.ts';
export { toContractError } from './contractErrors.ts';
export { create2Address, create2Data, create2Factory, deploymentSalt } from './create2.ts';
export type { Checkpoint, CursorState, CursorStore } from './cursorState.ts';
export { type Deployed, deployContracts } from './deployContracts.ts';
export { type CursorBatch, type CursorOptions, createEventCursor, type EventCursor } from './eventCursor.ts';
export { type EventType, eventTopics } from './eventTopics.ts';
export { type ClaimEvent, findClaim } from './findClaim.ts';
export { type Announcement, findLatest, findLatestOfMany, historyOf, type Latest } from './findLatest.ts';
export { toGraphEvents } from './graphEvent.ts';
export type { Log } from './log.ts';
export { createLogCursor, type LogBatch, type LogCursor, type LogCursorOptions } from './logCursor.ts';
export { isInPlace, sequenceOf } from './nodes/changeState.ts';
export {
  type ChainNodeDirectory,
  createNodeDirectory,
  type NodeDirectoryOptions,
} from './nodes/createNodeDirectory.ts';
export {
  type AnchorTerms,
  anchoredInitCode,
  type DeployedNodeRegistry,
  deployNodeRegistry,
  nodeRegistryInitCode,
} from './nodes/deployNodeRegistry.ts';
export type {
  AgreementState,
  ListedNode,
  NodeRecord,
  PartyRecord,
  PartyState,
  ServiceRecord,
} from './nodes/nodeCalls.ts';
export type {
  DirectoryChange,
  DirectoryNode,
  DirectoryParty,
  DirectoryService,
  NodeDirectory,
} from './nodes/nodeDirectory.ts';
export { type NodeEvent, type NodeEventBody, type NodeEventType, nodeTopics, toNodeEvent } from './nodes/nodeEvents.ts';
export {
  agreementOf,
  agreementsOf,
  anchorsOf,
  holderOf,
  nodeOf,
  nodesOf,
  type PartyDetails,
  partiesOf,
  partyDetailsOf,
  partyOf,
  serviceOf,
  servicesOf,
} from './nodes/nodeReads.ts';
export { networkOf, nodeRegistryOf } from './nodes/nodeRegistryOf.ts';
export {
  authoriseChange,
  changeCall,
  changeRegistry,
  type NodeChange,
  relayChange,
  relayedChange,
  signedChange,
} from './nodes/nodeWrites.ts';
export type { PageOptions } from './nodes/readAt.ts';
export {
  type CertificateStatus,
  checkPath,
  hasApproved,
  quorumCall,
  quorumOf,
  type ReadOptions,
  statusCall,
  statusOf,
} from './quorumReads.ts';
export {
  approve,
  createQuorum,
  type EndorseInput,
  endorse,
  propose,
  type RotateInput,
  revoke,
  rotate,
} from './quorumWrites.ts';
export { type Receipt, waitForReceipt } from './receipt.ts';
export { type RecordedDeployment, recordedDeployment } from './recordedDeployment.ts';
export { isExpectedCode } from './runtimeCode.ts';
export { send, sendRaw, simulate, type Transaction, type WriteOptions } from './send.ts';
export { chainTime, type Snapshot, snapshot } from './snapshot.ts';
export { verifiersOf } from './verifiersOf.ts';
export { verifySigner } from './verifySigner.ts';
export { contractCall, type OnceOnly, type Outcome, sendOnce } from './write.ts';
