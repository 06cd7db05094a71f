import type { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import type { Abi, Hex } from 'viem';
import { create2Address, create2Data, create2Factory } from '../../sdk/src/chain/create2.ts';

/** What a module is built with. */
export type IgnitionModuleBuilder = Parameters<Parameters<typeof buildModule>[1]>[0];

/**
 * Deploys a contract by CREATE2, so that it has the same address on every chain. The factory has to be there; it reverts if
 * the contract is there already (`npm run deploy` looks first, and brings the factory).
 *
 * @param contract What is deployed is the generated, committed bytecode: not what happens to be in `artifacts/`.
 */
export function throughFactory<const abi extends Abi>(
  m: IgnitionModuleBuilder,
  contract: { readonly name: string; readonly abi: abi; readonly initCode: Hex },
) {
  const { name, abi, initCode } = contract;
  const deployment = m.send('create2', create2Factory.address, 0n, create2Data(initCode));
  const links = { linkReferences: {}, deployedLinkReferences: {} };
  const code = { bytecode: initCode, deployedBytecode: '0x' };
  const artifact = { _format: 'hh3-artifact-1', contractName: name, sourceName: '', abi, ...code, ...links };
  return m.contractAt(name, artifact, create2Address(initCode), { after: [deployment] });
}
