import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainAddresses } from '@gridseal/sdk/chain';

/** A network as the page knows it: the chain, its contracts, and where both chain and content are read. */
export interface Network {
  readonly chainId: number;
  /** For people: `Lisk Sepolia`. */
  readonly name: string;
  readonly addresses: ChainAddresses;
  /** Where a reader of events starts; null if it is not known, so that it has to be searched for. */
  readonly firstBlock: number | null;
  /** A block counts once this many blocks follow it, or once the chain calls it finalized. */
  readonly finality: number | 'finalized';
  /** JSON-RPC servers. With two or more, two have to agree. */
  readonly rpcUrls: readonly string[];
  /** IPFS gateways: read only. What they give is verified. */
  readonly gateways: readonly string[];
  /** Kubo-compatible nodes of the user's own: read, and written to when something is proposed. Often empty. */
  readonly ipfsRpcs: readonly string[];
  /** A block explorer's address without a slash at the end, or null. */
  readonly explorer: string | null;
  /** Accounts whose keys the chain's own process holds, to try the page with: of a chain on this machine only. */
  readonly sandboxWallets: readonly { readonly name: string; readonly address: Hex }[];
  readonly currency: { readonly name: string; readonly symbol: string; readonly decimals: number };
  /** `config`: from config.json beside the page; `public`: known to this page; `custom`: added by the user. */
  readonly origin: 'config' | 'public' | 'custom';
}
