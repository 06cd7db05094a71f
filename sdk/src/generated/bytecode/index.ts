// Made from the compiled contracts by `npm run generate`: do not edit.
export { erc7913P256VerifierBytecode } from './erc7913P256Verifier.ts';
export { erc7913RSAVerifierBytecode } from './erc7913RSAVerifier.ts';
export { erc7913WebAuthnVerifierBytecode } from './erc7913WebAuthnVerifier.ts';
export { keyAnnouncementsBytecode } from './keyAnnouncements.ts';
export { nodeRegistryBytecode } from './nodeRegistry.ts';
export { p521Sha256VerifierBytecode } from './p521Sha256Verifier.ts';
export { p521TableBytecode } from './p521Table.ts';
export { p521VerifierBytecode } from './p521Verifier.ts';
export { quorumRegistryBytecode } from './quorumRegistry.ts';
export { slhDsaVerifierBytecode } from './slhDsaVerifier.ts';
