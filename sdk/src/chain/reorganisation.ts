import type { Hex } from '../bytes/index.ts';
import { type Block, blockQuestion } from './block.ts';
import type { Chain } from './chain.ts';
import { ReorganisationError } from './chainErrors.ts';
import { type CursorState, floorOf, rollBack } from './cursorState.ts';
import type { Log } from './log.ts';

/** What a reorganisation took back, newest first, and the state before it. */
export interface Undone {
  readonly removed: readonly Log[];
  /** The given state itself if nothing changed. */
  readonly after: CursorState;
}

/**
 * Compares the blocks that the cursor has seen with the chain's. As a block's hash commits to all before it, the newest one
 * that still stands is the fork; everything above it is taken back.
 *
 * @throws {ReorganisationError} if not even the oldest stands.
 */
export async function undoReorganisation(
  chain: Chain,
  state: CursorState,
  target: number,
  signal: AbortSignal | undefined,
): Promise<Undone> {
  // Endpoints that are behind for a moment take nothing back: what is above their end is left as it is.
  const anchors = anchorsOf(state).filter(({ block }) => block <= target);
  const newest = anchors[0];
  if (!newest || (await standing(chain, [newest], signal)) === newest) return { removed: [], after: state };
  const fork = await standing(chain, anchors, signal);
  if (!fork) throw new ReorganisationError(floorOf(state).block, state.position - floorOf(state).block);
  const removed = state.recent.filter((log) => log.block > fork.block).reverse();
  return { removed, after: rollBack(state, fork.block) };
}

interface Anchor {
  readonly block: number;
  readonly hash: Hex;
}

/** Every block whose hash is known, newest first. */
function anchorsOf(state: CursorState): Anchor[] {
  const hashes = new Map(state.recent.map((log) => [log.block, log.blockHash]));
  for (const { block, hash } of state.checkpoints) hashes.set(block, hash);
  return [...hashes].map(([block, hash]) => ({ block, hash })).sort((a, b) => b.block - a.block);
}

const anchorsPerRequest = 40;

/** The newest of the anchors that is on the chain. */
async function standing(
  chain: Chain,
  anchors: readonly Anchor[],
  signal: AbortSignal | undefined,
): Promise<Anchor | null> {
  for (let at = 0; at < anchors.length; at += anchorsPerRequest) {
    const part = anchors.slice(at, at + anchorsPerRequest);
    const questions = part.map(({ block }) => blockQuestion(block));
    const answers = await chain.rpc.agree('blocks seen before', questions, signal);
    const place = answers.findIndex((answer, i) => 'value' in answer && (answer.value as Block).hash === part[i]?.hash);
    if (place >= 0) return part[place] as Anchor;
  }
  return null;
}
