import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { nodeRegistryBytecode } from '../../sdk/src/generated/bytecode/nodeRegistry.ts';
import { nodeRegistryAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

/** The open one; AnchoredNodeRegistry.ts makes the module of one with anchors. */
export default buildModule('NodeRegistry', (m) => ({
  nodeRegistry: throughFactory(m, {
    name: 'NodeRegistry',
    abi: nodeRegistryAbi,
    initCode: nodeRegistryBytecode,
  }),
}));
