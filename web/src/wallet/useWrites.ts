import type { Hex } from '@gridseal/sdk/bytes';
import type { Transaction } from '@gridseal/sdk/chain';
import { useMemo, useSyncExternalStore } from 'react';
import type { Address } from 'viem';
import { useConfig, useConnection as useWagmiConnection } from 'wagmi';
import { useWalletContext } from './context.ts';
import { openChain } from './openChain.ts';
import type { Followed, TrackedTransaction } from './transactionStore.ts';
import { toWalletError, type WalletProblem, walletError } from './walletError.ts';

/** Sending transactions by the connected wallet. */
export interface Writes {
  readonly account: Address | undefined;
  /** What has to be done first; null when everything is ready. */
  readonly problem: Extract<WalletProblem, 'disconnected' | 'wrongChain'> | null;
  /**
   * What the call would return now, from this account (or from nobody: the zero address). The endpoints are asked, not the wallet.
   *
   * @throws {ContractError} what the contract would say.
   */
  readonly simulate: (transaction: Transaction, signal?: AbortSignal) => Promise<Hex>;
  /**
   * Simulates, asks the wallet, and follows the transaction. `label` names it for the user.
   *
   * @throws {ContractError} if it would revert: the wallet is not asked. @throws {WalletError} `refused` and others.
   */
  readonly send: (transaction: Transaction, label: string) => Promise<Followed>;
}

/**
 * @example
 * ```ts
 * const { send, problem } = useWrites();
 * const call = contractCall(addresses.quorumRegistry, quorumRegistryAbi, 'approve', [quorum, digest]);
 * const { mined, final } = await send(call, t('approve'));
 * ```
 */
export function useWrites(): Writes {
  const { network, transactions } = useWalletContext();
  const config = useConfig();
  const { status, address, chainId } = useWagmiConnection();
  const account = status === 'connected' ? address : undefined;
  const problem = !account ? 'disconnected' : chainId === network.chainId ? null : 'wrongChain';
  return useMemo(() => {
    const simulate: Writes['simulate'] = async (transaction, signal) => {
      const { simulate } = await import('./waiting.ts');
      return simulate(await openChain(network), account ?? NOBODY, transaction, signal);
    };
    const send: Writes['send'] = async (transaction, label) => {
      if (problem || !account) throw walletError(problem ?? 'disconnected');
      await simulate(transaction);
      const { to, data, value } = transaction;
      const request = { account, chainId: network.chainId, to, ...(data ? { data } : {}), ...(value ? { value } : {}) };
      const { sendTransaction } = await import('./walletActions.ts');
      const hash = await sendTransaction(config, request).catch((error: unknown) => {
        throw toWalletError(error);
      });
      return transactions.follow({ hash, label, account }, () => simulate(transaction));
    };
    return { account, problem, simulate, send };
  }, [network, transactions, config, account, problem]);
}

const NOBODY: Address = '0x0000000000000000000000000000000000000000';

/** The transactions that this browser sent on the chain in the last days, the newest first. */
export function useTransactions(): readonly TrackedTransaction[] {
  const { transactions } = useWalletContext();
  return useSyncExternalStore(transactions.subscribe, transactions.get);
}
