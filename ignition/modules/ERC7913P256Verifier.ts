import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { erc7913P256VerifierBytecode } from '../../sdk/src/generated/bytecode/erc7913P256Verifier.ts';
import { erc7913P256VerifierAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('ERC7913P256Verifier', (m) => ({
  erc7913P256Verifier: throughFactory(m, {
    name: 'ERC7913P256Verifier',
    abi: erc7913P256VerifierAbi,
    initCode: erc7913P256VerifierBytecode,
  }),
}));
