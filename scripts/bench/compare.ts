import type { Measurement } from './measurement.ts';

const ROUNDS = 12;
/** Milliseconds. */
const SLICE = 80;

/** What is measured; promises are waited for. */
type Operation = () => unknown;

/**
 * Operations a second of CPU time for several operations that are compared: they take turns in short slices, and the best slice of
 * each counts, which is the one that other work on the machine disturbed least.
 */
export async function compare<Name extends string>(
  operations: Readonly<Record<Name, Operation>>,
  rounds = ROUNDS,
): Promise<Record<Name, number>> {
  const names = Object.keys(operations) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) best[name] = Math.max(best[name], await rateOf(operations[name]));
  }
  return best;
}

async function rateOf(operation: Operation): Promise<number> {
  const before = process.cpuUsage();
  const end = performance.now() + SLICE;
  let count = 0;
  while (performance.now() < end) {
    await operation();
    count++;
  }
  const { user, system } = process.cpuUsage(before);
  return (1e6 * count) / (user + system);
}

/** A rate, for information. */
export function rate(name: string, value: number): Measurement {
  return { name, value: Math.round(value), unit: 'operations/s', goal: null, ok: true };
}

/** The share of `raw` that `own` reaches. */
export function ratio(name: string, own: number, raw: number, goal: number | null): Measurement {
  const value = Math.round((1000 * own) / raw) / 1000;
  return { name, value, unit: 'of node:crypto', goal, ok: goal === null || value >= goal };
}
