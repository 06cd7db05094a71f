import type { Sandbox } from '../../sdk/src/roles/sandbox/index.ts';

/** How a page reaches the sandbox; each list may name proxies before the real servers. */
export interface PageEndpoints {
  readonly rpcUrls?: readonly string[];
  readonly gateways?: readonly string[];
  readonly ipfsRpcs?: readonly string[];
  /** Accounts of the sandbox that the page offers as wallets; none by default. */
  readonly sandboxWallets?: readonly { readonly name: string; readonly address: string }[];
}

/** What the page reads as config.json to show the sandbox's chain. */
export function pageConfig(sandbox: Sandbox, endpoints: PageEndpoints = {}): object {
  const { chainId, rpcUrl, ipfs, addresses } = sandbox;
  const network = {
    chainId,
    name: 'Local chain',
    addresses,
    firstBlock: 0,
    finality: 0,
    rpcUrls: [rpcUrl],
    gateways: [ipfs.gateway],
    ipfsRpcs: [ipfs.rpc],
    ...endpoints,
  };
  return { networks: [network] };
}
