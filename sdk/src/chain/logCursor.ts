import { ArgumentError, ConfigurationError, TransportError } from '../errors/index.ts';
import { type Block, blockQuestion } from './block.ts';
import type { Chain } from './chain.ts';
import { RpcResponseError, UnreachableError } from './chainErrors.ts';
import {
  advance,
  type Checkpoint,
  type CursorState,
  type CursorStore,
  decodeState,
  floorOf,
  initialState,
} from './cursorState.ts';
import { type Log, type LogFilter, logsQuestion } from './log.ts';
import { createRangeSpan, type RangeSpan } from './rangeSpan.ts';
import { undoReorganisation, undoStrayLogs } from './reorganisation.ts';
import { type Depth, type Snapshot, snapshot } from './snapshot.ts';

/** Some consecutive events, and what a reorganisation took back before them. */
export interface LogBatch<Event> {
  /** Events that no longer stand, newest first. Undo these before the others. */
  readonly removed: readonly Event[];
  /** New events by block and log index. */
  readonly added: readonly Event[];
  /** Logs of the contracts' addresses that are no events of theirs. */
  readonly skipped: number;
  /** Everything up to this block has been handed over with this batch. */
  readonly position: number;
  /** The block that this poll goes up to. */
  readonly target: number;
}

/** What a cursor follows, and how. */
export interface LogCursorOptions<Event> extends ReadingOptions {
  /** The contracts whose logs are read, and with which topics. */
  readonly filter: Pick<LogFilter, 'addresses' | 'topics'>;
  /** Null for a log that is none of theirs. Never throws: a hostile log must not stop those that follow. */
  readonly decode: (log: Log) => Event | null;
}

/** How a cursor reads. */
export interface ReadingOptions {
  readonly store: CursorStore;
  /** The first block of interest, at least 1: where the contracts were deployed. */
  readonly from: number;
  /** Up to which block: `settled` by default. */
  readonly depth?: Depth;
  /** How many blocks are read again at each poll, as servers may index the newest late; 16 by default. */
  readonly overlap?: number;
  /** How deep a reorganisation can be undone, in blocks; 256 by default. */
  readonly retain?: number;
  /** How many events are kept for that at most; 10,000 by default. */
  readonly maxRecent?: number;
  /** Blocks a query at most; 5,000 by default. Servers that allow less are adapted to. */
  readonly maxSpan?: number;
}

/** Reads contracts' events in order, over restarts, reorganisations and servers' limits; without filters on any server. */
export interface LogCursor<Event> {
  /**
   * Hands over all that is new. The position is saved after the handler has returned, so after a crash a batch may come again
   * but none is lost; a handler that throws ends the poll.
   *
   * @throws {ReorganisationError} when the chain changed more deeply than `retain`.
   * @throws {DecodeError} when the saved state is damaged.
   */
  readonly poll: (
    handler: (batch: LogBatch<Event>) => Promise<void> | void,
    signal?: AbortSignal,
  ) => Promise<{ readonly position: number; readonly target: number } & Snapshot>;
}

type Settings<Event> = Required<LogCursorOptions<Event>>;

const queriesBetweenSaves = 20;
const restarts = 3;
const timeoutsInARow = 3;

/**
 * Follows the logs of any contracts; `createEventCursor` those of the SDK's own.
 *
 * @example
 * ```ts
 * const cursor = createLogCursor(chain, { store, from, filter: { addresses: [token], topics: [] }, decode: (log) => log });
 * ```
 */
export function createLogCursor<Event>(chain: Chain, options: LogCursorOptions<Event>): LogCursor<Event> {
  const settings = toSettings(options);
  return {
    poll: async (handler, signal) => {
      const { head, settled } = await snapshot(chain, [], signal ? { signal } : {});
      const target = settings.depth === 'head' ? head : settled;
      const start = await loadState(chain, settings, target.number, signal);
      if (!start) return { position: settings.from - 1, target: target.number, head, settled };
      const run = createRun(chain, settings, handler, signal);
      let state = await run.undo(start, target.number);
      for (let attempt = 0; ; attempt++) {
        const read = await run.read(state, target.number);
        state = read.state;
        if (!read.changed) break;
        // The chain changed while it was read: find out how far back, and read that part again.
        if (attempt === restarts) throw new TransportError('the chain changed under every attempt to read it');
        const before = state;
        state = await run.undo(state, target.number);
        if (state === before) state = await run.undo(state, target.number, undoStrayLogs);
      }
      return { position: state.position, target: target.number, head, settled };
    },
  };
}

function createRun<Event>(
  chain: Chain,
  settings: Settings<Event>,
  handler: (batch: LogBatch<Event>) => Promise<void> | void,
  signal: AbortSignal | undefined,
) {
  const events = (logs: readonly Log[]) => logs.map((log) => settings.decode(log)).filter((event) => event !== null);

  async function undo(state: CursorState, target: number, find = undoReorganisation): Promise<CursorState> {
    const { removed, after } = await find(chain, state, target, signal);
    if (after === state) return state;
    if (removed.length > 0) {
      await handler({ removed: events(removed), added: [], skipped: 0, position: after.position, target });
    }
    await settings.store.save(after);
    return after;
  }

  async function read(before: CursorState, target: number): Promise<{ state: CursorState; changed: boolean }> {
    const span = createRangeSpan(settings.maxSpan, before.span);
    const first = Math.max(floorOf(before).block, Math.min(before.position - settings.overlap, target)) + 1;
    const ended = new AbortController();
    const given = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    try {
      return await readOn(
        before,
        target,
        readAhead(first, target, (from) => query(from, target, span, given)),
        span,
      );
    } finally {
      ended.abort();
    }
  }

  async function readOn(
    before: CursorState,
    target: number,
    ranges: AsyncIterable<Range>,
    span: RangeSpan,
  ): Promise<{ state: CursorState; changed: boolean }> {
    let state = before;
    let queries = 0;
    for await (const { from: next, logs, end } of ranges) {
      queries++;
      const seen = state.recent.filter(({ block }) => block >= next);
      const found = new Set(seen.length > 0 ? logs.map(keyOf) : []);
      if (seen.some((log) => log.block <= end.block && !found.has(keyOf(log)))) return { state, changed: true };
      const known = new Set(seen.map(keyOf));
      const fresh = known.size > 0 ? logs.filter((log) => !known.has(keyOf(log))) : logs;
      const limits = { retain: settings.retain, maxRecent: settings.maxRecent, span: span.learnt() };
      state = advance(state, end, fresh, limits);
      const added = events(fresh);
      if (fresh.length > 0) {
        const skipped = fresh.length - added.length;
        await handler({ removed: [], added, skipped, position: state.position, target });
      }
      const isLast = end.block >= target;
      if (fresh.length > 0 || queries % queriesBetweenSaves === 0 || isLast) await settings.store.save(state);
    }
    return { state, changed: false };
  }

  async function query(from: number, target: number, span: RangeSpan, until: AbortSignal): Promise<Range> {
    for (let timeouts = 0; ; ) {
      const to = rangeEnd(from, target, span.blocks(), settings.retain);
      try {
        const found = await logsUpTo(chain, { ...settings.filter, from, to }, until);
        span.accepted(to - from + 1);
        return { from, ...found };
      } catch (error) {
        const late = error instanceof UnreachableError && ++timeouts < timeoutsInARow;
        if (!(error instanceof RpcResponseError || late) || !span.refused()) throw error;
      }
    }
  }

  return { undo, read };
}

/** The logs of consecutive blocks, the first of which is `from`. */
interface Range {
  readonly from: number;
  readonly logs: readonly Log[];
  readonly end: Checkpoint;
}

/** One range after the other up to `target`. While one is dealt with, the next is under way already: servers are slower than we. */
async function* readAhead(first: number, target: number, query: (from: number) => Promise<Range>) {
  let ahead = first <= target ? query(first) : null;
  while (ahead) {
    const range: Range = await ahead;
    const next = range.end.block + 1;
    ahead = next <= target ? query(next) : null;
    // What goes wrong is told in its turn; whoever stops before that does not want to know.
    ahead?.catch(() => undefined);
    yield range;
  }
}

/** Ends a range where the retained blocks begin, so that a checkpoint stands there. */
function rangeEnd(from: number, target: number, blocks: number, retain: number): number {
  const to = Math.min(from + blocks - 1, target);
  const boundary = target - retain;
  return from <= boundary && to > boundary ? boundary : to;
}

/** The logs and the hash of the last block in one request: if they do not fit together, the server is between two states. */
async function logsUpTo(chain: Chain, filter: LogFilter, signal: AbortSignal) {
  const questions = [logsQuestion(filter), blockQuestion(filter.to)];
  const what = `the logs of blocks ${filter.from} to ${filter.to}`;
  const [logsAnswer, blockAnswer] = await chain.rpc.agree(what, questions, signal);
  const logs = (logsAnswer as { readonly value: readonly Log[] }).value;
  const { number, hash } = (blockAnswer as { readonly value: Block }).value;
  if (logs.some((log) => log.block === number && log.blockHash !== hash)) {
    throw new TransportError('an RPC endpoint gave logs of a block that it does not have');
  }
  return { logs, end: { block: number, hash } };
}

async function loadState(
  chain: Chain,
  settings: Pick<Settings<unknown>, 'store' | 'from' | 'maxSpan'>,
  target: number,
  signal: AbortSignal | undefined,
): Promise<CursorState | null> {
  const saved = await settings.store.load();
  if (saved !== null && saved !== undefined) {
    const state = decodeState(saved);
    if (state.chainId === chain.chainId) return state;
    throw new ConfigurationError(`belongs to chain ${state.chainId}, not ${chain.chainId}`, {
      field: 'cursor.chainId',
    });
  }
  if (settings.from > target) return null;
  const [answer] = await chain.rpc.agree('the first block', [blockQuestion(settings.from - 1)], signal);
  const { number, hash } = (answer as { readonly value: Block }).value;
  return initialState(chain.chainId, { block: number, hash }, settings.maxSpan);
}

function toSettings<Event>(options: LogCursorOptions<Event>): Settings<Event> {
  const { from, depth = 'settled', overlap = 16, retain = 256, maxRecent = 10_000, maxSpan = 5_000 } = options;
  for (const [field, value] of Object.entries({ from, retain, maxRecent, maxSpan })) {
    if (!Number.isSafeInteger(value) || value < 1) throw new ArgumentError('is not a positive whole number', { field });
  }
  if (!Number.isSafeInteger(overlap) || overlap < 0 || overlap > retain) {
    throw new ArgumentError('is not between 0 and `retain`', { field: 'overlap' });
  }
  return { ...options, depth, overlap, retain, maxRecent, maxSpan };
}

function keyOf(log: Log): string {
  return `${log.blockHash}:${log.logIndex}:${log.transaction}`;
}
