import type { Hex } from '../bytes/index.ts';
import type { ChainEvent } from './chainEvent.ts';
import type { CursorBatch } from './eventCursor.ts';

/** What the trust graph is fed with; the same as `GraphEvent` of the certificate layer. */
export type RegistryStatement = {
  readonly certificate: Hex;
  readonly quorum: Hex;
  readonly version: number;
  /** True when a reorganisation took the event back. */
  readonly removed: boolean;
} & ({ readonly type: 'endorsed' } | { readonly type: 'revoked'; readonly reason: number });

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
export function toGraphEvents(batch: Pick<CursorBatch, 'added' | 'removed'>): RegistryStatement[] {
  return [
    ...batch.removed.flatMap((event) => from(event, true)),
    ...batch.added.flatMap((event) => from(event, false)),
  ];
}

function from(event: ChainEvent, removed: boolean): RegistryStatement[] {
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
