import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Abi, Hex } from 'viem';
import { inProject } from '../../scripts/lib/paths.ts';

/** What solc's JavaScript build offers. */
interface Compiler {
  compile(input: string, callbacks: { import: (file: string) => { contents: string } | { error: string } }): string;
}

/** A contract that was compiled for a test. */
export interface Compiled {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { object: string } } }>>
    >
  >;
}

/** As in hardhat.config.ts. */
const settings = {
  evmVersion: 'london',
  viaIR: true,
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

/**
 * Compiles a contract that only a test needs, such as a harness around a library, with the settings of all contracts.
 * It imports from `contracts/…` and `@openzeppelin/…`.
 *
 * @example
 * ```ts
 * compileSolidity('Harness', 'pragma solidity ^0.8.27; contract Harness { … }');
 * ```
 */
export function compileSolidity(name: string, source: string): Compiled {
  const compiler = createRequire(import.meta.url)('solc') as Compiler;
  const input = { language: 'Solidity', sources: { 'Test.sol': { content: source } }, settings };
  const output = JSON.parse(compiler.compile(JSON.stringify(input), { import: readImport })) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const contract = output.contracts['Test.sol']?.[name];
  if (contract === undefined) throw new Error(`The source has no contract ${name}.`);
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
}

function readImport(file: string): { contents: string } | { error: string } {
  const path = file.startsWith('@') ? inProject('node_modules', file) : inProject(file);
  try {
    return { contents: readFileSync(path, 'utf8') };
  } catch {
    return { error: `${file} cannot be read` };
  }
}
