import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { WagmiProvider } from 'wagmi';
import { ConnectDialog } from './ConnectDialog.tsx';
import { WalletContext } from './context.ts';
import { openChain } from './openChain.ts';
import { createTransactionKeep } from './transactionKeep.ts';
import { createTransactionStore } from './transactionStore.ts';
import { createWalletConfig } from './walletConfig.ts';
import type { WalletNetwork } from './walletNetwork.ts';

export interface WalletProviderProps {
  readonly network: WalletNetwork;
  readonly children: ReactNode;
}

/** Storage may be switched off. */
function keptStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * Wallets for everything below; give it a new `key` when the network changes. Needs a QueryClientProvider above it. Nothing is asked
 * of any wallet until the user connects one.
 */
export function WalletProvider({ network, children }: WalletProviderProps) {
  const [config] = useState(() => createWalletConfig(network));
  const [transactions] = useState(() =>
    createTransactionStore(
      () => openChain(network),
      createTransactionKeep(network.chainId, storageOrNull(), { events: window, now: Date.now }),
    ),
  );
  useEffect(() => transactions.resume(), [transactions]);
  const [connecting, setConnecting] = useState(false);
  const value = useMemo(
    () => ({ network, transactions, openConnect: () => setConnecting(true) }),
    [network, transactions],
  );
  useEffect(() => {
    if (network.sandboxWallets.length === 0) return;
    const announcing = import('./sandboxWallets.ts').then(({ announceSandboxWallets }) =>
      announceSandboxWallets(network, window, { fetch: (...request) => fetch(...request), storage: keptStorage() }),
    );
    return () => void announcing.then((stop) => stop());
  }, [network]);
  return (
    <WagmiProvider config={config}>
      <WalletContext value={value}>
        {children}
        <ConnectDialog open={connecting} onClose={() => setConnecting(false)} />
      </WalletContext>
    </WagmiProvider>
  );
}

function storageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
