import { network } from 'hardhat';
import type { Abi, Address, Hex } from 'viem';
import { type Compiled, compileSolidity } from './compileSolidity.ts';

/** The rules that verifiers have to run under; the names are those of hardhat.config.ts. */
export type Rules = 'london' | 'op' | 'osaka';

/** Calls a contract on an in-process chain. */
export interface VerifierBench {
  /** Puts a contract onto the chain. */
  deploy(contract: Compiled): Promise<Address>;
  /** Calls a function that only reads. `gas` bounds what it may use; without it, the block's limit does. */
  read<T>(address: Address, abi: Abi, functionName: string, args: readonly unknown[], gas?: bigint): Promise<T>;
  /** What each call of `target` answers, and the gas that its execution takes (without the transaction's own). */
  measure(target: Address, calls: readonly Hex[]): Promise<readonly Answer[]>;
  /** What one call answers when it is given no more gas than each of `limits`. */
  starve(target: Address, call: Hex, limits: readonly number[]): Promise<readonly Answer[]>;
  /** The gas of a whole transaction that makes the call. */
  transact(target: Address, call: Hex): Promise<number>;
}

/** What came of one call. */
export interface Answer {
  readonly success: boolean;
  /** The first word of what was returned. */
  readonly word: Hex;
  readonly gas: number;
}

/** Many calls in one, so that thousands of cases take seconds. */
const meter = `pragma solidity ^0.8.27;
contract Meter {
  struct Answer { bool success; bytes32 word; uint256 gas; }
  function measure(address target, bytes[] calldata calls) external view returns (Answer[] memory answers) {
    answers = new Answer[](calls.length);
    for (uint256 i; i < calls.length; ++i) answers[i] = one(target, calls[i], gasleft());
  }
  function starve(address target, bytes calldata data, uint256[] calldata limits) external view returns (Answer[] memory answers) {
    answers = new Answer[](limits.length);
    bytes memory copy = data;
    for (uint256 i; i < limits.length; ++i) answers[i] = one(target, copy, limits[i]);
  }
  function one(address target, bytes memory data, uint256 limit) private view returns (Answer memory) {
    bool success; bytes32 word; uint256 used;
    assembly {
      mstore(0, 0)
      used := gas()
      success := staticcall(limit, target, add(data, 0x20), mload(data), 0, 0x20)
      used := sub(used, gas())
      word := mload(0)
    }
    return Answer(success, word, used);
  }
}`;

/** What measuring adds: STATICCALL to a contract that was called before, its arguments, and one GAS. */
const OVERHEAD = 100 + 30;

/** The chain records what a call does: a few at a time. */
const STARVED_AT_ONCE = 30;

let compiledMeter: Compiled | undefined;

/**
 * Starts an in-process chain for calling verifiers.
 *
 * @example
 * ```ts
 * const bench = await createVerifierBench('london');
 * const verifier = await bench.deploy(compiled);
 * const [answer] = await bench.measure(verifier, [encodeFunctionData({ abi, args })]);
 * ```
 */
export async function createVerifierBench(rules: Rules = 'london'): Promise<VerifierBench> {
  // More gas than a chain would give: a call measures many.
  const { viem } = await network.create({
    network: rules,
    override: { blockGasLimit: 2_000_000_000, ...(rules === 'osaka' ? { transactionGasCap: false } : {}) },
  });
  const client = await viem.getPublicClient();
  const [wallet] = await viem.getWalletClients();
  if (wallet === undefined) throw new Error('The network has no account.');
  const account = wallet;
  compiledMeter ??= compileSolidity('Meter', meter);
  const { abi } = compiledMeter;

  async function deploy({ abi, bytecode }: Compiled): Promise<Address> {
    const hash = await account.deployContract({ abi, bytecode });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error('The contract was not deployed.');
    return contractAddress;
  }

  const meterAddress = await deploy(compiledMeter);

  async function read<T>(address: Address, abi: Abi, functionName: string, args: readonly unknown[], gas?: bigint) {
    return (await client.readContract({
      address,
      abi,
      functionName,
      args,
      ...(gas === undefined ? {} : { gas }),
    })) as T;
  }

  async function answersOf(functionName: string, args: readonly unknown[]): Promise<readonly Answer[]> {
    const answers = await read<readonly (Answer & { gas: bigint })[]>(meterAddress, abi, functionName, args);
    return answers.map((answer) => ({ ...answer, gas: Number(answer.gas) - OVERHEAD }));
  }

  /** The first call is made twice: by then, the contract is warm. */
  async function measure(target: Address, calls: readonly Hex[]): Promise<readonly Answer[]> {
    return (await answersOf('measure', [target, [...calls.slice(0, 1), ...calls]])).slice(1);
  }

  async function starve(target: Address, call: Hex, limits: readonly number[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (let done = 0; done < limits.length; done += STARVED_AT_ONCE) {
      const some = limits.slice(done, done + STARVED_AT_ONCE).map(BigInt);
      answers.push(...(await answersOf('starve', [target, call, some])));
    }
    return answers;
  }

  async function transact(to: Address, data: Hex): Promise<number> {
    const hash = await account.sendTransaction({ to, data });
    const { status, gasUsed } = await client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`The transaction ${hash} was reverted.`);
    return Number(gasUsed);
  }

  return { deploy, read, measure, starve, transact };
}
