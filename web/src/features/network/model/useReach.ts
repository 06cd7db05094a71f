import { createContext, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import { type NodeRecord, useChain, useNetwork, useRegistryChoice } from '../../../data/index.ts';
import type { Expected, Reaching } from './reach.ts';
import { createReachStore, type ReachStore } from './reachStore.ts';

/** The one of this tab; tests bring one of their own. */
export const ReachContext = createContext<ReachStore>(
  createReachStore(async (expected, chain) => {
    const { askNode } = await import('./askNode.ts');
    return askNode(expected, chain ? { chain } : {});
  }),
);

type NodeFacts = Pick<NodeRecord, 'operator' | 'key' | 'url'>;

/** What is known of nodes' hosts, and how to ask them. */
export interface ReachBook {
  /** Makes another book of it when something is found out, so that rows that show it are made anew. */
  readonly revision: number;
  readonly of: (node: NodeFacts) => Reaching;
  readonly check: (node: NodeFacts) => Promise<void>;
}

export function useReachBook(): ReachBook {
  const store = useContext(ReachContext);
  const { chainId } = useNetwork();
  const { address } = useRegistryChoice();
  const chain = useChain().data;
  const revision = useSyncExternalStore(store.subscribe, store.revision);
  const network = `eip155:${chainId}:${address}`;
  return useMemo(() => {
    // Nothing is signed with a key of no bytes.
    const expected = ({ operator, key, url }: NodeFacts): Expected => ({ operator, key: key ?? '0x', url, network });
    return { revision, of: (node) => store.of(expected(node)), check: (node) => store.check(expected(node), chain) };
  }, [store, network, chain, revision]);
}

/** So many hosts are asked at once. */
const ATONCE = 6;

/** Asks many nodes, some at a time. */
export function useCheckAll(nodes: readonly NodeFacts[]) {
  const { check } = useReachBook();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const start = useCallback(async () => {
    const stop = new AbortController();
    setRunning(stop);
    setProgress({ done: 0, total: nodes.length });
    const waiting = [...nodes];
    const work = async () => {
      for (let node = waiting.shift(); node && !stop.signal.aborted; node = waiting.shift()) {
        await check(node);
        setProgress((before) => before && { ...before, done: before.done + 1 });
      }
    };
    await Promise.all(Array.from({ length: ATONCE }, work));
    setProgress(null);
    setRunning(null);
  }, [nodes, check]);
  const stop = useCallback(() => running?.abort(), [running]);
  return { progress, start, stop };
}
