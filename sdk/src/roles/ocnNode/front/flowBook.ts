import { type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import type { MessageLabel } from '../context.ts';

/** How many messages of one kind there were in a time. */
export interface Flow {
  /** Null for kinds that there was no room for. */
  readonly from: Party | null;
  readonly to: Party | null;
  readonly module: string;
  readonly direction: MessageLabel['direction'];
  readonly outcome: string;
  readonly count: number;
  /** Milliseconds. */
  readonly meanMs: number;
  readonly maxMs: number;
}

/** What went through this process lately. Nothing of it is kept anywhere else. */
export interface FlowBook {
  message(label: MessageLabel, durationMs: number): void;
  /** The flows that the most messages were of first. */
  snapshot(): { readonly lastMinute: readonly Flow[]; readonly lastHour: readonly Flow[] };
}

interface Count {
  readonly label: MessageLabel;
  count: number;
  totalMs: number;
  maxMs: number;
}

type Counts = Map<string, Count>;

/** Kinds of messages that one slot of time tells apart. What is more is counted together, so that nobody fills memory with parties. */
const KINDS_PER_SLOT = 500;

function keyOf({ from, to, module, direction, outcome }: MessageLabel): string {
  return [from ? partyKey(from) : '', to ? partyKey(to) : '', module, direction, outcome].join(' ');
}

function add(counts: Counts, key: string, label: MessageLabel, more: Omit<Count, 'label'>, room: number): void {
  const known = counts.get(key);
  if (known) {
    known.count += more.count;
    known.totalMs += more.totalMs;
    known.maxMs = Math.max(known.maxMs, more.maxMs);
    return;
  }
  if (counts.size < room) {
    counts.set(key, { label, ...more });
    return;
  }
  const rest: MessageLabel = { module: 'other', direction: label.direction, outcome: 'other' };
  // One place for each direction beyond the room, and no more.
  add(counts, keyOf(rest), rest, more, Number.POSITIVE_INFINITY);
}

/** Counts in slots of time, of which the oldest is forgotten when a new one begins. */
function createSlots(slotMs: number, slots: number) {
  const bySlot = new Map<number, Counts>();
  const forget = (newest: number) => {
    for (const slot of bySlot.keys()) if (slot <= newest - slots) bySlot.delete(slot);
  };
  return {
    add(now: number, key: string, label: MessageLabel, more: Omit<Count, 'label'>) {
      const slot = Math.floor(now / slotMs);
      let counts = bySlot.get(slot);
      if (!counts) {
        counts = new Map();
        bySlot.set(slot, counts);
        forget(slot);
      }
      add(counts, key, label, more, KINDS_PER_SLOT);
    },
    sum(now: number): Counts {
      forget(Math.floor(now / slotMs));
      const all: Counts = new Map();
      for (const counts of bySlot.values()) {
        for (const [key, { label, ...more }] of counts) add(all, key, label, more, Number.POSITIVE_INFINITY);
      }
      return all;
    },
  };
}

function toFlows(counts: Counts): readonly Flow[] {
  return [...counts.values()]
    .map(({ label, count, totalMs, maxMs }) => ({
      from: label.from ?? null,
      to: label.to ?? null,
      module: label.module,
      direction: label.direction,
      outcome: label.outcome,
      count,
      meanMs: Math.round((totalMs / count) * 100) / 100,
      maxMs: Math.round(maxMs * 100) / 100,
    }))
    .sort((a, b) => b.count - a.count);
}

/**
 * Counts messages of the last minute (in slots of 10 seconds) and of the last hour (in slots of a minute), by parties, module and
 * outcome.
 *
 * @param now Milliseconds since 1970.
 * @example
 * ```ts
 * const flows = createFlowBook({ now: Date.now });
 * flows.message({ module: 'cdrs', direction: 'out', outcome: 'delivered', from, to }, 12);
 * flows.snapshot().lastMinute[0]?.count // 1
 * ```
 */
export function createFlowBook({ now }: { readonly now: () => number }): FlowBook {
  const minute = createSlots(10_000, 6);
  const hour = createSlots(60_000, 60);
  return {
    message(label, durationMs) {
      const at = now();
      const key = keyOf(label);
      const more = { count: 1, totalMs: durationMs, maxMs: durationMs };
      minute.add(at, key, label, more);
      hour.add(at, key, label, more);
    },
    snapshot() {
      const at = now();
      return { lastMinute: toFlows(minute.sum(at)), lastHour: toFlows(hour.sum(at)) };
    },
  };
}
