// Made from the compiled contracts by `npm run generate`: do not edit.
import { erc7913P256VerifierBytecode } from './erc7913P256Verifier.ts';
import { erc7913RSAVerifierBytecode } from './erc7913RSAVerifier.ts';
import { erc7913WebAuthnVerifierBytecode } from './erc7913WebAuthnVerifier.ts';
import { keyAnnouncementsBytecode } from './keyAnnouncements.ts';
import { nodeRegistryBytecode } from './nodeRegistry.ts';
import { p521Sha256VerifierBytecode } from './p521Sha256Verifier.ts';
import { p521TableBytecode } from './p521Table.ts';
import { p521VerifierBytecode } from './p521Verifier.ts';
import { quorumRegistryBytecode } from './quorumRegistry.ts';
import { slhDsaVerifierBytecode } from './slhDsaVerifier.ts';

/** All of them, by what the SDK calls their addresses. */
export const initCodes = {
  quorumRegistry: quorumRegistryBytecode,
  keyAnnouncements: keyAnnouncementsBytecode,
  nodeRegistry: nodeRegistryBytecode,
  p256Verifier: erc7913P256VerifierBytecode,
  rsaVerifier: erc7913RSAVerifierBytecode,
  webAuthnVerifier: erc7913WebAuthnVerifierBytecode,
  p521Table: p521TableBytecode,
  p521Verifier: p521VerifierBytecode,
  p521Sha256Verifier: p521Sha256VerifierBytecode,
  slhDsaVerifier: slhDsaVerifierBytecode,
} as const;
