import type { Flow } from './adminAnswers.ts';

/** What went from one party to another. */
export interface Pair {
  /** `DE-ABC`; null for messages that the node did not tell apart; `rest` in a picture that has no room for more. */
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
  readonly failed: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly modules: readonly { readonly module: string; readonly count: number; readonly failed: number }[];
  /** How messages ended other than well, the most frequent first. */
  readonly failures: readonly { readonly outcome: string; readonly count: number }[];
}

/** The outcomes of messages that reached whom they were for, and `other`: those that the node did not tell apart. */
const good: ReadonlySet<string> = new Set(['delivered', 'other']);

/** Whether a message failed that ended so. */
export function isFailure(outcome: string): boolean {
  return !good.has(outcome);
}

/** The busiest first. */
export function toPairs(flows: readonly Flow[]): readonly Pair[] {
  const groups = Map.groupBy(flows, ({ from, to }) => `${from ?? ''} ${to ?? ''}`);
  return [...groups.values()].map(toPair).sort((a, b) => b.count - a.count);
}

function toPair(flows: readonly Flow[]): Pair {
  const { from = null, to = null } = flows[0] ?? {};
  const count = sum(flows, (flow) => flow.count);
  const byModule = Map.groupBy(flows, ({ module }) => module);
  const byOutcome = Map.groupBy(
    flows.filter(({ outcome }) => isFailure(outcome)),
    ({ outcome }) => outcome,
  );
  return {
    from,
    to,
    count,
    failed: sum([...byOutcome.values()].flat(), (flow) => flow.count),
    meanMs: count === 0 ? 0 : sum(flows, (flow) => flow.count * flow.meanMs) / count,
    maxMs: Math.max(0, ...flows.map(({ maxMs }) => maxMs)),
    modules: [...byModule]
      .map(([module, of]) => ({
        module,
        count: sum(of, (flow) => flow.count),
        failed: sum(of, (flow) => (isFailure(flow.outcome) ? flow.count : 0)),
      }))
      .sort((a, b) => b.count - a.count),
    failures: [...byOutcome]
      .map(([outcome, of]) => ({ outcome, count: sum(of, (flow) => flow.count) }))
      .sort((a, b) => b.count - a.count),
  };
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

/** A party on one side of the picture: its place in pixels from the top. */
export interface FlowEnd {
  readonly id: string | null;
  readonly isRest: boolean;
  readonly count: number;
  readonly y: number;
  readonly height: number;
}

/** A band between two parties; as thick at both ends as its share of the messages. */
export interface FlowBand {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly y0: number;
  readonly y1: number;
  readonly thickness: number;
  readonly count: number;
  readonly failed: number;
}

export interface FlowPicture {
  readonly senders: readonly FlowEnd[];
  readonly receivers: readonly FlowEnd[];
  readonly bands: readonly FlowBand[];
  readonly height: number;
}

/** More on a side are not told apart in the picture; the table has them all. */
const most = 10;
const gap = 14;
const least = 18;
const share = 180;
const REST = '\u0000rest';

/** Senders at the left, receivers at the right, in the order of what they exchange. */
export function toPicture(pairs: readonly Pair[]): FlowPicture {
  const total = sum(pairs, ({ count }) => count);
  const [senders, receivers] = [sideOf(pairs, 'from', total), sideOf(pairs, 'to', total)];
  const filled = new Map<FlowEnd, number>();
  const grouped = Map.groupBy(pairs, (pair) => `${keyOn(senders, pair.from)} ${keyOn(receivers, pair.to)}`);
  const bands = [...grouped.values()].flatMap((of): readonly FlowBand[] => {
    const first = of[0];
    const from = first && endOf(senders, first.from);
    const to = first && endOf(receivers, first.to);
    if (!from || !to) return [];
    const count = sum(of, (pair) => pair.count);
    const thickness = Math.max(1.5, (count / Math.max(1, total)) * share);
    const [at0, at1] = [filled.get(from) ?? 0, filled.get(to) ?? 0];
    filled.set(from, at0 + thickness);
    filled.set(to, at1 + thickness);
    const failed = sum(of, (pair) => pair.failed);
    return [{ from, to, y0: at0, y1: at1, thickness, count, failed }];
  });
  // Now that it is known how much each end takes, bands stand in its middle.
  const placed = bands.map((band) => ({
    ...band,
    y0: band.from.y + (band.from.height - (filled.get(band.from) ?? 0)) / 2 + band.y0 + band.thickness / 2,
    y1: band.to.y + (band.to.height - (filled.get(band.to) ?? 0)) / 2 + band.y1 + band.thickness / 2,
  }));
  const ends = [...senders, ...receivers];
  return { senders, receivers, bands: placed, height: Math.max(0, ...ends.map(({ y, height }) => y + height)) };
}

function sideOf(pairs: readonly Pair[], side: 'from' | 'to', total: number): readonly FlowEnd[] {
  const counts = [...Map.groupBy(pairs, (pair) => pair[side])]
    .map(([id, of]) => ({ id, isRest: false, count: sum(of, (pair) => pair.count), bands: of.length }))
    .sort((a, b) => b.count - a.count);
  const room = counts.length > most ? most - 1 : most;
  const rest = counts.slice(room);
  const shown =
    rest.length === 0
      ? counts
      : [
          ...counts.slice(0, room),
          { id: REST, isRest: true, count: sum(rest, ({ count }) => count), bands: rest.length },
        ];
  let y = 0;
  return shown.map(({ id, isRest, count, bands }) => {
    const height = Math.max(least, 1.5 * Math.min(bands, most), (count / Math.max(1, total)) * share);
    const end = { id, isRest, count, y, height };
    y += height + gap;
    return end;
  });
}

const keyOn = (side: readonly FlowEnd[], id: string | null) => String(endOf(side, id)?.id);

function endOf(side: readonly FlowEnd[], id: string | null): FlowEnd | undefined {
  return side.find((end) => !end.isRest && end.id === id) ?? side.find(({ isRest }) => isRest);
}
