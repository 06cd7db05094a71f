import type { Hex } from '@gridseal/sdk/bytes';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { type DataClient, useDataClient } from '../../../data/index.ts';

/** A block that somebody wants the time of. The hash tells what a reorganisation put in its place. */
export interface BlockOf {
  readonly block: number;
  readonly blockHash: Hex;
}

/** When blocks were made, asked for in bunches and kept. */
export interface BlockClock {
  readonly subscribe: (changed: () => void) => () => void;
  /** Seconds since 1970; null while unknown. */
  readonly timeOf: (blockHash: Hex) => number | null;
  /** Asks soon. Returns how to want it no more. */
  readonly want: (block: BlockOf) => () => void;
}

const bunch = 200;
const bunchMs = 40;
const pauseMs = 5_000;
const mostKept = 20_000;

/** @param later Calls back after so many milliseconds. */
export function createBlockClock(
  client: Pick<DataClient, 'blockTimes'>,
  later: (work: () => void, ms: number) => void = setTimeout,
): BlockClock {
  const times = new Map<Hex, number>();
  const wanted = new Map<Hex, number>();
  const listeners = new Set<() => void>();
  let isWaiting = false;

  function wait(ms: number): void {
    if (isWaiting) return;
    isWaiting = true;
    later(() => void ask(), ms);
  }

  async function ask(): Promise<void> {
    // Who scrolls wants what came into view last.
    const next = [...wanted].slice(-bunch);
    const answers = next.length > 0 ? await client.blockTimes(next.map(([, block]) => block)).catch(() => []) : [];
    isWaiting = false;
    if (times.size > mostKept) times.clear();
    let found = 0;
    for (const [i, [hash]] of next.entries()) {
      const time = answers[i] ?? null;
      if (time === null) continue;
      times.set(hash, time);
      wanted.delete(hash);
      found++;
    }
    if (found > 0) for (const listener of listeners) listener();
    if (wanted.size > 0) wait(found > 0 ? bunchMs : pauseMs);
  }

  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    timeOf: (blockHash) => times.get(blockHash) ?? null,
    want({ block, blockHash }) {
      if (times.has(blockHash)) return () => undefined;
      wanted.set(blockHash, block);
      wait(bunchMs);
      return () => wanted.delete(blockHash);
    },
  };
}

const clocks = new WeakMap<DataClient, BlockClock>();

function clockOf(client: DataClient): BlockClock {
  const known = clocks.get(client) ?? createBlockClock(client);
  clocks.set(client, known);
  return known;
}

const nobody = () => () => undefined;

/** When a block was made, in seconds since 1970; null while unknown, and for no block. */
export function useBlockTime(of: BlockOf | undefined): number | null {
  const clock = clockOf(useDataClient());
  const block = of?.block;
  const blockHash = of?.blockHash;
  useEffect(() => {
    if (block !== undefined && blockHash !== undefined) return clock.want({ block, blockHash });
    return undefined;
  }, [clock, block, blockHash]);
  const get = useCallback(() => (blockHash === undefined ? null : clock.timeOf(blockHash)), [clock, blockHash]);
  return useSyncExternalStore(blockHash === undefined ? nobody : clock.subscribe, get);
}
