import type { Hex } from '@gridseal/sdk/bytes';
import { relayOf } from '@gridseal/sdk/chain';
import type { Receipt } from '@gridseal/sdk/delivery/claim';
import { useState } from 'react';
import { useChain, useDataClient } from '../../../data/index.ts';
import { useToast } from '../../../ui/index.ts';
import { useWrites, type Writes } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';

/** Bringing a receipt to the chain. */
export interface Relay {
  readonly problem: Writes['problem'];
  readonly busy: boolean;
  readonly failure: unknown;
  /** The transaction, once it is sent. */
  readonly hash: Hex | null;
  readonly send: () => Promise<void>;
}

/** @param before What has to be done first: putting the record on IPFS. @param after Once it is in a block. */
export function useRelay(receipt: Receipt, after: () => void, before: () => Promise<unknown> = nothing): Relay {
  const t = useText();
  const toast = useToast();
  const client = useDataClient();
  const opening = useChain();
  const { send, problem } = useWrites();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [sent, setSent] = useState<{ readonly record: Hex; readonly hash: Hex } | null>(null);
  const run = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const chain = opening.data ?? (await opening.refetch({ throwOnError: true })).data;
      if (!chain) return;
      await before();
      const { hash, mined, final } = await send(relayOf(chain, receipt).transaction, t('receipt.sending'));
      setSent({ record: receipt.record, hash });
      await mined;
      await client.poll();
      toast({ tone: 'ok', title: t('receipt.sent') });
      await final;
      after();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const hash = sent?.record === receipt.record ? sent.hash : null;
  return { problem, busy, failure, hash, send: run };
}

async function nothing(): Promise<void> {}
