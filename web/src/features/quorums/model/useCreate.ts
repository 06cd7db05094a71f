import type { Hex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';
import { useState } from 'react';
import { useDataClient, useNetwork } from '../../../data/index.ts';
import { useWrites } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';
import { createCall } from './calls.ts';

/** Creating quorums, one transaction each, in their order. */
export interface Create {
  /** Which one is being sent, from 0; null if none is. */
  readonly at: number | null;
  /** The transactions so far. */
  readonly hashes: readonly Hex[];
  readonly failure: unknown;
  /** Resolves to true once all of them are in blocks. Those that exist by then are left out. */
  readonly run: (definitions: readonly Quorum.Quorum[]) => Promise<boolean>;
}

export function useCreate(): Create {
  const t = useText();
  const client = useDataClient();
  const { addresses } = useNetwork();
  const { send } = useWrites();
  const [at, setAt] = useState<number | null>(null);
  const [hashes, setHashes] = useState<readonly Hex[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const run = async (definitions: readonly Quorum.Quorum[]) => {
    setFailure(undefined);
    try {
      for (const [i, definition] of definitions.entries()) {
        setAt(i);
        if (await client.quorum(Quorum.id(definition))) continue;
        const label = t(i < definitions.length - 1 ? 'create.labelPair' : 'create.label');
        const { hash, mined } = await send(createCall(addresses.quorumRegistry, definition), label);
        setHashes((before) => [...before, hash]);
        await mined;
        await client.poll();
      }
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      setAt(null);
    }
  };
  return { at, hashes, failure, run };
}
