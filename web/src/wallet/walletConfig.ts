import { type Chain, defineChain } from 'viem';
import { type Config, createConfig, createStorage, fallback, http } from 'wagmi';
import type { WalletNetwork } from './walletNetwork.ts';

/** The network as viem and wallets know chains. */
export function chainOf({ chainId, name, rpcUrls, explorer, currency }: WalletNetwork): Chain {
  return defineChain({
    id: chainId,
    name,
    nativeCurrency: currency,
    rpcUrls: { default: { http: rpcUrls } },
    ...(explorer ? { blockExplorers: { default: { name: new URL(explorer).hostname, url: explorer } } } : {}),
  });
}

/** Wallets announce themselves (EIP-6963); none is built in, and none is asked for anything before the user chose it. */
export function createWalletConfig(network: WalletNetwork): Config {
  const chain = chainOf(network);
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: fallback(network.rpcUrls.map((url) => http(url))) },
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ storage: browserStorage(), key: 'gridseal.wallet' }),
    ssr: false,
  });
}

/** Which wallet was used last: its identifier, no key. Storage may be switched off. */
function browserStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => attempt(() => localStorage.getItem(key), null),
    setItem: (key, value) => attempt(() => localStorage.setItem(key, value), undefined),
    removeItem: (key) => attempt(() => localStorage.removeItem(key), undefined),
  };
}
