import type { Hex } from '@gridseal/sdk/bytes';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Network, useChainTime, useNetwork } from '../../../data/index.ts';
import { type CaKey, keyRing } from './caKeys.ts';
import type { Run } from './run.ts';
import { openRunKeeper, type RunKeeper } from './runKeeper.ts';
import { createRunStore, type Pace, type RunStore } from './runStore.ts';

/** The keys of this session that sign certificates; they are wiped once no page that needs them is open. */
export function useCaKeys(): readonly CaKey[] {
  useEffect(() => keyRing.hold(), []);
  return useSyncExternalStore(keyRing.subscribe, keyRing.get);
}

interface Office {
  readonly keeper: RunKeeper;
  readonly store: RunStore;
}

const offices = new Map<string, Office>();

/** What is on its way, one office for each deployment. */
export function useOffice(): Office {
  const { chainId, addresses } = useNetwork();
  return useMemo(() => officeOf({ chainId, addresses }), [chainId, addresses]);
}

function officeOf({ chainId, addresses }: Pick<Network, 'chainId' | 'addresses'>): Office {
  const name = `gridseal-issuance-${chainId}-${addresses.keyAnnouncements}`.toLowerCase();
  const known = offices.get(name);
  if (known) return known;
  const keeper = openRunKeeper(name);
  const office = { keeper, store: createRunStore(keeper, pace) };
  offices.set(name, office);
  void office.store.load().catch(() => undefined);
  return office;
}

/** How long work may go on without letting the page live, in milliseconds. */
const slice = 24;
let rested = 0;

const pace: Pace = {
  isDue: () => performance.now() - rested >= slice,
  rest: async () => {
    // Unlike a timer's, its turn comes at once.
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    rested = performance.now();
  },
};

export function useRuns(): readonly Run[] {
  const { store } = useOffice();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Undefined if there is none of this id, or not any more. */
export function useRun(id: string): Run | undefined {
  return useRuns().find((run) => run.id === id);
}

/** Block time in milliseconds, going on between blocks. */
export function useClock(): () => number {
  const time = useChainTime();
  return useMemo(() => {
    const ahead = time === null ? 0 : time * 1_000 - Date.now();
    return () => Date.now() + ahead;
  }, [time]);
}

/** Asks before the tab is closed, while that would lose something. */
export function useLeaveGuard(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isActive]);
}

/** What was asked for the last time on a channel; undefined while it is looked for. */
export function useLastRecipe(subject: Hex | null) {
  const { keeper } = useOffice();
  const [found, setFound] = useState<Awaited<ReturnType<RunKeeper['recipe']>>>();
  useEffect(() => {
    let isCurrent = true;
    const looked = subject === null ? Promise.resolve(null) : keeper.recipe(subject).catch(() => null);
    void looked.then((recipe) => isCurrent && setFound(recipe));
    return () => {
      isCurrent = false;
    };
  }, [keeper, subject]);
  return found;
}
