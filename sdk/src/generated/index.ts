// Made from the compiled contracts by `npm run generate`: do not edit.
export { erc7913P256VerifierAbi } from './abi/erc7913P256Verifier.ts';
export { erc7913RSAVerifierAbi } from './abi/erc7913RSAVerifier.ts';
export { erc7913WebAuthnVerifierAbi } from './abi/erc7913WebAuthnVerifier.ts';
export { keyAnnouncementsAbi } from './abi/keyAnnouncements.ts';
export { quorumRegistryAbi } from './abi/quorumRegistry.ts';
export { contractAddresses, contractNeeds, deployments, runtimeCodes } from './deployments.ts';
