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

/**
 * Takes back everything from the first log on whose block is not the chain's. Beside a newest block that stands, such a log can only
 * have slipped in while a server changed sides between two answers; it would be missed at each reading for ever.
 */
export async function undoStrayLogs(
  chain: Chain,
  state: CursorState,
  target: number,
  signal: AbortSignal | undefined,
): Promise<Undone> {
  const blocks = new Map(state.recent.map((log) => [`${log.block}${log.blockHash}`, log]));
  const anchors = [...blocks.values()].map(({ block, blockHash }) => ({ block, hash: blockHash }));
  const shared = anchors.filter(({ block }) => block <= target).sort((a, b) => a.block - b.block);
  for (let at = 0; at < shared.length; at += anchorsPerRequest) {
    const part = shared.slice(at, at + anchorsPerRequest);
    const stands = await areStanding(chain, part, signal);
    const stray = part[stands.indexOf(false)];
    if (!stray) continue;
    const removed = state.recent.filter((log) => log.block >= stray.block).reverse();
    return { removed, after: rollBack(state, stray.block - 1) };
  }
  return { removed: [], after: state };
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
    const place = (await areStanding(chain, part, signal)).indexOf(true);
    if (place >= 0) return part[place] as Anchor;
  }
  return null;
}

/** Which of the blocks are on the chain. */
async function areStanding(chain: Chain, anchors: readonly Anchor[], signal: AbortSignal | undefined) {
  const questions = anchors.map(({ block }) => blockQuestion(block));
  const answers = await chain.rpc.agree('blocks seen before', questions, signal);
  return answers.map((answer, i) => 'value' in answer && (answer.value as Block).hash === anchors[i]?.hash);
}
