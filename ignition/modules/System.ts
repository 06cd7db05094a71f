import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import ERC7913P256Verifier from './ERC7913P256Verifier.ts';
import ERC7913RSAVerifier from './ERC7913RSAVerifier.ts';
import KeyAnnouncements from './KeyAnnouncements.ts';
import QuorumRegistry from './QuorumRegistry.ts';

/**
 * Everything that runs on every chain; ERC7913WebAuthnVerifier, which needs Cancun rules, is a module of its own.
 * KeyAnnouncements knows the registry's address beforehand (CREATE2), so their order does not matter.
 */
export default buildModule('System', (m) => ({
  ...m.useModule(QuorumRegistry),
  ...m.useModule(KeyAnnouncements),
  ...m.useModule(ERC7913P256Verifier),
  ...m.useModule(ERC7913RSAVerifier),
}));
