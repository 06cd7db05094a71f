export {
  decodePublicKeys,
  encodePublicKeys,
  type PublicKeyDirectory,
  type ServiceEntry,
  type ServiceKey,
} from './directory.ts';
export { issuePublicKeys } from './issue.ts';
export { currentKeys, type PublicKeyAnnouncement, verifyPublicKeys } from './verify.ts';
