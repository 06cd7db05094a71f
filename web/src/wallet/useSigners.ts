import { useMemo } from 'react';
import { useConfig, useConnection as useWagmiConnection } from 'wagmi';
import { useWalletContext } from './context.ts';
import type { SignerOption } from './signerOption.ts';
import { useStoredSigners } from './storedSigners.ts';
import { walletSigner } from './walletSigner.ts';

/** Everything at hand that can sign, the wallet first: find those that are members by `option.signer.signer`. */
export function useSigners(): readonly SignerOption[] {
  const { network } = useWalletContext();
  const config = useConfig();
  const { status, address, chainId, connector } = useWagmiConnection();
  const stored = useStoredSigners(network);
  return useMemo(() => {
    if (status !== 'connected' || !address) return stored;
    const wallet: SignerOption = {
      id: `wallet:${address.toLowerCase()}`,
      kind: 'wallet',
      name: connector?.name ?? '',
      signer: walletSigner(config, network, address),
      problem: chainId === network.chainId ? null : 'wrongChain',
    };
    return [wallet, ...stored];
  }, [network, config, status, address, chainId, connector, stored]);
}
