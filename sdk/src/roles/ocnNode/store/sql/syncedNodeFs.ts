import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { isMissing } from '../../../../files/index.ts';

/** What an open file of PGlite's file system is, as far as it matters here. */
interface Stream {
  readonly nfd: number;
  readonly path?: string;
}

interface StreamOperations {
  fsync?: (stream: Stream) => number;
  write: (stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number) => number;
}

const SEGMENT = /\/pg_wal\/([0-9A-F]{24})$/;
const LOG = '/pg_wal/';
/** The code of a failed call, as WASI has it: input or output error. */
const EIO = 29;
/** How long what nobody waits for may lie in the memory of the system alone. */
const LAG_MS = 100;
/** A page begins with the position in the log up to which the log has to be on the disk before it. */
const POSITION_BYTES = 8;

/**
 * PGlite's files in a folder, written to the disk in the order that PostgreSQL relies on. (PGlite by itself never waits for the disk.)
 *
 * The log is handed to the system at once, so that it outlives this process; that it is on the disk is waited for beside the event
 * loop, once for all who wait (`settle`). Everything else is as PostgreSQL wants it, synchronously, which it does at checkpoints.
 *
 * @see PostgreSQL, "Reliability and the Write-Ahead Log"
 */
export class SyncedNodeFs extends NodeFS {
  readonly #folder: string;
  #unsynced = new Set<string>();
  /** Those that are on their way. */
  #syncing: ReadonlySet<string> = new Set();
  #current: Promise<void> | null = null;
  #following: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;
  /** The segment that was written last, which is nearly always the one that is written next. */
  #open: { readonly segment: string; readonly file: FileHandle } | null = null;

  constructor(folder: string) {
    super(folder);
    this.#folder = folder;
  }

  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    type PreRun = NonNullable<typeof emscriptenOpts.preRun>[number];
    const patch: PreRun = (module) => {
      const { NODEFS } = module as unknown as { NODEFS: { stream_ops: StreamOperations } };
      this.#patch(NODEFS.stream_ops);
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), patch] } };
  }

  /** Resolves when all that was committed before is on the disk. @throws if the disk has failed, then and ever after. */
  settle(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#unsynced.size === 0) return this.#current ?? Promise.resolve();
    // One that is under way may have begun too early.
    if (this.#current !== null) {
      this.#following ??= this.#current.then(() => this.#flush());
      return this.#following;
    }
    return this.#flush();
  }

  /** After the database was closed. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    try {
      await this.settle();
    } finally {
      await this.#open?.file.close();
      this.#open = null;
    }
  }

  #flush(): Promise<void> {
    this.#following = null;
    const segments = this.#unsynced;
    this.#syncing = segments;
    this.#unsynced = new Set();
    this.#current = this.#syncAll(segments)
      .catch((error) => {
        this.#failure = error;
        throw error;
      })
      .finally(() => {
        this.#current = null;
        this.#syncing = new Set();
      });
    return this.#current;
  }

  async #syncAll(segments: ReadonlySet<string>): Promise<void> {
    for (const segment of segments) {
      if (this.#open?.segment !== segment) await this.#turnTo(segment);
      await this.#open?.file.datasync();
    }
  }

  async #turnTo(segment: string): Promise<void> {
    await this.#open?.file.close();
    this.#open = null;
    const file = await open(segment, 'r+').catch(unlessGone);
    if (file !== null) this.#open = { segment, file };
  }

  #patch(operations: StreamOperations): void {
    const { write } = operations;
    operations.fsync = (stream) => this.#sync(stream);
    operations.write = (stream, buffer, offset, length, position) => {
      if (!stream.path?.includes(LOG)) this.#logFirst(buffer, offset, length);
      return write(stream, buffer, offset, length, position);
    };
  }

  #sync({ nfd, path }: Stream): number {
    const segment = path === undefined ? null : SEGMENT.exec(path);
    if (segment?.[1] !== undefined) {
      this.#unsynced.add(join(this.#folder, 'pg_wal', segment[1]));
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.settle().catch(() => undefined);
      }, LAG_MS).unref();
      return 0;
    }
    try {
      fsyncSync(nfd);
      return 0;
    } catch (error) {
      this.#failure = error;
      return EIO;
    }
  }

  /** Before a page is written, its log has to be on the disk; an empty page has none. */
  #logFirst(buffer: Uint8Array, offset: number, length: number): void {
    if (this.#unsynced.size === 0 && this.#syncing.size === 0) return;
    const position = buffer.subarray(offset, offset + Math.min(POSITION_BYTES, length));
    if (position.every((byte) => byte === 0)) return;
    for (const segment of new Set([...this.#syncing, ...this.#unsynced])) syncFileNow(segment);
    this.#unsynced = new Set();
    this.#syncing = new Set();
  }
}

function syncFileNow(path: string): void {
  let file: number | null = null;
  try {
    file = openSync(path, 'r+');
    fdatasyncSync(file);
  } catch (error) {
    unlessGone(error);
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** A segment goes, or becomes another, when a checkpoint has made it needless. */
function unlessGone(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
