import { type Chain, type CursorState, ReorganisationError } from '@gridseal/sdk/chain';
import { DecodeError } from '@gridseal/sdk/errors';
import { initialStatus } from '../client/statusStore.ts';
import type { ChangeScope, IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import { toProblem } from '../problem.ts';
import type { TabChannel, TabMessage } from './channel.ts';
import type { Change, IndexDatabase } from './database.ts';
import { findFirstBlock } from './firstBlock.ts';
import type { Knowledge } from './knowledge.ts';
import { readChain, type Step } from './reader.ts';

/** What an indexer is made with. Whatever the browser denies is null: then this tab reads by itself and keeps nothing. */
export interface IndexerOptions {
  readonly network: Network;
  readonly chain: Chain;
  readonly knowledge: Pick<Knowledge, 'apply' | 'clear' | 'count'>;
  readonly database: IndexDatabase | null;
  readonly channel: TabChannel | null;
  /** Runs the work when no other tab does such work. */
  readonly alone: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly status: (status: IndexStatus) => void;
  readonly changed: (scopes: Iterable<ChangeScope>) => void;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** Resolves after that time, or when the signal says so. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const pollMs = { instant: 1_000, other: 4_000 };
const firstPauseMs = 2_000;
const lastPauseMs = 60_000;
/** Without news, the cursor is saved so often at most, or when it has gone so far. */
const idleSaveMs = 30_000;
const idleSaveBlocks = 64;
const maxWritesBehind = 3;
/** What depends on block time is looked at again after so long. */
const timeStepSeconds = 30;

/** Keeps the knowledge in step with the chain: by reading it, or by following the tab that does. */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #closed = new AbortController();
  #database: IndexDatabase | null;
  #status: IndexStatus = initialStatus;
  #revision = 0;
  #cursor: CursorState | null = null;
  #firstBlock: number | null = null;
  #saved = { at: 0, position: 0 };
  #writes: Promise<void> = Promise.resolve();
  #writesBehind = 0;
  #refreshing: Promise<void> = Promise.resolve();
  #wake = new AbortController();
  #polled = Promise.withResolvers<void>();
  #looking = false;
  #notedTime = 0;
  #startsOver = false;
  #isTidy = false;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#database = options.database;
  }

  get status(): IndexStatus {
    return this.#status;
  }

  /** Resolves when what the browser had is loaded; goes on until `close`. */
  async start(): Promise<void> {
    const { channel, alone } = this.#options;
    channel?.listen((message) => this.#hear(message));
    this.#set({ status: 'syncing', storage: this.#database ? 'persistent' : 'memory' });
    await this.#refresh();
    if (this.#database && alone && channel) {
      channel.post({ type: 'hello' });
      void alone(() => this.#lead()).catch(() => this.#leadAlone());
    } else void this.#leadAlone();
  }

  /** Resolves when everything is written that was read. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#options.channel?.close();
    await this.#writes;
    this.#database?.close();
  }

  /** Looks at the chain now. Resolves when that is done, well or not. */
  async poll(): Promise<void> {
    if (this.#status.leader) {
      this.#wake.abort();
      // What is under way may have looked just before: the next look is the one that counts.
      if (this.#looking) await this.#polled.promise;
      await this.#polled.promise;
      return;
    }
    this.#options.channel?.post({ type: 'poll' });
    await this.#options.sleep(firstPauseMs, this.#closed.signal);
  }

  /** Forgets everything and reads it again. */
  async reset(): Promise<void> {
    if (!this.#status.leader) this.#options.channel?.post({ type: 'reset' });
    this.#startsOver = true;
    await this.poll();
  }

  #set(fields: Partial<IndexStatus>): void {
    const events = this.#options.knowledge.count();
    this.#status = { ...this.#status, ...fields, events, revision: this.#revision };
    this.#options.status(this.#status);
    this.#noteTime();
    if (this.#status.leader) this.#options.channel?.post({ type: 'status', status: this.#status });
  }

  /** Things expire without any event: block time alone changes what holds. */
  #noteTime(): void {
    const time = this.#status.head?.timestamp ?? 0;
    if (time - this.#notedTime < timeStepSeconds) return;
    this.#notedTime = time;
    this.#options.changed(['certificates', 'proposals']);
  }

  #hear(message: TabMessage): void {
    const { leader, storage } = this.#status;
    if (leader) {
      if (message.type === 'hello') this.#set({});
      if (message.type === 'reset') this.#startsOver = true;
      if (message.type === 'poll' || message.type === 'reset') this.#wake.abort();
      return;
    }
    if (message.type === 'saved') void this.#refresh();
    else if (message.type === 'status') this.#set({ ...message.status, leader: false, storage });
    else if (message.type === 'alone') void this.#leadAlone();
  }

  /** Takes over what was saved since; one at a time. */
  #refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(async () => {
      try {
        await this.#load();
      } catch {
        // Damaged, or not to be had: what is here cannot be built upon.
        this.#forget();
        if (this.#status.leader) await this.#database?.clear(this.#revision);
        else void this.#leadAlone();
      }
    });
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    const { knowledge, changed } = this.#options;
    const saved = await this.#database?.load(this.#revision);
    if (!saved || saved.revision === this.#revision) return;
    if (saved.isWhole) knowledge.clear();
    const scopes = knowledge.apply([], saved.events);
    this.#revision = saved.revision;
    this.#cursor = saved.cursor;
    const { head, cursor } = saved;
    this.#set({ ...(head ? { head } : {}), block: cursor?.position ?? null });
    changed(saved.isWhole ? ['all'] : scopes);
  }

  #forget(): void {
    this.#options.knowledge.clear();
    this.#cursor = null;
    this.#firstBlock = null;
    this.#revision++;
    this.#options.changed(['all']);
  }

  async #leadAlone(): Promise<void> {
    if (this.#status.leader || this.#closed.signal.aborted) return;
    this.#database = null;
    this.#set({ storage: 'memory' });
    await this.#lead();
  }

  async #lead(): Promise<void> {
    if (this.#status.leader || this.#closed.signal.aborted) return;
    if (this.#database) await this.#refresh();
    this.#set({ leader: true, status: 'syncing' });
    for (let failures = 0; !this.#closed.signal.aborted; ) {
      this.#looking = true;
      failures = (await this.#look()) ? 0 : failures + 1;
      if (failures === 0) await this.#tidy();
      this.#looking = false;
      this.#polled.resolve();
      this.#polled = Promise.withResolvers();
      const { network } = this.#options;
      const calm = network.finality === 0 ? pollMs.instant : pollMs.other;
      await this.#pause(failures === 0 ? calm : Math.min(firstPauseMs * 2 ** (failures - 1), lastPauseMs));
    }
  }

  /** Once a visit, when there is time: the next one starts faster. */
  async #tidy(): Promise<void> {
    if (this.#isTidy) return;
    this.#isTidy = true;
    await this.#writes;
    await this.#database?.compact().catch(() => undefined);
  }

  /** Reads once what is new; false if that failed. */
  async #look(): Promise<boolean> {
    const { chain, network } = this.#options;
    const { signal } = this.#closed;
    try {
      if (this.#startsOver) await this.#startOver();
      this.#firstBlock ??= await findFirstBlock(chain, network, signal);
      const start = { cursor: this.#cursor, from: this.#firstBlock };
      const caught = await readChain(chain, start, (step) => this.#commit(step), signal);
      const { position, target, head, settled } = caught;
      const wasSyncing = this.#status.status === 'syncing';
      this.#set({ status: 'live', block: position, target, head, settled, error: null });
      // What was put off until now may be wanted.
      if (wasSyncing) this.#options.changed(['certificates', 'proposals']);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      // The chain is another one than before, or what was saved is damaged: only the beginning is certain.
      if (error instanceof ReorganisationError || error instanceof DecodeError) this.#startsOver = true;
      this.#set({ status: 'error', error: toProblem(error) });
      return false;
    }
  }

  async #startOver(): Promise<void> {
    this.#startsOver = false;
    await this.#writes;
    this.#forget();
    this.#set({ status: 'syncing', block: null });
    await this.#database?.clear(this.#revision).catch(() => this.#giveUpKeeping());
    this.#options.channel?.post({ type: 'saved' });
  }

  async #commit({ removed, added, cursor, target }: Step): Promise<void> {
    const { knowledge, changed, now } = this.#options;
    this.#cursor = cursor;
    const hasNews = removed.length + added.length > 0;
    if (hasNews) {
      const scopes = knowledge.apply(removed, added);
      this.#revision++;
      changed(scopes);
    }
    if (hasNews || cursor.position < target) this.#set({ block: cursor.position, target });
    const isFarther = cursor.position - this.#saved.position >= idleSaveBlocks;
    if (!hasNews && !isFarther && now() - this.#saved.at < idleSaveMs) return;
    this.#saved = { at: now(), position: cursor.position };
    await this.#write({ revision: this.#revision, removed, added, cursor, head: this.#status.head });
  }

  /** Writes in the background; waits only when too much is unwritten. */
  async #write(change: Change): Promise<void> {
    const database = this.#database;
    if (!database) return;
    this.#writesBehind++;
    this.#writes = this.#writes
      .then(() => (this.#database ? database.save(change) : undefined))
      .then(() => this.#options.channel?.post({ type: 'saved' }))
      .catch(() => this.#giveUpKeeping())
      .finally(() => {
        this.#writesBehind--;
      });
    if (this.#writesBehind > maxWritesBehind) await this.#writes;
  }

  /** No room, or no permission any more. What is known stays until the tab is closed. */
  #giveUpKeeping(): void {
    if (!this.#database) return;
    this.#database = null;
    this.#set({ storage: 'memory' });
    this.#options.channel?.post({ type: 'alone' });
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.sleep(ms, AbortSignal.any([this.#wake.signal, this.#closed.signal]));
    this.#wake = new AbortController();
  }
}
