import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildProfilesSolidityUserConfig, MultiVersionSolidityUserConfig } from 'hardhat/types/config';
import { type Address, type Hex, keccak256 } from 'viem';
import config from '../../hardhat.config.ts';
import {
  type Chain,
  contractAddresses,
  create2Data,
  create2Factory,
  isExpectedCode,
} from '../../sdk/src/chain/index.ts';
import { VerificationError } from '../../sdk/src/errors/index.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { exportedContracts } from '../lib/contracts.ts';
import type { RecordedNodeRegistry } from './anchored.ts';
import { ask, bytes, quantity } from './ask.ts';
import type { ContractKey, Survey } from './survey.ts';
import type { Target } from './target.ts';

interface RecordedContract {
  readonly address: Address;
  /** keccak256 of the creation code, which the address commits to. */
  readonly initCodeHash: Hex;
  /** keccak256 of the code on this chain, immutables included. */
  readonly codeHash: Hex;
  /** Where it was created; null if the endpoint does not know its past. */
  readonly block: number | null;
  readonly transaction: Hex | null;
}

/**
 * Checks the code on the chain against what was compiled, and writes `<chain id>.json`.
 *
 * @param anchored A node registry with anchors that this run has looked after; those of other runs stay recorded.
 * @returns The file.
 * @throws {VerificationError} naming the contract that is not there, or is another.
 */
export async function record(
  target: Target,
  found: Survey,
  folder: string,
  anchored: RecordedNodeRegistry | null,
): Promise<string> {
  const file = path.join(folder, `${target.network.chainId}.json`);
  const before = readBefore(file);
  const contracts: Record<string, RecordedContract> = {};
  for (const key of found.wanted) {
    contracts[key] = await recordContract(target.chain, key, before.contracts?.[key]);
  }
  const blocks = Object.values(contracts).map(({ block }) => block);
  const firstBlock = blocks.includes(null) ? null : Math.min(...(blocks as number[]));
  const { chainId, title } = target.network;
  const { address, code } = create2Factory;
  const text = {
    chainId,
    network: target.name,
    title,
    genesis: found.genesis,
    firstBlock,
    factory: { address, codeHash: keccak256(code) },
    contracts,
    nodeRegistries: withAnchored(found.genesis === before.genesis ? (before.nodeRegistries ?? []) : [], anchored),
    compiler: compilerOf(found.wanted),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(text, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

async function recordContract(chain: Chain, key: ContractKey, before: RecordedContract | undefined) {
  const address = contractAddresses[key];
  const [answer] = await ask(chain, [['eth_getCode', address, 'latest']]);
  const code = bytes(answer);
  if (!isExpectedCode(key, code))
    throw new VerificationError('is not the code that was compiled', { field: `${key} ${address}` });
  const known = before?.address === address && before.block !== null ? before : await creationOf(chain, key, address);
  const { block, transaction } = known;
  return { address, initCodeHash: keccak256(initCodes[key]), codeHash: keccak256(code), block, transaction };
}

/** The block in which the code appeared: doubling steps back from the head, then halves. Needs no archive for a new contract. */
async function creationOf(chain: Chain, key: ContractKey, address: Address) {
  const [head] = await ask(chain, [['eth_blockNumber']]);
  const hasCode = async (block: number) => {
    const [code] = await ask(chain, [['eth_getCode', address, `0x${block.toString(16)}`]]);
    return code === null ? null : bytes(code) !== '0x';
  };
  let present = Number(quantity(head, 'block number'));
  let absent = -1;
  for (let step = 1; absent < 0 && present > 0; step *= 2) {
    const candidate = Math.max(0, present - step);
    const there = await hasCode(candidate);
    if (there === null) return { block: null, transaction: null };
    if (there) present = candidate;
    else absent = candidate;
  }
  while (present - absent > 1) {
    const middle = Math.floor((present + absent) / 2);
    const there = await hasCode(middle);
    if (there === null) return { block: null, transaction: null };
    if (there) present = middle;
    else absent = middle;
  }
  return { block: present, transaction: await transactionOf(chain, key, present) };
}

async function transactionOf(chain: Chain, key: ContractKey, block: number): Promise<Hex | null> {
  const [answer] = await ask(chain, [['eth_getBlockByNumber', `0x${block.toString(16)}`, true]]);
  const { transactions } = (answer ?? {}) as { transactions?: readonly { input?: unknown; hash?: unknown }[] };
  const data = create2Data(initCodes[key]);
  const found = transactions?.find(({ input }) => input === data);
  return found ? bytes(found.hash) : null;
}

/** One that was there already is not created again: what was recorded of it stays. */
function withAnchored(before: readonly RecordedNodeRegistry[], anchored: RecordedNodeRegistry | null) {
  const isKnown = before.some(({ address, block }) => address === anchored?.address && block !== null);
  return anchored && !isKnown ? [...before.filter(({ address }) => address !== anchored.address), anchored] : before;
}

/** What the file has. */
interface RecordFile {
  readonly genesis?: Hex;
  readonly contracts?: Readonly<Record<string, RecordedContract>>;
  readonly nodeRegistries?: readonly RecordedNodeRegistry[];
}

/** What was recorded before; a damaged file is written anew. */
function readBefore(file: string): RecordFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** The settings, and those of the contracts that have others. */
function compilerOf(wanted: readonly ContractKey[]) {
  const { profiles } = config.solidity as BuildProfilesSolidityUserConfig;
  const { compilers, overrides = {} } = profiles.default as MultiVersionSolidityUserConfig;
  const [compiler] = compilers;
  const others = exportedContracts.flatMap(({ key, source }) => {
    const other = source && overrides[source];
    return other && wanted.some((name) => name === key) ? [[key, other.settings] as const] : [];
  });
  const { version, settings } = compiler ?? {};
  return { version, settings, ...(others.length > 0 ? { overrides: Object.fromEntries(others) } : {}) };
}
