import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import type { FleetRow } from './fleetRows.ts';

type DeviceEvent = Extract<ChainEvent, { readonly type: 'announced' | 'withdrawn' | 'claimed' }>;

/** Something that happened to a device, and on which channel; null if nobody here knows its name. */
export interface Told {
  readonly event: DeviceEvent;
  readonly channel: string | null;
}

/** What happened to a device, the newest first, each event once. Claims of other devices, which share a group, are theirs. */
export function historyOf(id: Hex, rows: readonly FleetRow[], events: readonly ChainEvent[]): readonly Told[] {
  const channels = new Map(rows.map(({ slot }) => [`${slot?.authority}${slot?.subject}`, slot?.channel ?? null]));
  const told = new Map<string, Told>();
  for (const event of events) {
    if (event.type !== 'announced' && event.type !== 'withdrawn' && event.type !== 'claimed') continue;
    if (event.type === 'claimed' && event.device !== id) continue;
    const channel = channels.get(event.authority + event.subject) ?? null;
    told.set(`${event.block} ${event.logIndex}`, { event, channel });
  }
  return [...told.values()].sort(({ event: a }, { event: b }) => b.block - a.block || b.logIndex - a.logIndex);
}
