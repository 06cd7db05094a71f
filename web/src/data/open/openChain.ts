import { type Chain, createChain } from '@gridseal/sdk/chain';
import type { Network } from '../network.ts';

/** How much one log answer may weigh: a busy chain's thousand events a block. Servers' own limits are lower. */
const maxResponseBytes = 32 * 1024 * 1024;

/** @example `const chain = openChain(network)` */
export function openChain({ chainId, rpcUrls, addresses, finality }: Network): Chain {
  return createChain({ chainId, rpcUrls, addresses, finality, timeoutMs: 15_000, maxResponseBytes });
}
