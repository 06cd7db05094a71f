import type { Address } from 'viem';
import { concatHex, getContractAddress, keccak256, stringToHex } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';

/**
 * The deterministic deployment proxy: 69 bytes of code that CREATE2 what follows a salt, at the same address on every chain
 * (EIP-7997 makes it a predeploy). Nobody owns it, and anybody can bring it to a chain that lacks it: its deployment is a
 * transaction signed by nobody's key, without a chain id, for which `deployer` has to be funded first.
 *
 * @see https://eips.ethereum.org/EIPS/eip-7997
 */
export const create2Factory = {
  address: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  code: '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3',
  deployer: '0x3fAB184622Dc19b6109349B94811493BF2a45362',
  /** In wei: 100,000 gas at 100 gwei. */
  deploymentCost: 10_000_000_000_000_000n,
  deployment:
    '0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222',
} as const;

/** The salt of every contract of this version. */
export const deploymentSalt: Hex = keccak256(stringToHex('gridseal/v1'));

/**
 * Where the factory puts a contract: the same address on every chain, whoever sends the transaction.
 *
 * @example
 * ```ts
 * create2Address(quorumRegistryBytecode); // '0x…'
 * ```
 */
export function create2Address(initCode: Hex): Address {
  return getContractAddress({
    opcode: 'CREATE2',
    from: create2Factory.address,
    salt: deploymentSalt,
    bytecode: initCode,
  });
}

/** What the factory is sent to deploy a contract. It reverts if the contract is there already. */
export function create2Data(initCode: Hex): Hex {
  return concatHex([deploymentSalt, initCode]);
}
