import type { BridgeContext } from '../context.ts';
import type { OutboxEntry } from '../store/bridgeStore.ts';
import { deliver, type Tally } from './delivery.ts';

/** How often what has expired is removed. */
const SWEEP_MS = 600_000;

/** Sends what is due, until it is stopped. */
export interface Worker {
  /** Something was written. */
  wake(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** A slow receiver holds up its own messages: all others go on, as many at a time as there may be. */
export function startWorker(context: BridgeContext, tally: Tally): Worker {
  const { store, limits, now } = context;
  const underWay = new Set<Promise<void>>();
  const bell = createBell();
  let isStopped = false;

  const report = (error: unknown): void => {
    tally.lastError = error instanceof Error ? error.name : 'unknown';
    context.log?.('error', 'the outbox failed', { error: tally.lastError });
  };

  const begin = (entry: OutboxEntry): void => {
    const delivery = deliver(context, tally, entry)
      .catch(report)
      .finally(() => {
        underWay.delete(delivery);
        bell.ring();
      });
    underWay.add(delivery);
  };

  /** @returns How long there is nothing to do, in milliseconds. */
  async function round(): Promise<number> {
    const free = limits.parallel - underWay.size;
    // Who is done rings.
    if (free <= 0) return limits.pollMs;
    const taken = await store.outbox.take(now(), now() + limits.leaseMs, free);
    taken.forEach(begin);
    if (taken.length > 0) return 0;
    const due = await store.outbox.nextDue();
    return Math.max(1, Math.min(limits.pollMs, due === null ? limits.pollMs : due - now()));
  }

  async function loop(): Promise<void> {
    let swept = now();
    while (!isStopped) {
      bell.listen();
      const wait = await round().catch((error: unknown) => {
        report(error);
        return limits.pollMs;
      });
      if (now() - swept >= SWEEP_MS) {
        swept = now();
        await store.sweep(swept).catch(report);
      }
      if (!isStopped && wait > 0) await bell.wait(wait);
    }
    await Promise.all(underWay);
  }

  const done = loop();
  return {
    wake: bell.ring,
    stop() {
      isStopped = true;
      bell.ring();
      return done;
    },
  };
}

/** Ends a pause; also one that begins only after it was rung. */
function createBell() {
  let isRung = false;
  let end: () => void = () => undefined;
  return {
    /** From here on, a ring counts. */
    listen(): void {
      isRung = false;
    },
    ring(): void {
      isRung = true;
      end();
    },
    async wait(ms: number): Promise<void> {
      if (isRung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
