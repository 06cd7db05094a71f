import type { GraphEvent } from '../certificate/index.ts';
import type { ChainEvent } from './chainEvent.ts';
import type { CursorBatch } from './eventCursor.ts';

/**
 * The endorsements and revocations of a batch, in the order in which the graph has to see them: first what a reorganisation
 * took back, newest first, then what is new.
 *
 * @example
 * ```ts
 * await cursor.poll((batch) => {
 *   for (const event of toGraphEvents(batch)) graph.add(event);
 * });
 * ```
 */
export function toGraphEvents(batch: Pick<CursorBatch, 'added' | 'removed'>): GraphEvent[] {
  return [
    ...batch.removed.flatMap((event) => from(event, true)),
    ...batch.added.flatMap((event) => from(event, false)),
  ];
}

function from(event: ChainEvent, removed: boolean): GraphEvent[] {
  switch (event.type) {
    case 'certificateEndorsed': {
      const { certificate, quorum, version } = event;
      return [{ type: 'endorsed', certificate, quorum, version, removed }];
    }
    case 'certificateRevoked': {
      const { certificate, quorum, version, reason } = event;
      return [{ type: 'revoked', certificate, quorum, version, reason, removed }];
    }
    default:
      return [];
  }
}
