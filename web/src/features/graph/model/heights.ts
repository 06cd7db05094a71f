import type { Slot } from './ranks.ts';

const SWEEPS = 6;

/** The middle of each slot: near those that it is joined with, in the order of its column, with a gap between neighbours. */
export function heights(slots: readonly Slot[], columns: readonly (readonly number[])[], gap: number): Float64Array {
  const middle = new Float64Array(slots.length);
  for (const column of columns) {
    const span = offsets(column, slots, gap);
    const shift = (span.at(-1) ?? 0) / 2;
    column.forEach((slot, i) => {
      middle[slot] = (span[i] as number) - shift;
    });
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForth = sweep % 2 === 0;
    for (const column of isForth ? columns : [...columns].reverse()) {
      settle(column, slots, middle, gap, isForth ? 'before' : 'after');
    }
  }
  return middle;
}

/** How far each slot of a column has to be below the first. */
function offsets(column: readonly number[], slots: readonly Slot[], gap: number): number[] {
  let at = 0;
  return column.map((slot, i) => {
    const above = column[i - 1];
    if (above !== undefined) at += ((slots[above] as Slot).height + (slots[slot] as Slot).height) / 2 + gap;
    return at;
  });
}

/**
 * Moves a column as near to its wishes as its order and gaps allow: least squares, by pooling neighbours that would overlap
 * (isotonic regression).
 */
function settle(
  column: readonly number[],
  slots: readonly Slot[],
  middle: Float64Array,
  gap: number,
  side: 'before' | 'after',
): void {
  const least = offsets(column, slots, gap);
  const pools: { sum: number; weight: number; count: number }[] = [];
  column.forEach((slot, i) => {
    const joined = (slots[slot] as Slot)[side];
    const mean = joined.reduce((total, other) => total + (middle[other] as number), 0) / Math.max(1, joined.length);
    // Who has no wish gives way to those who have one.
    const weight = joined.length > 0 ? 1 : 0.01;
    const wish = (joined.length > 0 ? mean : (middle[slot] as number)) - (least[i] as number);
    let pool = { sum: wish * weight, weight, count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.weight > pool.sum / pool.weight; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, count: last.count + pool.count };
    }
    pools.push(pool);
  });
  let i = 0;
  for (const { sum, weight, count } of pools) {
    for (let n = 0; n < count; n++, i++) middle[column[i] as number] = sum / weight + (least[i] as number);
  }
}
