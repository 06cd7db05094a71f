import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { Schema } from '../quorum/index.ts';
import type { Log } from './log.ts';

/** A block that the cursor has seen. */
export interface Checkpoint {
  readonly block: number;
  readonly hash: Hex;
}

/** What a cursor persists: plain JSON. */
export interface CursorState {
  readonly type: 'gridseal/cursor/v1';
  readonly chainId: number;
  /** Everything up to and including this block has been handed over. */
  readonly position: number;
  /** Ascending. The oldest bounds how deep a reorganisation can be undone. */
  readonly checkpoints: readonly Checkpoint[];
  /** All logs above the oldest checkpoint, so that they can be taken back. */
  readonly recent: readonly Log[];
  /** Blocks a query, as learnt. */
  readonly span: number;
}

/** Where a cursor keeps its state: a file, a database, or memory. */
export interface CursorStore {
  /** What was saved last, null if nothing was. It is decoded again: it may have been damaged. */
  readonly load: () => Promise<unknown>;
  readonly save: (state: CursorState) => Promise<void>;
}

const block = z.int().min(0);
const quantity = z.int().min(1);
const data = z.custom<Hex>((value) => isHex(value), 'is not 0x hexadecimal');

const log = z.strictObject({
  address: Schema.address,
  topics: z.array(Schema.hex32).max(4),
  data,
  block,
  blockHash: Schema.hex32,
  transaction: Schema.hex32,
  logIndex: block,
});

const state = z.strictObject({
  type: z.literal('gridseal/cursor/v1'),
  chainId: quantity,
  position: block,
  checkpoints: z.array(z.strictObject({ block, hash: Schema.hex32 })).min(1),
  recent: z.array(log),
  span: quantity,
});

/** The state just after the block before the first. */
export function initialState(chainId: number, start: Checkpoint, span: number): CursorState {
  return noteSound({
    type: 'gridseal/cursor/v1',
    chainId,
    position: start.block,
    checkpoints: [start],
    recent: [],
    span,
  });
}

/** States that were made here, as long as somebody holds them: a cursor that polls every second need not decode its own again. */
const sound = new WeakSet<CursorState>();

/** @throws {DecodeError} naming the field that is damaged. */
export function decodeState(value: unknown): CursorState {
  return sound.has(value as CursorState) ? (value as CursorState) : noteSound(Schema.parse(state, value, 'cursor'));
}

function noteSound(made: CursorState): CursorState {
  sound.add(made);
  return made;
}

/** The block up to which nothing can be taken back any more. */
export function floorOf({ checkpoints }: CursorState): Checkpoint {
  return checkpoints[0] as Checkpoint;
}

/** The state after the blocks up to `end`, in which `logs` are new. Forgets what is beyond the limits, oldest first. */
export function advance(
  before: CursorState,
  end: Checkpoint,
  logs: readonly Log[],
  limits: { readonly retain: number; readonly maxRecent: number; readonly span: number },
): CursorState {
  const position = Math.max(before.position, end.block);
  const others = before.checkpoints.filter((checkpoint) => checkpoint.block !== end.block);
  const checkpoints = [...others, end].sort((a, b) => a.block - b.block);
  let recent = [...before.recent, ...logs].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  while (checkpoints.length > 1) {
    const next = checkpoints[1] as Checkpoint;
    if (next.block > position - limits.retain && recent.length <= limits.maxRecent) break;
    checkpoints.shift();
    recent = recent.filter((entry) => entry.block > next.block);
  }
  return noteSound({ ...before, position, checkpoints, recent, span: limits.span });
}

/** The state before everything above `base`. */
export function rollBack(before: CursorState, base: number): CursorState {
  return noteSound({
    ...before,
    position: Math.min(before.position, base),
    checkpoints: before.checkpoints.filter((checkpoint) => checkpoint.block <= base),
    recent: before.recent.filter((entry) => entry.block <= base),
  });
}
