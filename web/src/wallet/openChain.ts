import type { Chain } from '@gridseal/sdk/chain';
import type { WalletNetwork } from './walletNetwork.ts';

const opened = new WeakMap<WalletNetwork, Promise<Chain>>();

/** The SDK's chain over the network's endpoints, made when it is first needed. */
export function openChain(network: WalletNetwork): Promise<Chain> {
  const known = opened.get(network) ?? open(network);
  opened.set(network, known);
  return known;
}

async function open({ chainId, rpcUrls, addresses, finality }: WalletNetwork): Promise<Chain> {
  const { createChain } = await import('./waiting.ts');
  return createChain({ chainId, rpcUrls, addresses, finality, receiptTimeoutMs: 600_000 });
}
