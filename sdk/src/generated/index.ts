// Made from the compiled contracts by `npm run generate`: do not edit.
export { erc7913P256VerifierAbi } from './abi/erc7913P256Verifier.ts';
export { erc7913RSAVerifierAbi } from './abi/erc7913RSAVerifier.ts';
export { erc7913WebAuthnVerifierAbi } from './abi/erc7913WebAuthnVerifier.ts';
export { keyAnnouncementsAbi } from './abi/keyAnnouncements.ts';
export { nodeRegistryAbi } from './abi/nodeRegistry.ts';
export { p521Sha256VerifierAbi } from './abi/p521Sha256Verifier.ts';
export { p521VerifierAbi } from './abi/p521Verifier.ts';
export { quorumRegistryAbi } from './abi/quorumRegistry.ts';
export { slhDsaVerifierAbi } from './abi/slhDsaVerifier.ts';
export { contractAddresses, contractNeeds, deployments, runtimeCodes } from './deployments.ts';
