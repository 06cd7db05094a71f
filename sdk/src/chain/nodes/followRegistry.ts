import type { Address } from 'viem';
import type { Hex } from '../../bytes/index.ts';
import type { Block } from '../block.ts';
import type { Chain } from '../chain.ts';
import { type CursorState, initialState } from '../cursorState.ts';
import { eventTopics } from '../eventTopics.ts';
import type { Log } from '../log.ts';
import { createLogCursor, type LogCursor } from '../logCursor.ts';
import { readWordEvent } from '../wordEvents.ts';
import { type NodeEvent, nodeTopics, toNodeEvent } from './nodeEvents.ts';
import type { AnchorEvent } from './touched.ts';

/** Whose words on certificates count. */
export interface Anchoring {
  /** Ids of quorums; none in an open registry. */
  readonly anchors: readonly Hex[];
  readonly quorumRegistry: Hex;
}

const maxSpan = 5_000;

/**
 * Follows what a node registry says after a block, and what its anchors say of certificates.
 *
 * @param start A block whose state is known: a reorganisation that reaches below it ends the cursor with a ReorganisationError.
 */
export function followRegistry(
  chain: Chain,
  registry: Address,
  start: Block,
  { anchors, quorumRegistry }: Anchoring,
): LogCursor<NodeEvent | AnchorEvent> {
  let state: CursorState = initialState(chain.chainId, { block: start.number, hash: start.hash }, maxSpan);
  const store = {
    load: async () => state,
    save: async (next: CursorState) => {
      state = next;
    },
  };
  const isOpen = anchors.length === 0;
  const { certificateEndorsed, certificateRevoked } = eventTopics;
  const topics = [...Object.values(nodeTopics), ...(isOpen ? [] : [certificateEndorsed, certificateRevoked])];
  const addresses = isOpen ? [registry] : [registry, quorumRegistry];
  return createLogCursor(chain, {
    store,
    from: start.number + 1,
    filter: { addresses, topics: [topics] },
    decode: (log) => toNodeEvent(log, registry) ?? toAnchorEvent(log, quorumRegistry, anchors),
  });
}

/** Null for what other quorums say. */
function toAnchorEvent(log: Log, quorumRegistry: Hex, anchors: readonly Hex[]): AnchorEvent | null {
  if (log.address !== quorumRegistry) return null;
  try {
    const event = readWordEvent(log, 'quorumRegistry');
    if (event?.type !== 'certificateEndorsed' && event?.type !== 'certificateRevoked') return null;
    return anchors.includes(event.quorum) ? { type: event.type, certificate: event.certificate } : null;
  } catch {
    return null;
  }
}
