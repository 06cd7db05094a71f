export { Admin, type RevokeInput } from './admin.ts';
export type { AdminParts } from './adminContext.ts';
export type { Audience } from './audience.ts';
export {
  ApprovalsNeededError,
  type Authority,
  approvalsFrom,
  approvalsOf,
  keyAuthority,
  type QuorumAuthority,
  quorumAuthority,
} from './authority.ts';
export type { CredentialRequest } from './credentialRequest.ts';
export type { Issued, IssueInput } from './issueWork.ts';
export type { KeyMode } from './keyMode.ts';
export type { KnownDevice } from './knownDevices.ts';
export type { IssuedEntry, LedgerEntry } from './ledger.ts';
export type { Pending } from './pending.ts';
export type { PublishedService, PublishInput } from './publication.ts';
export type { SshAuthority } from './sshAuthorities.ts';
export type { NewTlsAuthority } from './tlsAuthorities.ts';
export type { TlsCredentialRequest } from './tlsCredential.ts';
