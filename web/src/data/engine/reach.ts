import type { Hex } from '@gridseal/sdk/bytes';
import type { EventLog } from './eventLog.ts';

/** What is within reach of the user's anchors, and whether the rest is left out. */
export interface Reached {
  readonly ids: ReadonlySet<Hex>;
  readonly only: boolean;
}

/** Certificates that these quorums speak of. Costs what they have said, however much strangers say. */
export function spokenOfBy(log: EventLog, quorums: ReadonlySet<Hex>): ReadonlySet<Hex> {
  const ids = new Set<Hex>();
  for (const quorum of quorums) {
    for (const event of log.of('quorum', quorum)) {
      if (event.type === 'certificateEndorsed' || event.type === 'certificateRevoked') ids.add(event.certificate);
    }
  }
  return ids;
}

/** What is within reach first, or alone. */
export function orderByReach<T>(
  all: readonly T[],
  reached: Reached | null,
  idOf: (item: T) => Hex,
): { readonly found: readonly T[]; readonly hidden: number } {
  if (!reached) return { found: all, hidden: 0 };
  const within = all.filter((item) => reached.ids.has(idOf(item)));
  if (reached.only) return { found: within, hidden: all.length - within.length };
  return { found: [...within, ...all.filter((item) => !reached.ids.has(idOf(item)))], hidden: 0 };
}
