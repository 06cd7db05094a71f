import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { p521TableBytecode } from '../../sdk/src/generated/bytecode/p521Table.ts';
import { throughFactory } from './throughFactory.ts';

export default buildModule('P521Table', (m) => ({
  p521Table: throughFactory(m, {
    name: 'P521Table',
    abi: [],
    initCode: p521TableBytecode,
  }),
}));
