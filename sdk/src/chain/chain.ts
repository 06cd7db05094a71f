import type { Address } from 'viem';
import { ArgumentError, ConfigurationError } from '../errors/index.ts';
import type { contractNeeds } from '../generated/index.ts';
import { createEndpoint, type Fetch } from './rpc/endpoint.ts';
import { createPool, type RpcPool } from './rpc/pool.ts';

type Needs = typeof contractNeeds;

/** Where the contracts are. Equal on every chain, unless somebody deployed them in another way. */
export type ChainAddresses = Readonly<
  Record<'quorumRegistry' | 'keyAnnouncements', Address> & Partial<Record<keyof Needs, Address>>
>;

/** The addresses of a whole deployment. What may need newer rules than the chain has may not be there. */
export type DeployedAddresses = ChainAddresses & {
  readonly [Name in keyof Needs as Needs[Name]['rules'] extends 'london' ? Name : never]: Address;
};

/** How a chain is reached and when its blocks count. */
export interface ChainOptions {
  readonly chainId: number;
  /** One or more JSON-RPC servers over HTTP. With two or more, two have to agree on what matters. */
  readonly rpcUrls: readonly string[];
  readonly addresses: ChainAddresses;
  /** A block counts once this many blocks follow it (0: at once), or once the chain calls it finalized. */
  readonly finality: number | 'finalized';
  /** How many endpoints have to give the same answer; the smaller of 2 and their number by default. */
  readonly agreement?: number;
  /** For one HTTP request; 5,000 by default. */
  readonly timeoutMs?: number;
  /** For one HTTP answer; 8 MiB by default. */
  readonly maxResponseBytes?: number;
  /** Between two looks for a receipt; 1,000 by default. */
  readonly pollingIntervalMs?: number;
  /** How long a sent transaction may take to be mined; 120,000 by default. */
  readonly receiptTimeoutMs?: number;
  /** No transaction offers more for a unit of gas, in wei: an RPC cannot talk the sender into any fee. 1,000 gwei by default. */
  readonly maxFeePerGas?: bigint;
  readonly fetch?: Fetch;
  /** Sent with each request, for example an API key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A chain as the SDK sees it: read by the actions of this folder, written by them with an account. */
export interface Chain {
  readonly chainId: number;
  readonly addresses: ChainAddresses;
  readonly finality: number | 'finalized';
  readonly rpc: RpcPool;
  readonly limits: {
    readonly pollingIntervalMs: number;
    readonly receiptTimeoutMs: number;
    readonly maxFeePerGas: bigint;
  };
}

const defaultMaxFeePerGas = 1_000n * 10n ** 9n;

/**
 * Makes a chain of several endpoints; sends nothing yet.
 *
 * @throws {ConfigurationError} naming the option that is wrong.
 * @example
 * ```ts
 * const chain = createChain({
 *   chainId: 4202,
 *   rpcUrls: ['https://rpc.sepolia-api.lisk.com', 'https://lisk-sepolia.drpc.org'],
 *   addresses: predictedAddresses,
 *   finality: 10,
 * });
 * const { timestamp } = await chainTime(chain);
 * ```
 */
export function createChain(options: ChainOptions): Chain {
  checkOptions(options);
  const endpoints = options.rpcUrls.map((url, index) =>
    createEndpoint(url, index, {
      timeoutMs: options.timeoutMs ?? 5_000,
      maxResponseBytes: options.maxResponseBytes ?? 8 * 1024 * 1024,
      fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
      headers: options.headers ?? {},
    }),
  );
  const agreement = options.agreement ?? Math.min(2, endpoints.length);
  return {
    chainId: options.chainId,
    addresses: options.addresses,
    finality: options.finality,
    rpc: createPool(endpoints, { chainId: options.chainId, agreement }),
    limits: {
      pollingIntervalMs: options.pollingIntervalMs ?? 1_000,
      receiptTimeoutMs: options.receiptTimeoutMs ?? 120_000,
      maxFeePerGas: options.maxFeePerGas ?? defaultMaxFeePerGas,
    },
  };
}

function checkOptions(options: ChainOptions): void {
  const { chainId, rpcUrls, finality, agreement } = options;
  if (!Number.isSafeInteger(chainId) || chainId < 1) {
    throw new ConfigurationError('is not a positive whole number', { field: 'chainId' });
  }
  if (rpcUrls.length === 0) throw new ConfigurationError('names no endpoint', { field: 'rpcUrls' });
  const urls = rpcUrls.map((url, i) => checkUrl(url, `rpcUrls[${i}]`));
  if (new Set(urls).size !== urls.length) {
    throw new ConfigurationError('names the same endpoint twice, which cannot agree with itself', { field: 'rpcUrls' });
  }
  if (finality !== 'finalized' && (!Number.isSafeInteger(finality) || finality < 0)) {
    throw new ConfigurationError("is neither a number of blocks nor 'finalized'", { field: 'finality' });
  }
  if (agreement !== undefined && !(Number.isInteger(agreement) && agreement >= 1 && agreement <= rpcUrls.length)) {
    throw new ConfigurationError(`is not between 1 and the ${rpcUrls.length} endpoints`, { field: 'agreement' });
  }
  for (const name of ['timeoutMs', 'maxResponseBytes', 'pollingIntervalMs', 'receiptTimeoutMs'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw new ArgumentError('is not a positive whole number', { field: name });
    }
  }
}

/** The message never repeats the URL: it may hold a key. */
function checkUrl(url: string, field: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw new ConfigurationError('is not an http or https URL', { field });
  }
  return parsed.href;
}
