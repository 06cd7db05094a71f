// Made from the compiled contracts by `npm run generate`: do not edit.
export { erc7913P256VerifierAbi } from './abi/erc7913P256Verifier.ts';
export { keyAnnouncementsAbi } from './abi/keyAnnouncements.ts';
export { quorumRegistryAbi } from './abi/quorumRegistry.ts';
export { contractAddresses, deployments, runtimeCodes } from './deployments.ts';
