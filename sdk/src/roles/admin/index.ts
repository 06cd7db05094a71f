export { Admin, type AdminParts, type Audience, type Issued, type IssueInput } from './admin.ts';
export {
  ApprovalsNeededError,
  type Authority,
  approvalsOf,
  keyAuthority,
  type QuorumAuthority,
  quorumAuthority,
} from './authority.ts';
export type { CredentialRequest, KeyMode } from './credentialRequest.ts';
export type { KnownDevice } from './knownDevices.ts';
export type { IssuedEntry, LedgerEntry } from './ledger.ts';
export type { Pending } from './pending.ts';
export type { SshAuthority } from './sshAuthorities.ts';
