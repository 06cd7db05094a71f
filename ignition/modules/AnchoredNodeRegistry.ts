import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { type AnchorTerms, anchoredInitCode, contractAddresses } from '../../sdk/src/chain/index.ts';
import { nodeRegistryBytecode } from '../../sdk/src/generated/bytecode/nodeRegistry.ts';
import { nodeRegistryAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

/**
 * The module of a node registry with anchors. They decide its address, so they are chosen when the module is built: Ignition's own
 * parameters come too late for that.
 *
 * @example `await connection.ignition.deploy(anchoredNodeRegistry({ anchors, needed: 2 }));`
 */
export function anchoredNodeRegistry(terms: AnchorTerms) {
  const initCode = anchoredInitCode(nodeRegistryBytecode, contractAddresses.quorumRegistry, terms);
  return buildModule('AnchoredNodeRegistry', (m) => ({
    nodeRegistry: throughFactory(m, { name: 'NodeRegistry', abi: nodeRegistryAbi, initCode }),
  }));
}
