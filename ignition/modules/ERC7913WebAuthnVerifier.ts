import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { erc7913WebAuthnVerifierBytecode } from '../../sdk/src/generated/bytecode/erc7913WebAuthnVerifier.ts';
import { erc7913WebAuthnVerifierAbi } from '../../sdk/src/generated/index.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('ERC7913WebAuthnVerifier', (m) => ({
  erc7913WebAuthnVerifier: throughFactory(m, {
    name: 'ERC7913WebAuthnVerifier',
    abi: erc7913WebAuthnVerifierAbi,
    initCode: erc7913WebAuthnVerifierBytecode,
  }),
}));
