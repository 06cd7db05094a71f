import type { Hex } from '@gridseal/sdk/bytes';
import { type DeliveryState, deliveryState, deliveryStates } from './deliveryState.ts';
import type { FleetRow } from './fleetRows.ts';

/** What the table is narrowed to; empty means everything. */
export interface FleetFilter {
  readonly text: string;
  readonly state: DeliveryState | '';
  readonly group: string;
  readonly channel: string;
  readonly authority: Hex | '';
}

export const noFilter: FleetFilter = { text: '', state: '', group: '', channel: '', authority: '' };

/** Rows that a filter lets through, and how many rows of each state it would let through with any state. */
export interface Filtered {
  readonly rows: readonly FleetRow[];
  readonly counts: Readonly<Record<DeliveryState, number>>;
  readonly total: number;
}

/** @param now Block time in seconds since 1970. */
export function filterRows(all: readonly FleetRow[], filter: FleetFilter, now: number): Filtered {
  const { state, group, channel, authority } = filter;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = Object.fromEntries(deliveryStates.map((name) => [name, 0])) as Record<DeliveryState, number>;
  let total = 0;
  const rows = all.filter((row) => {
    if (group && !row.entry?.groups.includes(group)) return false;
    if (channel && row.slot?.channel !== channel) return false;
    if (authority && row.slot?.authority !== authority) return false;
    if (!words.every((word) => row.searched.includes(word))) return false;
    const own = deliveryState(row, now);
    counts[own]++;
    total++;
    return state === '' || own === state;
  });
  return { rows, counts, total };
}

/** What there is to choose from. */
export interface FilterChoices {
  readonly groups: readonly string[];
  readonly channels: readonly string[];
  readonly authorities: readonly Hex[];
}

export function choicesOf(rows: readonly FleetRow[]): FilterChoices {
  const groups = new Set<string>();
  const channels = new Set<string>();
  const authorities = new Set<Hex>();
  for (const { entry, slot } of rows) {
    for (const group of entry?.groups ?? []) groups.add(group);
    if (slot?.channel) channels.add(slot.channel);
    if (slot) authorities.add(slot.authority);
  }
  return { groups: [...groups].sort(), channels: [...channels].sort(), authorities: [...authorities] };
}
