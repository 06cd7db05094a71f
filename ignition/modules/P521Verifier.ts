import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { p521VerifierBytecode } from '../../sdk/src/generated/bytecode/p521Verifier.ts';
import { p521VerifierAbi } from '../../sdk/src/generated/index.ts';
import P521Table from './P521Table.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('P521Verifier', (m) => ({
  p521Verifier: throughFactory(m, {
    name: 'P521Verifier',
    abi: p521VerifierAbi,
    initCode: p521VerifierBytecode,
    after: [P521Table],
  }),
}));
