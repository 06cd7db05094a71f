import { type Codec, type Hex, toCid, toHex } from '../../bytes/index.ts';
import { ArgumentError, ConfigurationError } from '../../errors/index.ts';
import { DAG_PB } from '../content/index.ts';
import { type Administration, createAdministration, type NodeStatus } from './administration.ts';
import { createBlockSource } from './blockSource.ts';
import type { NamedFile } from './buildDag.ts';
import type { Fetch } from './cappedFetch.ts';
import { createContentReader, type DirectoryEntry } from './contentReader.ts';
import { attempt, writeDag } from './contentWriter.ts';
import type { Dag } from './dag.ts';
import { type Endpoint, type EndpointOptions, parseEndpoint } from './endpoint.ts';
import { type Copy, TooFewCopiesError } from './storeErrors.ts';

export interface StoreOptions {
  readonly endpoints: readonly EndpointOptions[];
  /** For one answer of one endpoint to a read. Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** For a read of any number of blocks. Default 120,000 ms. */
  readonly totalTimeoutMs?: number;
  /** For one endpoint to take a write, or to do an administrative command. Default 120,000 ms. */
  readonly writeTimeoutMs?: number;
  /** After which the next endpoint is asked too. Default 250 ms. */
  readonly staggerMs?: number;
  /** What a read may return, unless it says otherwise. Default 16 MiB. */
  readonly maxBytes?: number;
  /** What a listing may return, unless it says otherwise. Default 100,000. */
  readonly maxEntries?: number;
  /** How many endpoints have to hold what was written. Default 1. */
  readonly minimumCopies?: number;
  readonly fetch?: Fetch;
}

/** Content by its digest, and how it is stored. */
export interface ContentReference {
  readonly digest: Hex;
  readonly codec: Codec;
}

export interface Written extends ContentReference {
  readonly cid: string;
  /** Bytes of all blocks. */
  readonly size: number;
  /** One for each RPC endpoint, in their order. */
  readonly copies: readonly Copy[];
}

/** One endpoint's answer to an administrative command. */
export type Report<T> = Copy & { readonly value?: T };

interface Cancellable {
  readonly signal?: AbortSignal;
}

/** Everything read is verified against its digest; nothing read is larger or takes longer than allowed. */
export interface Store {
  /** A raw block or a UnixFS file. */
  read(what: ContentReference & Cancellable & { readonly maxBytes?: number }): Promise<Uint8Array>;
  /** The file at `path` (names separated by `/`) in a directory. */
  readPath(root: Hex, path: string, options?: Cancellable & { readonly maxBytes?: number }): Promise<Uint8Array>;
  list(root: Hex, options?: Cancellable & { readonly maxEntries?: number }): Promise<DirectoryEntry[]>;
  /** At most 1 MiB, which is what a Kubo takes. */
  writeBlock(bytes: Uint8Array, options?: Cancellable): Promise<Written>;
  /** Up to 256 KiB are a raw block, and `codec` says so. */
  writeFile(bytes: Uint8Array, options?: Cancellable): Promise<Written>;
  writeDirectory(files: Iterable<NamedFile>, options?: Cancellable): Promise<Written>;
  pin(what: ContentReference & Cancellable): Promise<readonly Copy[]>;
  unpin(what: ContentReference & Cancellable): Promise<readonly Copy[]>;
  isPinned(what: ContentReference & Cancellable): Promise<readonly Report<boolean>[]>;
  status(options?: Cancellable): Promise<readonly Report<NodeStatus>[]>;
  /** Removes what is not pinned; the values are the numbers of blocks removed. */
  gc(options?: Cancellable): Promise<readonly Report<number>[]>;
}

/** Kubo's limit for `block/put` (boxo, "BlockSizeLimit"). */
export const MAX_RAW_BLOCK_BYTES = 1024 * 1024;

/**
 * @throws {ConfigurationError} naming the option that is wrong.
 * @example
 * ```ts
 * const store = createStore({ endpoints: [{ rpc: 'http://127.0.0.1:5001' }, { gateway: 'https://ipfs.example.org' }] });
 * const { digest, codec } = await store.writeBlock(envelope);
 * const same = await store.read({ digest, codec, maxBytes: 65_536 });
 * ```
 */
export function createStore(options: StoreOptions): Store {
  const settings = checkSettings(options);
  const endpoints = options.endpoints.map(parseEndpoint);
  const writable = endpoints.filter(({ kind }) => kind === 'rpc');
  const { fetch = globalThis.fetch.bind(globalThis) } = options;
  const source = createBlockSource(endpoints, { ...settings, fetch });
  const reader = createContentReader(source, settings);
  const builder = () => import('./buildDag.ts');

  async function write(dag: Dag, codec: Codec, signal?: AbortSignal): Promise<Written> {
    requireWritable(writable, settings.minimumCopies);
    const copies = await writeDag(writable, dag, { ...settings, fetch, timeoutMs: settings.writeTimeoutMs }, signal);
    const size = [...dag.blocks.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { digest: toHex(dag.root.multihash.digest), codec, cid: dag.root.toString(), size, copies };
  }

  async function administer<T>(work: (node: Administration) => Promise<T>, signal?: AbortSignal): Promise<Report<T>[]> {
    requireWritable(writable, 1);
    return Promise.all(
      writable.map(async (endpoint) => {
        const result: { value?: T } = {};
        const node = createAdministration(endpoint, settings.writeTimeoutMs, signal);
        const copy = await attempt(endpoint, async () => {
          result.value = await work(node);
        });
        return { ...copy, ...result };
      }),
    );
  }

  async function change(action: string, work: (node: Administration) => Promise<void>, signal?: AbortSignal) {
    const copies = (await administer(work, signal)).map(({ value: _, ...copy }) => copy);
    if (copies.filter(({ ok }) => ok).length < settings.minimumCopies) {
      throw new TooFewCopiesError(action, copies, settings.minimumCopies);
    }
    return copies;
  }

  return {
    read: ({ digest, codec, maxBytes, signal }) => reader.read(digest, codec, { maxBytes, signal }),
    readPath: (root, path, read = {}) => reader.readPath(root, path, read),
    list: (root, list = {}) => reader.list(root, list),
    writeBlock: async (bytes, { signal } = {}) => {
      if (bytes.length > MAX_RAW_BLOCK_BYTES) {
        throw new ArgumentError('has more than the 1 MiB of a raw block: write it as a file', { field: 'bytes' });
      }
      return write(await (await builder()).buildBlock(bytes), 'raw', signal);
    },
    writeFile: async (bytes, { signal } = {}) => {
      const dag = await (await builder()).buildFile(bytes);
      return write(dag, dag.root.code === DAG_PB ? 'file' : 'raw', signal);
    },
    writeDirectory: async (files, { signal } = {}) =>
      write(await (await builder()).buildDirectory(files), 'directory', signal),
    pin: ({ digest, codec, signal }) => change('pinning', (node) => node.pin(toCid(digest, codec)), signal),
    unpin: ({ digest, codec, signal }) => change('unpinning', (node) => node.unpin(toCid(digest, codec)), signal),
    isPinned: ({ digest, codec, signal }) => administer((node) => node.isPinned(toCid(digest, codec)), signal),
    status: ({ signal } = {}) => administer((node) => node.status(), signal),
    gc: ({ signal } = {}) => administer((node) => node.gc(), signal),
  };
}

const defaults = {
  timeoutMs: 10_000,
  totalTimeoutMs: 120_000,
  writeTimeoutMs: 120_000,
  staggerMs: 250,
  maxBytes: 16 * 1024 * 1024,
  maxEntries: 100_000,
  minimumCopies: 1,
};

type Settings = typeof defaults;

function checkSettings(options: StoreOptions): Settings {
  if (options.endpoints.length === 0) throw new ConfigurationError('is empty', { field: 'endpoints' });
  const settings = { ...defaults };
  for (const field of Object.keys(defaults) as (keyof Settings)[]) {
    const value = options[field] ?? defaults[field];
    if (!Number.isSafeInteger(value) || value < 1 || value > 2 ** 31 - 1) {
      throw new ConfigurationError('has to be a whole number of at least 1', { field });
    }
    settings[field] = value;
  }
  return settings;
}

function requireWritable(writable: readonly Endpoint[], minimumCopies: number): void {
  if (writable.length < minimumCopies) {
    throw new ConfigurationError(`has ${writable.length} RPC endpoints where ${minimumCopies} are needed to write`, {
      field: 'endpoints',
    });
  }
}
