import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Hex, hexToBytes, keccak256 } from 'viem';
import { create2Address } from '../../sdk/src/chain/create2.ts';
import type { ExportedContract } from './contracts.ts';
import { filesIn } from './files.ts';
import { inProject } from './paths.ts';

/** What is compiled of one contract. */
export interface CompiledContract extends ExportedContract {
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
  /** By the id of the variable in the source. */
  readonly immutableReferences: Readonly<
    Record<string, readonly { readonly start: number; readonly length: number }[]>
  >;
}

/** The text of `deployments.ts`: where the contracts are on every chain, where they are recorded, and what code they have. */
export function generatedDeployments(contracts: readonly CompiledContract[]): string {
  const addresses = Object.fromEntries(contracts.map(({ key, bytecode }) => [key, create2Address(bytecode)]));
  const codes = Object.fromEntries(contracts.map((contract) => [contract.key, runtimeOf(contract)]));
  const needs = contracts.map(({ key, rules = 'london', constructorKeys = [] }) => {
    return [key, { rules, after: constructorKeys }];
  });
  return [
    '/** Where CREATE2 puts the contracts: the same on every chain. */',
    `export const contractAddresses = ${json(addresses)} as const;\n`,
    '/** The code that stands there, for checking: size, keccak256 with the immutables zeroed, and where these are. */',
    `export const runtimeCodes = ${json(codes)} as const;\n`,
    '/** What a chain has to offer each of them: the oldest rules that it runs under, and the contracts that are there before it. */',
    `export const contractNeeds = ${json(Object.fromEntries(needs))} as const;\n`,
    '/** Recorded deployments by chain id (deployments/<chain id>.json). */',
    `export const deployments = ${json(recorded())} as const;\n`,
  ].join('\n');
}

function runtimeOf({ deployedBytecode, immutableReferences }: CompiledContract) {
  const immutables = Object.values(immutableReferences)
    .flat()
    .map(({ start, length }) => [start, length] as const)
    .sort(([a], [b]) => a - b);
  const code = hexToBytes(deployedBytecode);
  for (const [start, length] of immutables) code.fill(0, start, start + length);
  return { size: code.length, hash: keccak256(code), immutables };
}

/** The first block is what a reader of events starts from. */
function recorded(): Record<string, unknown> {
  const files = filesIn('deployments', (file) => /^deployments\/\d+\.json$/.test(file));
  return Object.fromEntries(
    files.map((file) => {
      const { network, firstBlock, contracts } = JSON.parse(readFileSync(inProject(file), 'utf8'));
      const addresses = Object.fromEntries(
        Object.entries(contracts as Record<string, { address: string }>).map(([key, { address }]) => [key, address]),
      );
      return [path.basename(file, '.json'), { network, firstBlock, addresses }];
    }),
  );
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
