import type { Hex } from 'viem';
import {
  type ChainAddresses,
  cancunProbe,
  contractAddresses,
  create2Data,
  create2Factory,
  isExpectedCode,
  runsUnder,
  saysCancun,
} from '../../sdk/src/chain/index.ts';
import { VerificationError } from '../../sdk/src/errors/index.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { contractNeeds, runtimeCodes } from '../../sdk/src/generated/index.ts';
import { ask, bytes, type Call, quantity } from './ask.ts';
import type { Target } from './target.ts';

/** One of the contracts, as the SDK names it. */
export type ContractKey = keyof ChainAddresses;

/** What was found before anything is sent. */
export interface Survey {
  readonly genesis: Hex;
  readonly block: number;
  readonly rules: { readonly push0: boolean; readonly cancun: boolean; readonly p256Precompile: boolean };
  readonly factoryPresent: boolean;
  /** What is to be on this chain: there already, or missing. */
  readonly wanted: readonly ContractKey[];
  readonly missing: readonly ContractKey[];
  /** In wei. */
  readonly balance: bigint;
  readonly gasPrice: bigint;
  readonly baseFee: bigint;
  /** Gas by what it is for. */
  readonly gas: Readonly<Record<string, bigint>>;
  /** In wei: all gas at the price with a quarter more, the factory's funding, and the data fee of a rollup. */
  readonly cost: bigint;
}

/** Code that returns one word by means of PUSH0: Shanghai rules or later. */
const push0Probe = '0x60015f5260205ff3';
/** The test vector of RIP-7212: hash, r, s, x, y. */
const p256Probe =
  '0x4cee90eb86eaa050036147a12d49004b6b9c72bd725d39d4785011fe190f0b4da73bd4903f0ce3b639bbbf6e8e80d16931ff4bcf5993d58468e8fb19086e8cac36dbcd03009df8c59286b162af3bd7fcc0450c9aa81be5d10d312af6c66b1d604aebd3099c618202fcfe16ae7770b0c49ab5eadf74b754204a3bb6060e44eff37618b065f9832de4ca6ca971a7a1adc826d0f7c00181a5fb2ddf79ae00b4e10e';
const p256Address = '0x0000000000000000000000000000000000000100';
const gasPriceOracle = '0x420000000000000000000000000000000000000F';
/** `getL1FeeUpperBound(uint256)` of the OP stack's gas price oracle, since Fjord. */
const l1FeeSelector = '0xf1c7a58b';
const plainTransfer = 21_000n;
const constructorGas = 100_000;

/**
 * Looks at everything that decides whether a deployment can succeed; the chain id was checked with the first question.
 *
 * @throws {VerificationError} if other code stands at one of the addresses.
 */
export async function survey(target: Target): Promise<Survey> {
  const { chain, account } = target;
  const keys = Object.keys(initCodes) as ContractKey[];
  const latest = (method: string, ...params: unknown[]): Call => [method, ...params, 'latest'];
  const [genesis, head, gasPrice, balance, funded, push0, mcopy, p256, factory, ...codes] = await ask(chain, [
    ['eth_getBlockByNumber', '0x0', false],
    ['eth_getBlockByNumber', 'latest', false],
    ['eth_gasPrice'],
    latest('eth_getBalance', account.address),
    latest('eth_getBalance', create2Factory.deployer),
    latest('eth_call', { data: push0Probe }),
    latest('eth_call', { data: cancunProbe }),
    latest('eth_call', { to: p256Address, data: p256Probe }),
    latest('eth_getCode', create2Factory.address),
    ...keys.map((key) => latest('eth_getCode', contractAddresses[key])),
  ]);
  const factoryPresent = factoryIsThere(bytes(factory));
  const cancun = saysCancun(mcopy);
  const wanted = keys.filter((key) => runsUnder(cancun ? 'cancun' : 'london', key));
  const missing = keys.filter((key, i) => wanted.includes(key) && isMissing(key, bytes(codes[i])));
  const gas = await estimate(target, missing, factoryPresent);
  const price = quantity(gasPrice, 'gas price');
  const funding = factoryPresent ? 0n : max(0n, create2Factory.deploymentCost - quantity(funded, 'balance'));
  const total = Object.values(gas).reduce((sum, part) => sum + part, 0n);
  return {
    genesis: bytes((genesis as { hash?: unknown } | null)?.hash),
    block: Number(quantity((head as { number?: unknown } | null)?.number, 'block number')),
    rules: { push0: isOne(push0), cancun, p256Precompile: isOne(p256) },
    factoryPresent,
    wanted,
    missing,
    balance: quantity(balance, 'balance'),
    gasPrice: price,
    baseFee: quantity((head as { baseFeePerGas?: unknown } | null)?.baseFeePerGas ?? '0x0', 'base fee'),
    gas,
    cost: (total * price * 5n) / 4n + funding + (await dataFee(target, missing)),
  };
}

async function estimate(target: Target, missing: readonly ContractKey[], factoryPresent: boolean) {
  const from = target.account.address;
  // A constructor that looks at a contract which is not there yet cannot be tried: its gas is reckoned.
  const canTry = (key: ContractKey) => !contractNeeds[key].after.some((before) => missing.includes(before));
  const tried = missing.filter(canTry);
  const answers = await ask(
    target.chain,
    tried.map((key): Call => {
      const viaFactory = { from, to: create2Factory.address, data: create2Data(initCodes[key]) };
      // What an earlier run has in the pool does not count yet.
      return ['eth_estimateGas', factoryPresent ? viaFactory : { from, data: initCodes[key] }, 'latest'];
    }),
  );
  const entries = missing.map((key): [string, bigint] => {
    if (!canTry(key)) return [key, reckonedGas(key)];
    return [key, quantity(answers[tried.indexOf(key)], `gas estimate of ${key}`)];
  });
  return Object.fromEntries(factoryPresent ? entries : [['funding of the factory', plainTransfer], ...entries]);
}

/**
 * More than a creation costs (yellow paper, appendix G, and EIP-2028, EIP-3860): transaction and creation, 16 gas for each byte
 * of the code that creates and 2 for each word, 200 for each byte of what is left, and what constructors here do.
 */
function reckonedGas(key: ContractKey): bigint {
  const size = (initCodes[key].length - 2) / 2;
  return BigInt(53_000 + 16 * size + 2 * Math.ceil(size / 32) + 200 * runtimeCodes[key].size + constructorGas);
}

/** Rollups charge for data, too; the oracle's bound on unsigned transactions of that size. */
async function dataFee({ chain, network }: Target, missing: readonly ContractKey[]): Promise<bigint> {
  if (network.chainType !== 'op' || missing.length === 0) return 0n;
  const fees = await ask(
    chain,
    missing.map((key): Call => {
      const size = BigInt(initCodes[key].length / 2 + 150);
      const data = `${l1FeeSelector}${size.toString(16).padStart(64, '0')}`;
      return ['eth_call', { to: gasPriceOracle, data }, 'latest'];
    }),
  );
  return fees.reduce((sum: bigint, fee) => sum + (bytes(fee).length === 66 ? BigInt(bytes(fee)) : 0n), 0n);
}

function factoryIsThere(code: Hex): boolean {
  if (code !== '0x' && code !== create2Factory.code) {
    throw new VerificationError('holds other code than the CREATE2 factory', { field: create2Factory.address });
  }
  return code !== '0x';
}

function isMissing(key: ContractKey, code: Hex): boolean {
  if (code !== '0x' && !isExpectedCode(key, code)) {
    throw new VerificationError('holds other code than expected', { field: `${key} ${contractAddresses[key]}` });
  }
  return code === '0x';
}

const isOne = (value: unknown) => bytes(value) === `0x${'1'.padStart(64, '0')}`;
const max = (a: bigint, b: bigint) => (a > b ? a : b);
