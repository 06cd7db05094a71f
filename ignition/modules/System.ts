import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import ERC7913P256Verifier from './ERC7913P256Verifier.ts';
import ERC7913RSAVerifier from './ERC7913RSAVerifier.ts';
import KeyAnnouncements from './KeyAnnouncements.ts';
import NodeRegistry from './NodeRegistry.ts';
import P521Sha256Verifier from './P521Sha256Verifier.ts';
import P521Table from './P521Table.ts';
import P521Verifier from './P521Verifier.ts';
import QuorumRegistry from './QuorumRegistry.ts';
import SlhDsaVerifier from './SlhDsaVerifier.ts';

/**
 * Everything that runs on every chain; ERC7913WebAuthnVerifier, which needs Cancun rules, is a module of its own.
 * KeyAnnouncements and NodeRegistry know the registry's address beforehand (CREATE2), so their order does not matter; the verifiers of P-521 look
 * at their table, and come after it.
 */
export default buildModule('System', (m) => ({
  ...m.useModule(QuorumRegistry),
  ...m.useModule(KeyAnnouncements),
  ...m.useModule(NodeRegistry),
  ...m.useModule(ERC7913P256Verifier),
  ...m.useModule(ERC7913RSAVerifier),
  ...m.useModule(P521Table),
  ...m.useModule(P521Verifier),
  ...m.useModule(P521Sha256Verifier),
  ...m.useModule(SlhDsaVerifier),
}));
