import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { p521Sha256VerifierBytecode } from '../../sdk/src/generated/bytecode/p521Sha256Verifier.ts';
import { p521Sha256VerifierAbi } from '../../sdk/src/generated/index.ts';
import P521Table from './P521Table.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('P521Sha256Verifier', (m) => ({
  p521Sha256Verifier: throughFactory(m, {
    name: 'P521Sha256Verifier',
    abi: p521Sha256VerifierAbi,
    initCode: p521Sha256VerifierBytecode,
    after: [P521Table],
  }),
}));
