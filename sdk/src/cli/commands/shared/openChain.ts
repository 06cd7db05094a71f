import { type Chain, createChain } from '../../../chain/index.ts';
import { ConfigurationError } from '../../../errors/index.ts';
import type { Input } from '../../framework/input.ts';
import { toAddress, toDuration, toInteger, toUrl } from '../../framework/values.ts';
import { type KnownAddresses, knownAddresses } from './knownAddresses.ts';

/** The chain that everybody has on their own machine. */
const localChainId = 31_337;

function missing(what: string, option: string, variable: string, example: string): ConfigurationError {
  return new ConfigurationError(`${what} is not set`, {
    field: option,
    metaMessages: [`Give it with ${option}, ${variable}, or gridseal config set ${example}`],
  });
}

/** The endpoints that the caller named. */
export function rpcUrls(input: Input): string[] {
  const urls = input.many('rpcUrl').map(toUrl);
  if (urls.length > 0) return urls;
  throw missing('no JSON-RPC endpoint', '--rpc-url', 'GRIDSEAL_RPC_URL', 'chain.rpcUrls http://127.0.0.1:8545');
}

export function chainIdOf(input: Input): number {
  const given = input.optional('chainId');
  if (given) return toInteger(given, 1, Number.MAX_SAFE_INTEGER);
  throw missing('the chain id', '--chain-id', 'GRIDSEAL_CHAIN_ID', 'chain.chainId 31337');
}

/** Where the contracts are: what the caller says, else where they are on every chain. */
export async function addressesOf(input: Input): Promise<KnownAddresses> {
  const of = async (name: keyof KnownAddresses) => {
    const given = input.optional(name);
    return given ? { [name]: await toAddress(given) } : {};
  };
  const given: Partial<KnownAddresses> = {
    ...(await of('quorumRegistry')),
    ...(await of('keyAnnouncements')),
    ...(await of('nodeRegistry')),
    ...(await of('p256Verifier')),
  };
  return { ...knownAddresses(), ...given };
}

export function finalityOf(input: Input, chainId: number): number | 'finalized' {
  const given = input.optional('finality');
  if (!given) return chainId === localChainId ? 0 : 5;
  return given.text === 'finalized' ? 'finalized' : toInteger(given, 0, 10_000);
}

/**
 * The chain that the caller named; asks it nothing yet.
 *
 * @throws {ConfigurationError} naming what is not set, and how to set it.
 */
export async function openChain(input: Input): Promise<Chain> {
  const urls = rpcUrls(input);
  const chainId = chainIdOf(input);
  return createChain({
    chainId,
    rpcUrls: urls,
    addresses: await addressesOf(input),
    finality: finalityOf(input, chainId),
    timeoutMs: toDuration(input.required('chainTimeout'), 1, 600) * 1_000,
    pollingIntervalMs: chainId === localChainId ? 100 : 1_000,
  });
}
