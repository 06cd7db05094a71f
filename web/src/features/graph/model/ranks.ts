/** A place in a column: a box, or a point where a long edge passes. */
export interface Slot {
  readonly layer: number;
  /** Its height; a few pixels for a point. */
  readonly height: number;
  /** Slots in the column before and after that it is joined with, by their numbers. */
  readonly before: number[];
  readonly after: number[];
}

const SWEEPS = 6;
/** Beyond this, counting crossings takes longer than it is worth. */
const MANY_EDGES = 20_000;

/**
 * Orders the slots of each column so that few edges cross: sweeps to and fro that move each slot to the mean of those it is joined
 * with (Sugiyama, Tagawa, Toda 1981). The best order that was seen stays.
 */
export function rank(slots: readonly Slot[]): number[][] {
  const columns: number[][] = [];
  slots.forEach(({ layer }, slot) => {
    columns[layer] ??= [];
    columns[layer].push(slot);
  });
  for (let i = 0; i < columns.length; i++) columns[i] ??= [];
  const place = new Float64Array(slots.length);
  for (const column of columns) note(column, place);
  const count = slots.reduce((sum, { after }) => sum + after.length, 0);
  if (count > MANY_EDGES) return columns;
  let best = columns.map((column) => [...column]);
  let fewest = crossings(columns, slots, place);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const side = sweep % 2 === 0 ? 'before' : 'after';
    const order = side === 'before' ? columns : [...columns].reverse();
    for (const column of order) arrange(column, slots, place, side);
    const found = crossings(columns, slots, place);
    if (found >= fewest) continue;
    fewest = found;
    best = columns.map((column) => [...column]);
  }
  return best;
}

function note(column: readonly number[], place: Float64Array): void {
  for (let i = 0; i < column.length; i++) place[column[i] as number] = i;
}

function arrange(column: number[], slots: readonly Slot[], place: Float64Array, side: 'before' | 'after'): void {
  const wish = new Map<number, number>();
  for (const slot of column) {
    const joined = (slots[slot] as Slot)[side];
    const sum = joined.reduce((total, other) => total + (place[other] as number), 0);
    wish.set(slot, joined.length > 0 ? sum / joined.length : (place[slot] as number));
  }
  column.sort(
    (a, b) => (wish.get(a) as number) - (wish.get(b) as number) || (place[a] as number) - (place[b] as number),
  );
  note(column, place);
}

/** Pairs of edges that cross, counted with a Fenwick tree between each two columns. */
function crossings(columns: readonly (readonly number[])[], slots: readonly Slot[], place: Float64Array): number {
  let total = 0;
  columns.forEach((column, layer) => {
    const width = columns[layer + 1]?.length ?? 0;
    const tree = new Uint32Array(width + 1);
    let added = 0;
    for (const slot of column) {
      const ends = (slots[slot] as Slot).after.map((other) => place[other] as number);
      for (const end of ends) {
        let notBelow = 0;
        for (let i = end + 1; i > 0; i -= i & -i) notBelow += tree[i] as number;
        total += added - notBelow;
      }
      for (const end of ends) {
        added++;
        for (let i = end + 1; i <= width; i += i & -i) tree[i] = (tree[i] as number) + 1;
      }
    }
  });
  return total;
}
