import { type Chain, type ChainEvent, type CursorState, createEventCursor } from '@gridseal/sdk/chain';
import type { BlockMark } from '../model/status.ts';

/** What one step of reading brought: the cursor stands behind it. */
export interface Step {
  readonly removed: readonly ChainEvent[];
  readonly added: readonly ChainEvent[];
  readonly cursor: CursorState;
  readonly target: number;
}

/** Where the chain is after all that is new was read. */
export interface Caught {
  readonly position: number;
  readonly target: number;
  readonly head: BlockMark;
  readonly settled: number;
}

/** More than this among the retained blocks makes undoing less deep; starting over is the way out then. */
const maxRecent = 4_000;

/** Reads what is new, from `cursor` on (null: from the block `from`). Each step is handed over once. */
export async function readChain(
  chain: Chain,
  start: { readonly cursor: CursorState | null; readonly from: number },
  hand: (step: Step) => Promise<void>,
  signal: AbortSignal,
): Promise<Caught> {
  let cursor = start.cursor;
  let [removed, added]: [ChainEvent[], ChainEvent[]] = [[], []];
  let target = cursor?.position ?? 0;
  const store = {
    load: async () => cursor,
    save: async (state: CursorState) => {
      cursor = state;
      const step = { removed, added, cursor, target: Math.max(target, state.position) };
      [removed, added] = [[], []];
      await hand(step);
    },
  };
  const events = createEventCursor(chain, { store, from: start.from, depth: 'head', maxRecent });
  const {
    head,
    position,
    target: end,
    settled,
  } = await events.poll((batch) => {
    removed = removed.concat(batch.removed);
    added = added.concat(batch.added);
    target = batch.target;
  }, signal);
  return { head, position, target: end, settled: settled.number };
}
