import type { Hex } from '@gridseal/sdk/bytes';
import { type Chain, withdrawalOf } from '@gridseal/sdk/chain';
import { type Authority, keyAuthority, quorumAuthority, withdrawalBy } from '@gridseal/sdk/delivery/issue';
import { ArgumentError, TransportError } from '@gridseal/sdk/errors';
import { type Action, Approval, TypedData } from '@gridseal/sdk/quorum';
import { useCallback, useMemo, useState } from 'react';
import { type FleetSlot, useChain, useDataClient, useNetwork, useQuorums } from '../../../data/index.ts';
import { useSigners, useWrites, WalletError } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';
import { useAuthoritySigners } from './useAuthorities.ts';
import { type Withdrawer, withdrawalDeadline, withdrawerOf } from './withdrawal.ts';

/** Tells who can withdraw what an authority announced, by the authority's id. */
export function useWithdrawer(): (authority: Hex) => Withdrawer {
  const signers = useAuthoritySigners();
  const options = useSigners();
  const quorums = useQuorums({ limit: 1_000 }).data?.items;
  return useCallback(
    (authority) => withdrawerOf(signers.get(authority), options, quorums ?? []),
    [signers, options, quorums],
  );
}

/** How far a series of withdrawals is. */
export interface WithdrawalRun {
  readonly done: number;
  readonly busy: boolean;
  /** The latest transaction. */
  readonly hash: Hex | null;
  readonly refused: boolean;
  readonly error: unknown;
}

const begin: WithdrawalRun = { done: 0, busy: false, hash: null, refused: false, error: null };

/** Withdraws one slot after the other, each in a transaction of its own; after a failure it goes on from there. */
export function useWithdrawals(slots: readonly FleetSlot[], now: number) {
  const t = useText();
  const network = useNetwork();
  const client = useDataClient();
  const withdrawer = useWithdrawer();
  const openChain = useOpenChain();
  const { account, send } = useWrites();
  const [state, setState] = useState(begin);
  const set = (part: Partial<WithdrawalRun>) => setState((before) => ({ ...before, ...part }));
  const one = async (slot: FleetSlot) => {
    const authority = authorityFor(withdrawer(slot.authority), network);
    if (!authority || !account) throw new ArgumentError('is not at hand any more', { field: 'authority' });
    const chain = await openChain();
    const { subject, epoch } = slot;
    const deadline = withdrawalDeadline(now);
    const { transaction } = await withdrawalBy({ chain, authority, sender: account }, { subject, epoch, deadline });
    const { hash, mined } = await send(transaction, t('withdraw.label', { epoch }));
    set({ hash });
    await mined;
  };
  const run = async () => {
    set({ busy: true, refused: false, error: null });
    try {
      for (const [i, slot] of slots.entries()) {
        if (i < state.done) continue;
        await one(slot);
        set({ done: i + 1 });
      }
      await client.poll();
    } catch (error) {
      const refused = error instanceof WalletError && error.problem === 'refused';
      set(refused ? { refused } : { error });
    } finally {
      set({ busy: false });
    }
  };
  return { state, run };
}

/** Sends what a quorum's members have approved. */
export function useQuorumWithdrawal() {
  const t = useText();
  const client = useDataClient();
  const openChain = useOpenChain();
  const { send } = useWrites();
  return useMemo(() => {
    return async (content: Extract<Action.Action, { action: 'withdraw' }>, packed: Hex) => {
      const { authority, subject, epoch, deadline } = content.message;
      const chain = await openChain();
      const { transaction } = withdrawalOf(chain, authority, { subject, epoch }, { deadline, signature: packed });
      const sent = await send(transaction, t('withdraw.label', { epoch }));
      const mined = sent.mined.then(() => client.poll());
      return { hash: sent.hash, mined };
    };
  }, [t, client, openChain, send]);
}

function useOpenChain(): () => Promise<Chain> {
  const { data, refetch } = useChain();
  return useCallback(async () => {
    const chain = data ?? (await refetch()).data;
    if (!chain) throw new TransportError('the chain cannot be asked');
    return chain;
  }, [data, refetch]);
}

/** Null if others have to approve first. */
function authorityFor(withdrawer: Withdrawer, { chainId, addresses }: ReturnType<typeof useNetwork>): Authority | null {
  if (withdrawer.by === 'wallet' || withdrawer.by === 'key') return keyAuthority(withdrawer.option.signer);
  if (withdrawer.by === 'others' || !withdrawer.enough) return null;
  const { quorum, options } = withdrawer;
  const registry = addresses.quorumRegistry.toLowerCase() as Hex;
  return quorumAuthority({
    chainId,
    registry,
    quorum: quorum.state,
    approvals: async (_digest, content) => {
      const given = new Map<Hex, Hex>();
      const message = { quorum: quorum.id, version: quorum.state.version, digest: TypedData.digest(content) };
      for (const { signer } of options) {
        const approval = await Approval.sign(signer, { action: 'approve', chainId, registry, message });
        given.set(approval.signer, approval.signature);
      }
      return given;
    },
  });
}
