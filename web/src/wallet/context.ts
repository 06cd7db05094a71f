import { createContext, useContext } from 'react';
import type { TransactionStore } from './transactionStore.ts';
import type { WalletNetwork } from './walletNetwork.ts';

/** What the provider hands down. */
export interface WalletContextValue {
  readonly network: WalletNetwork;
  readonly transactions: TransactionStore;
  readonly openConnect: () => void;
}

export const WalletContext = createContext<WalletContextValue | null>(null);

/** @throws if there is no `WalletProvider` above: a fault of ours. */
export function useWalletContext(): WalletContextValue {
  const value = useContext(WalletContext);
  if (!value) throw new TypeError('wallet hooks need a WalletProvider above them');
  return value;
}
