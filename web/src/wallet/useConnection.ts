import type { Address } from 'viem';
import { useDisconnect, useSwitchChain, useConnection as useWagmiConnection } from 'wagmi';
import { useWalletContext } from './context.ts';
import { toWalletError } from './walletError.ts';

/** The wallet that is connected, if one is. */
export interface Connection {
  readonly status: 'disconnected' | 'connecting' | 'connected';
  readonly address: Address | undefined;
  /** What the wallet calls itself: text from outside. */
  readonly walletName: string | undefined;
  readonly walletIcon: string | undefined;
  /** Connected, but not to the network that the page looks at. */
  readonly wrongChain: boolean;
  /** The chain that the wallet is on. */
  readonly chainId: number | undefined;
  /** Opens the dialog that lists the wallets. */
  readonly connect: () => void;
  readonly disconnect: () => void;
  /** Asks the wallet to switch to the page's network, adding it if the wallet does not know it. @throws {WalletError} */
  readonly switchChain: () => Promise<void>;
}

export function useConnection(): Connection {
  const { network, openConnect } = useWalletContext();
  const { status, address, chainId, connector } = useWagmiConnection();
  const disconnect = useDisconnect();
  const switching = useSwitchChain();
  const connected = status === 'connected';
  return {
    status: connected ? 'connected' : status === 'disconnected' ? 'disconnected' : 'connecting',
    address: connected ? address : undefined,
    walletName: connector?.name,
    walletIcon: connector?.icon,
    wrongChain: connected && chainId !== network.chainId,
    chainId,
    connect: openConnect,
    disconnect: () => disconnect.mutate({}),
    switchChain: async () => {
      await switching.mutateAsync({ chainId: network.chainId }).catch((error: unknown) => {
        throw toWalletError(error);
      });
    },
  };
}
