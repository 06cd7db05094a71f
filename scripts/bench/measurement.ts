/** One line of the table, and one entry of the JSON file (docs/benchmarks.md). */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value has to reach or to stay below; null where it is for information. */
  readonly goal: number | null;
  /** Whether the goal is met; true where there is none. */
  readonly ok: boolean;
}

/**
 * Whether more is better. The unit says so: rates (`…/s`) and shares (`of …`) have to reach their goal, everything else is not to
 * exceed it.
 */
export function isFloor(unit: string): boolean {
  return unit.endsWith('/s') || unit.startsWith('of ');
}

/**
 * A measurement, rounded to what its size deserves, with the verdict on the value as it was measured.
 *
 * @example
 * ```ts
 * measured('agent.memory', 71.28, 'MB', 100); // { …, value: 71.28, ok: true }
 * ```
 */
export function measured(name: string, value: number, unit: string, goal: number | null = null): Measurement {
  if (!Number.isFinite(value)) throw new Error(`${name} came out as ${value}`);
  const ok = goal === null || (isFloor(unit) ? value >= goal : value <= goal);
  return { name, value: round(value), unit, goal, ok };
}

function round(value: number): number {
  if (Math.abs(value) >= 1_000) return Math.round(value);
  return Number(value.toPrecision(4));
}

/** The value below which a share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('There is no sample.');
  return value;
}
