export {
  ApprovalsNeededError,
  type Audience,
  type Authority,
  approvalsFrom,
  approvalsOf,
  type IssueState,
  type KeyMode,
  keyAuthority,
  type PublishedService,
  type PublishInput,
  type QuorumAuthority,
  quorumAuthority,
} from '../../delivery/issue/index.ts';
export { Admin, type RevokeInput } from './admin.ts';
export type { AdminParts } from './adminContext.ts';
export type { CredentialRequest, TlsCredentialRequest } from './credentialRequest.ts';
export type { Issued, IssueInput } from './issueWork.ts';
export type { KnownDevice } from './knownDevices.ts';
export type { IssuedEntry, LedgerEntry } from './ledger.ts';
export type { SshAuthority } from './sshAuthorities.ts';
export type { NewTlsAuthority } from './tlsAuthorities.ts';
