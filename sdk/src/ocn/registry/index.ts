export {
  type Bits,
  ModuleBits,
  type Permission,
  PermissionBits,
  permissions,
  permits,
  type RegistryModule,
  RoleBits,
  registryModules,
  registryRoles,
} from './bits.ts';
export * as ChangeFile from './changeFile.ts';
export { describeChange } from './describeChange.ts';
export { locateParty, type PartyOffsets } from './locateParty.ts';
export type {
  MessageTerms,
  PartyTerms,
  RegistryAction,
  RegistryAuthorisation,
  RegistryChange,
  RegistryDomain,
} from './messages.ts';
export * as RegistryMessage from './messages.ts';
export * as NodeDocument from './nodeDocument.ts';
export { readNodeUrl } from './nodeUrl.ts';
export * as OcpiId from './ocpiId.ts';
export { ownerOf } from './ownerOf.ts';
