export * as MessageInspector from './inspect.ts';
export * as NodeMessage from './nodeMessage.ts';
export { ReplayMemory } from './replayMemory.ts';
export * as SignatureV1 from './signatureV1.ts';
export * as SignatureV2 from './signatureV2.ts';
export { acceptedVersion, type VersionRules, versionFor } from './version.ts';
