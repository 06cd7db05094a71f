import { utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import {
  foldCiString,
  type HttpMethod,
  type InterfaceRole,
  type Party,
  partyKey,
} from '../../../protocol/ocpi/index.ts';
import { OutboxFullError, UndeliverableError } from '../bridgeErrors.ts';
import type { BridgeContext } from '../context.ts';
import type { OutboxCounts, OutboxEntry, OutboxMessage } from '../store/bridgeStore.ts';
import { deliver, type Tally } from './delivery.ts';
import { startWorker, type Worker } from './worker.ts';

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
  const tally: Tally = { sent: 0, retried: 0, failed: 0, lastError: null };
  let worker: Worker | null = null;
  return {
    async add(draft) {
      const message = messageOf(context, draft);
      if (!(await store.outbox.add(message, limits.outboxSize))) throw new OutboxFullError(limits.outboxSize);
      worker?.wake();
      return { id: message.id, arrived: (signal) => arrived(context, message.id, signal) };
    },
    start() {
      worker ??= startWorker(context, tally);
    },
    async stop() {
      const stopped = worker;
      worker = null;
      await stopped?.stop();
    },
    async flush() {
      const taken = await store.outbox.take(now(), now() + limits.leaseMs, limits.parallel);
      await Promise.all(taken.map((entry) => deliver(context, tally, entry)));
      return taken.length;
    },
    status: async () => ({ ...(await store.outbox.counts()), ...tally, running: worker !== null }),
    deadLetters: ({ offset = 0, limit = 100 } = {}) => store.outbox.dead(offset, limit),
    async revive(id) {
      const isThere = await store.outbox.revive(id, now());
      worker?.wake();
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
