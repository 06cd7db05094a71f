import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainAddresses } from '@gridseal/sdk/chain';

/** What the wallet part needs to know of the network that the page looks at. */
export interface WalletNetwork {
  readonly chainId: number;
  readonly name: string;
  readonly rpcUrls: readonly string[];
  readonly addresses: ChainAddresses;
  readonly finality: number | 'finalized';
  /** A block explorer's address without a slash at the end, or null. */
  readonly explorer: string | null;
  /** Accounts whose keys the chain's own process holds: of a sandbox only. */
  readonly sandboxWallets: readonly { readonly name: string; readonly address: Hex }[];
  readonly currency: { readonly name: string; readonly symbol: string; readonly decimals: number };
}
