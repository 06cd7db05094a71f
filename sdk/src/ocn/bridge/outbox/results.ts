import { NotFoundError } from '../../../errors/index.ts';
import { OcpiError, type Party, sameParty } from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import type { Incoming } from '../server/call.ts';
import type { PendingResult } from '../store/bridgeStore.ts';
import type { Outbox } from './outbox.ts';

type Module = PendingResult['module'];

/** Results that come later than the answer: those that we owe, and those that we wait for. */
export interface Results {
  /** Notes where a result of ours has to go. */
  owe(result: { id: string; module: Module; url: string; own: Party; other: Party }): Promise<void>;
  /** Sends it. @throws {NotFoundError} if nobody waits for it, or not any more. */
  send(id: string, result: unknown): Promise<void>;
  /** Notes that a result is to come from somebody. */
  expect(result: { id: string; module: Module; own: Party; other: Party; expires: number }): Promise<void>;
  /** A result has come. @returns Whether it is the first. @throws {OcpiError} if it is not of whom it is expected. */
  accept(module: Module, id: string, incoming: Incoming, result: unknown): Promise<boolean>;
  /** The result, when it is there; null if it is not by `until`. Also if another process took it in. */
  wait(id: string, until: number, signal?: AbortSignal): Promise<unknown>;
}

const POLL_MS = 250;

export function createResults(context: BridgeContext, outbox: Outbox): Results {
  const { store, now, limits } = context;
  const waiting = new Map<string, () => void>();
  return {
    async owe(result) {
      await store.results.expect({ ...result, direction: 'send', result: null, expires: now() + limits.rememberMs });
    },
    async send(id, result) {
      const pending = await store.results.find(id);
      if (pending?.direction !== 'send' || pending.url === null)
        throw new NotFoundError('is not waited for', { field: 'id' });
      const body = JSON.stringify(result);
      // The same message id for the same result: sent twice, it is one.
      await outbox.add({
        ...{ from: pending.own, to: pending.other, module: pending.module, role: 'SENDER', method: 'POST' },
        ...{ path: pending.url, body, lane: `result ${id}`, id: `result-${id}` },
      });
      await store.results.resolve(id, body);
    },
    async expect(result) {
      await store.results.expect({ ...result, direction: 'receive', url: null, result: null });
    },
    async accept(module, id, { from }, result) {
      const pending = await store.results.find(id);
      const isExpected =
        pending?.direction === 'receive' && pending.module === module && sameParty(pending.other, from);
      if (!isExpected)
        throw new OcpiError('clientError', 'is not waited for', { field: 'response_url', httpStatus: 404 });
      const isFirst = await store.results.resolve(id, JSON.stringify(result));
      waiting.get(id)?.();
      return isFirst;
    },
    async wait(id, until, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const found = await store.results.find(id);
        if (found?.result) return JSON.parse(found.result) as unknown;
        const left = until - now();
        if (left <= 0) return null;
        await Promise.race([woken(id), pause(Math.min(left, POLL_MS))]);
        waiting.delete(id);
      }
    },
  };

  function woken(id: string): Promise<void> {
    return new Promise((resolve) => waiting.set(id, resolve));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
