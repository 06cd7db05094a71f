export { announceIssue, announcementIn, renewIssue, sealIssue, signIssue, targetOf } from './advanceIssue.ts';
export { type Announcer, announcementBy, messageLifetime, type Withdrawal, withdrawalBy } from './announcing.ts';
export { type Audience, audienceOf } from './audience.ts';
export {
  ApprovalsNeededError,
  type Authority,
  approvalsFrom,
  approvalsOf,
  keyAuthority,
  type QuorumAuthority,
  quorumAuthority,
} from './authority.ts';
export { beginIssue, type IssuePlan, type StepOptions } from './beginIssue.ts';
export { type CredentialRequest, makeCredential } from './credentialRequest.ts';
export { type EnrolledDevice, enrolledDevice } from './enrolledDevice.ts';
export { IssueState } from './issueState.ts';
export type { KeyMode } from './keyMode.ts';
export { type ClaimLookup, type Refreshed, withClaim, withLatestClaims } from './latestClaims.ts';
export { Publication, type PublishedService, type PublishInput } from './publication.ts';
export type { TlsCredentialRequest } from './tlsCredential.ts';
