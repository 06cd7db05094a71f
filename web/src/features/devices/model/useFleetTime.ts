import { useEffect, useState } from 'react';
import { useChainTime } from '../../../data/index.ts';
import { createChainClock } from './chainClock.ts';
import { nextChange } from './deliveryState.ts';
import type { FleetRow } from './fleetRows.ts';

/** One for all pages: it goes on while the user moves from one to the other. */
const shared = createChainClock(Date.now);

/** The chain's clock in milliseconds, which goes on between blocks. Always the same function. */
export function useChainClock(): () => number {
  const time = useChainTime();
  if (time !== null) shared.note(time);
  return shared.now;
}

/** Timers take no longer waits. */
const longest = 2 ** 31 - 1;

/** Block time in seconds, but new only when it changes the state of some row: thousands of rows are not looked at with each block. */
export function useFleetTime(rows: readonly FleetRow[]): number {
  const clock = useChainClock();
  const time = useChainTime();
  const [now, setNow] = useState(() => Math.floor(clock() / 1_000));
  useEffect(() => {
    // The chain may be behind what was taken for its time, as on another network.
    const current = time === null ? now : Math.floor(clock() / 1_000);
    if (current < now) return setNow(current);
    const next = rows.reduce(
      (soonest, row) => Math.min(soonest, nextChange(row, now) ?? soonest),
      Number.POSITIVE_INFINITY,
    );
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = Math.min(Math.max(0, next * 1_000 - clock()), longest);
    const timer = setTimeout(() => setNow(Math.floor(clock() / 1_000)), wait);
    return () => clearTimeout(timer);
  }, [rows, now, time, clock]);
  return now;
}
