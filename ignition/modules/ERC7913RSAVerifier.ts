import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { erc7913RSAVerifierBytecode } from '../../sdk/src/generated/bytecode/erc7913RSAVerifier.ts';
import { erc7913RSAVerifierAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('ERC7913RSAVerifier', (m) => ({
  erc7913RSAVerifier: throughFactory(m, {
    name: 'ERC7913RSAVerifier',
    abi: erc7913RSAVerifierAbi,
    initCode: erc7913RSAVerifierBytecode,
  }),
}));
