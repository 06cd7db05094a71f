import type { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import type { Abi, Hex } from 'viem';
import { create2Address, create2Data, create2Factory } from '../../sdk/src/chain/create2.ts';

/** A module, whatever its results are. */
export type IgnitionModule = ReturnType<typeof buildModule>;

/** What a module is built with. */
export type IgnitionModuleBuilder = Parameters<Parameters<typeof buildModule>[1]>[0];

/** What is deployed. */
export interface Create2Contract<abi extends Abi> {
  readonly name: string;
  readonly abi: abi;
  /** The generated, committed bytecode: not what happens to be in `artifacts/`. */
  readonly initCode: Hex;
  /** Modules whose contracts the constructor looks at. */
  readonly after?: readonly IgnitionModule[];
}

/**
 * Deploys a contract by CREATE2, so that it has the same address on every chain. The factory has to be there; it reverts if
 * the contract is there already (`npm run deploy` looks first, and brings the factory).
 */
export function throughFactory<const abi extends Abi>(m: IgnitionModuleBuilder, contract: Create2Contract<abi>) {
  const { name, abi, initCode, after = [] } = contract;
  const deployment = m.send('create2', create2Factory.address, 0n, create2Data(initCode), { after: [...after] });
  const links = { linkReferences: {}, deployedLinkReferences: {} };
  const code = { bytecode: initCode, deployedBytecode: '0x' };
  const artifact = { _format: 'hh3-artifact-1', contractName: name, sourceName: '', abi, ...code, ...links };
  return m.contractAt(name, artifact, create2Address(initCode), { after: [deployment] });
}
