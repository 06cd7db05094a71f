import { ArgumentError, BaseError } from '../../../errors/index.ts';
import { moduleIds } from '../../../protocol/ocpi/index.ts';
import { UndeliverableError } from '../bridgeErrors.ts';
import { callPeer, dataOf, moduleUrl, type Registered, registeredConnection } from '../client/peer.ts';
import type { BridgeContext } from '../context.ts';
import type { OutboxEntry } from '../store/bridgeStore.ts';
import { backoff } from './backoff.ts';
import { isFinal } from './outcome.ts';

/** What became of messages since this process has started. */
export interface Tally {
  sent: number;
  retried: number;
  failed: number;
  lastError: string | null;
}

/** Tries a message once, and notes what came of it. @throws only what the store throws: the message is tried again when its lease is over. */
export async function deliver(context: BridgeContext, tally: Tally, entry: OutboxEntry): Promise<void> {
  try {
    await sendOnce(context, entry);
  } catch (error) {
    await failed(context, tally, entry, error);
    return;
  }
  await context.store.outbox.remove(entry.id);
  tally.sent += 1;
}

async function failed(context: BridgeContext, tally: Tally, entry: OutboxEntry, error: unknown): Promise<void> {
  const { store, limits, now } = context;
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

async function sendOnce(context: BridgeContext, entry: OutboxEntry): Promise<void> {
  const connection = await registeredConnection(context);
  const { from, to, id: requestId, correlationId, method, body, created: since } = entry;
  const isConfiguration = entry.module === 'hubclientinfo';
  const answer = await callPeer(context, connection.callToken, {
    ...{ method, url: urlOf(connection, entry), body, requestId, correlationId, since },
    ...(isConfiguration ? {} : { parties: { from, to } }),
  });
  dataOf(answer, null);
}

function urlOf(connection: Registered, { path, module, role, query }: OutboxEntry): URL {
  if (/^https?:/i.test(path)) {
    // A result for a node that we have left: that node would get the token of the one that we are at now.
    if (new URL(path).origin === new URL(connection.versionsUrl).origin) return new URL(path);
    throw new ArgumentError('is of a node that this back office is not at any more', { field: 'response_url' });
  }
  const isCustom = !(moduleIds as readonly string[]).includes(module);
  const base = moduleUrl(connection, module, role, isCustom);
  return new URL(`${base.href.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}`);
}
