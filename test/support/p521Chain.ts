import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { network } from 'hardhat';
import { concat, encodeAbiParameters, encodeFunctionData, type Hex, pad, parseAbi, toHex } from 'viem';
import { laidOut } from '../../hardhat.config.ts';
import { inProject } from '../../scripts/lib/paths.ts';
import { tableCode } from '../../scripts/verifiers/p521/table.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { p521VerifierAbi } from '../../sdk/src/generated/index.ts';

const harnessAbi = parseAbi([
  'function check(bytes key, bytes32 high, bytes32 low, bytes signature) view returns (bool)',
]);
const VALID = pad('0x024ad318', { dir: 'right', size: 32 });
const INVALID = pad('0xffffffff', { dir: 'right', size: 32 });

export type Variant = 'SHA-512' | 'SHA-256';
export type Rules = 'osaka' | 'prague' | 'london';

/** What a call did: what it answered, or null if it was reverted. */
export type Answer = boolean | null;

/** A new in-process chain with the verifiers of P-521 and their table. */
export async function startP521Chain(rules: Rules = 'osaka') {
  const connection = await network.create(rules);
  const { provider } = connection;
  const [from] = (await provider.request({ method: 'eth_accounts' })) as [Hex];

  async function send(data: Hex, to?: Hex) {
    const transaction = { from, data, gas: toHex(15_000_000), ...(to && { to }) };
    const hash = await provider.request({ method: 'eth_sendTransaction', params: [transaction] });
    return (await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] })) as {
      contractAddress: Hex;
      gasUsed: Hex;
      status: Hex;
    };
  }

  async function deploy(initCode: Hex): Promise<Hex> {
    const { contractAddress, status } = await send(initCode);
    if (status !== '0x1') throw new Error('the contract was not created');
    return contractAddress;
  }

  async function call(to: Hex, data: Hex, gas: number): Promise<Hex | null> {
    try {
      return (await provider.request({
        method: 'eth_call',
        params: [{ from, to, data, gas: toHex(gas) }, 'latest'],
      })) as Hex;
    } catch {
      return null;
    }
  }

  const table = await deploy(dataContract(tableCode()));
  const verifiers: Readonly<Record<Variant, Hex>> = {
    'SHA-512': await deploy(withTable(initCodes.p521Verifier, table)),
    'SHA-256': await deploy(withTable(initCodes.p521Sha256Verifier, table)),
  };
  let harness: Promise<Hex> | undefined;

  return {
    deploy,
    send,
    table,
    verifiers,
    close: () => connection.close(),

    /** What the verifier says; null if it reverted. */
    async verify(variant: Variant, key: Hex, digest: Hex, signature: Hex, gas = 15_000_000): Promise<Answer> {
      const answer = await call(verifiers[variant], verifyCall(key, digest, signature), gas);
      if (answer === VALID) return true;
      if (answer === INVALID) return false;
      if (answer === null) return null;
      throw new Error(`The verifier answered ${answer}.`);
    },

    /** What it says of a digest of 64 bytes that nobody hashes any more. */
    async check(key: Hex, digest: Hex, signature: Hex): Promise<Answer> {
      harness ??= deploy(withTable(concat([harnessCode(), pad('0x')]), table));
      const args = [key, `0x${digest.slice(2, 66)}`, `0x${digest.slice(66)}`, signature] as const;
      const answer = await call(await harness, encodeFunctionData({ abi: harnessAbi, args }), 15_000_000);
      return answer === null ? null : BigInt(answer) === 1n;
    },
  };
}

export type P521Chain = Awaited<ReturnType<typeof startP521Chain>>;

export function verifyCall(key: Hex, digest: Hex, signature: Hex): Hex {
  return encodeFunctionData({ abi: p521VerifierAbi, functionName: 'verify', args: [key, digest, signature] });
}

/** PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE (zero), CODECOPY, RETURNDATASIZE, RETURN, then what is left as the code. */
export function dataContract(code: Hex): Hex {
  return concat(['0x61', toHex(code.length / 2 - 1, { size: 2 }), '0x80600a3d393df3', code]);
}

/** Creation code that ends with the address of another table. */
export function withTable(initCode: Hex, table: Hex): Hex {
  return concat([initCode.slice(0, -64) as Hex, encodeAbiParameters([{ type: 'address' }], [table])]);
}

/** The verifier for digests that are there already, as vectors of standards have them. */
const harnessSource = `
pragma solidity ^0.8.27;
import {P521Base} from "contracts/verifiers/P521Base.sol";
contract P521Harness is P521Base {
    constructor(address table) P521Base(table) {}
    function check(bytes calldata key, bytes32 high, bytes32 low, bytes calldata signature) external view returns (bool) {
        return _verify(key, high, low, signature);
    }
}`;

/** Compiled as hardhat.config.ts compiles the verifiers. */
function harnessCode(): Hex {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string, callbacks: unknown): string };
  const file = 'P521Harness.sol';
  const read = (name: string) => ({ contents: readFileSync(inProject(name), 'utf8') });
  const { settings } = laidOut;
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: harnessSource } },
    settings: { ...settings, outputSelection: { '*': { P521Harness: ['evm.bytecode.object'] } } },
  };
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  return `0x${contracts[file].P521Harness.evm.bytecode.object}`;
}
