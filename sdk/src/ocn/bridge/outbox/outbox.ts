import { utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { BaseError } from '../../../errors/index.ts';
import {
  foldCiString,
  type HttpMethod,
  type InterfaceRole,
  moduleIds,
  type Party,
  partyKey,
} from '../../../protocol/ocpi/index.ts';
import { OutboxFullError, UndeliverableError } from '../bridgeErrors.ts';
import { callPeer, dataOf, moduleUrl, type Registered, registeredConnection } from '../client/peer.ts';
import type { BridgeContext } from '../context.ts';
import type { OutboxCounts, OutboxEntry, OutboxMessage } from '../store/bridgeStore.ts';
import { backoff } from './backoff.ts';
import { isFinal } from './outcome.ts';

/** How often what has expired is removed. */
const SWEEP_MS = 600_000;

/** A message to send. */
export interface Draft {
  readonly from?: Party;
  readonly to: Party;
  readonly module: string;
  readonly role: InterfaceRole;
  readonly method: HttpMethod;
  /** Below the module's URL, or a whole URL that the other gave us. */
  readonly path: string;
  readonly query?: string;
  readonly body?: string | null;
  /** What it is about: messages to one receiver about the same go in their order. Default: the path. */
  readonly lane?: string;
  /** Default: a new one. */
  readonly id?: string;
}

/** A message that was written to the outbox, and will be sent whatever happens to this process. */
export interface Queued {
  /** The `X-Request-ID` of all attempts. */
  readonly id: string;
  /**
   * Resolves when it has arrived; needs {@link Bridge.start}. Only for those who wait: nothing depends on it.
   *
   * @throws {UndeliverableError} if it was given up.
   */
  arrived(signal?: AbortSignal): Promise<void>;
}

export interface OutboxStatus extends OutboxCounts {
  readonly running: boolean;
  /** Since this process has started. */
  readonly sent: number;
  readonly retried: number;
  readonly failed: number;
  readonly lastError: string | null;
}

/** What is sent, until it has arrived. */
export interface Outbox {
  /** @throws {OutboxFullError} */
  add(draft: Draft): Promise<Queued>;
  start(): void;
  /** Waits for what is being sent; what waits stays in the store. */
  stop(): Promise<void>;
  /** Sends what is due, once. @returns How many messages were tried. */
  flush(): Promise<number>;
  status(): Promise<OutboxStatus>;
  /** Messages that were given up, the oldest first. */
  deadLetters(page?: { readonly offset?: number; readonly limit?: number }): Promise<readonly OutboxEntry[]>;
  /** Tries a dead message again. @returns False if there is none. */
  revive(id: string): Promise<boolean>;
  discard(id: string): Promise<void>;
}

export function createOutbox(context: BridgeContext): Outbox {
  const { store, limits, now } = context;
  const tally = { sent: 0, retried: 0, failed: 0, lastError: null as string | null };
  let worker: { readonly done: Promise<void>; stop(): void } | null = null;
  let isWoken = false;
  let endIdle: () => void = () => undefined;
  const wake = (): void => {
    isWoken = true;
    endIdle();
  };

  async function deliver(entry: OutboxEntry): Promise<void> {
    try {
      await sendOnce(context, entry);
      await store.outbox.remove(entry.id);
      tally.sent += 1;
    } catch (error) {
      await failed(entry, error);
    }
  }

  async function failed(entry: OutboxEntry, error: unknown): Promise<void> {
    const attempts = entry.attempts + 1;
    const reason = error instanceof BaseError ? error : new UndeliverableError('failed', { cause: error });
    const text = `${reason.code}: ${reason.shortMessage}`;
    tally.lastError = text;
    const isLate = now() - entry.created >= limits.giveUpMs;
    if (!isLate && !isFinal(reason)) {
      tally.retried += 1;
      await store.outbox.retry(entry.id, attempts, now() + backoff(attempts, context.randomId(), limits), text);
      return;
    }
    tally.failed += 1;
    await store.outbox.bury(entry.id, attempts, text);
    context.log?.('warn', 'a message was given up', { module: entry.module, error: reason.code });
    try {
      await context.onFailed?.({ message: entry, attempts, error: reason });
    } catch (cause) {
      context.log?.('error', 'onFailed failed', { error: cause instanceof Error ? cause.name : 'unknown' });
    }
  }

  async function flush(): Promise<number> {
    const taken = await store.outbox.take(now(), now() + limits.leaseMs, limits.parallel);
    await Promise.all(taken.map(deliver));
    return taken.length;
  }

  let swept = now();

  /** What has expired goes; what fails here is tried the next time. */
  async function sweep(): Promise<void> {
    if (now() - swept < SWEEP_MS) return;
    swept = now();
    await store.sweep(swept).catch(() => context.log?.('warn', 'the store could not be swept', {}));
  }

  function run(): { readonly done: Promise<void>; stop(): void } {
    let isStopped = false;
    const loop = async () => {
      while (!isStopped) {
        isWoken = false;
        await sweep();
        const count = await flush().catch((error: unknown) => {
          tally.lastError = error instanceof Error ? error.name : 'unknown';
          context.log?.('error', 'the outbox failed', { error: tally.lastError });
          return 0;
        });
        if (count === 0 && !isStopped) await idle();
      }
    };
    return {
      done: loop(),
      stop: () => {
        isStopped = true;
        wake();
      },
    };
  }

  /** Until something is written, or may have become due. */
  async function idle(): Promise<void> {
    const due = await store.outbox.nextDue().catch(() => null);
    const ms = Math.max(1, Math.min(limits.pollMs, due === null ? limits.pollMs : due - now()));
    if (isWoken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    flush,
    async add(draft) {
      const message = messageOf(context, draft);
      if (!(await store.outbox.add(message, limits.outboxSize))) throw new OutboxFullError(limits.outboxSize);
      wake();
      return { id: message.id, arrived: (signal) => arrived(context, message.id, signal) };
    },
    start() {
      worker ??= run();
    },
    async stop() {
      const stopped = worker;
      worker = null;
      stopped?.stop();
      await stopped?.done;
    },
    status: async () => ({ ...(await store.outbox.counts()), ...tally, running: worker !== null }),
    deadLetters: ({ offset = 0, limit = 100 } = {}) => store.outbox.dead(offset, limit),
    async revive(id) {
      const isThere = await store.outbox.revive(id, now());
      wake();
      return isThere;
    },
    discard: (id) => store.outbox.remove(id),
  };
}

function messageOf(context: BridgeContext, draft: Draft): OutboxMessage {
  const { to, module, role, method, path, query = '', body = null } = draft;
  const lane = `${partyKey(to)} ${module} ${foldCiString(draft.lane ?? path)}`;
  return {
    id: draft.id ?? context.randomId(),
    // A repetition is told by it at the other end, where the request id is that of the last hub.
    correlationId: draft.id ?? context.randomId(),
    lane: sha256Hex(utf8Encode(lane)).slice(2, 34),
    ...{ from: draft.from ?? context.firstParty, to, module, role, method, path, query, body },
    created: context.now(),
  };
}

async function sendOnce(context: BridgeContext, entry: OutboxEntry): Promise<void> {
  const connection = await registeredConnection(context);
  const { from, to, id: requestId, correlationId, method, body } = entry;
  const isConfiguration = entry.module === 'hubclientinfo';
  const answer = await callPeer(context, connection.callToken, {
    ...{ method, url: urlOf(connection, entry), body, requestId, correlationId },
    ...(isConfiguration ? {} : { parties: { from, to } }),
  });
  dataOf(answer, null);
}

function urlOf(connection: Registered, { path, module, role, query }: OutboxEntry): URL {
  if (/^https?:/i.test(path)) return new URL(path);
  const isCustom = !(moduleIds as readonly string[]).includes(module);
  const base = moduleUrl(connection, module, role, isCustom);
  return new URL(`${base.href.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}`);
}

const POLL_MS = 50;

async function arrived({ store }: BridgeContext, id: string, signal?: AbortSignal): Promise<void> {
  for (let wait = 5; ; wait = Math.min(wait * 2, POLL_MS)) {
    signal?.throwIfAborted();
    const entry = await store.outbox.find(id);
    if (!entry) return;
    if (entry.state === 'dead') throw new UndeliverableError('was given up', { metaMessages: [entry.lastError ?? ''] });
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
