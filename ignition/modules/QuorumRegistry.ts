import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { quorumRegistryBytecode } from '../../sdk/src/generated/bytecode/quorumRegistry.ts';
import { quorumRegistryAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('QuorumRegistry', (m) => ({
  quorumRegistry: throughFactory(m, {
    name: 'QuorumRegistry',
    abi: quorumRegistryAbi,
    initCode: quorumRegistryBytecode,
  }),
}));
