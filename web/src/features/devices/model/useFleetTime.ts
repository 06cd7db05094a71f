import { useCallback, useEffect, useRef, useState } from 'react';
import { useChainTime } from '../../../data/index.ts';
import { nextChange } from './deliveryState.ts';
import type { FleetRow } from './fleetRows.ts';

/** The chain's clock in milliseconds, which goes on between blocks. Always the same function. */
export function useChainClock(): () => number {
  const time = useChainTime();
  const offset = useRef(0);
  const seen = useRef<number | null>(null);
  if (time !== null && time !== seen.current) {
    seen.current = time;
    offset.current = time * 1_000 - Date.now();
  }
  return useCallback(() => Date.now() + offset.current, []);
}

/** Timers take no longer waits. */
const longest = 2 ** 31 - 1;

/** Block time in seconds, but new only when it changes the state of some row: thousands of rows are not looked at with each block. */
export function useFleetTime(rows: readonly FleetRow[]): number {
  const clock = useChainClock();
  const time = useChainTime();
  const [now, setNow] = useState(() => Math.floor(clock() / 1_000));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a block may be of a later time than the clock was
  useEffect(() => {
    const next = rows.reduce(
      (soonest, row) => Math.min(soonest, nextChange(row, now) ?? soonest),
      Number.POSITIVE_INFINITY,
    );
    const isBack = clock() / 1_000 < now - 1;
    if (isBack) setNow(Math.floor(clock() / 1_000));
    const wait = next * 1_000 - clock();
    if (wait === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => setNow(Math.floor(clock() / 1_000)), Math.min(Math.max(0, wait), longest));
    return () => clearTimeout(timer);
  }, [rows, now, time, clock]);
  return now;
}
