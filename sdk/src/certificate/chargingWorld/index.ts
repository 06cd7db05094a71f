export { publishedAnchors, quorumOfKey } from './anchors.ts';
export {
  type CoreKey,
  coreKeys,
  fundamentalQuorum,
  fundamentalQuorumOn,
  type PublishedKey,
  signerOfKey,
} from './keys.ts';
export { type ChargingRole, chargingRoles } from './roleNames.ts';
export { chargingRolePolicy } from './roles.ts';
