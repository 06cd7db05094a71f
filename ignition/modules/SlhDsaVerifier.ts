import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { slhDsaVerifierBytecode } from '../../sdk/src/generated/bytecode/slhDsaVerifier.ts';
import { slhDsaVerifierAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('SlhDsaVerifier', (m) => ({
  slhDsaVerifier: throughFactory(m, {
    name: 'SlhDsaVerifier',
    abi: slhDsaVerifierAbi,
    initCode: slhDsaVerifierBytecode,
  }),
}));
