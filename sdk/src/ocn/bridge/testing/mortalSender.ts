// A program that sends two changes of one session, and dies by its own hand before the step that it is told.

import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { type BridgeStore, createBridge, memoryBackOffice, sqlBridgeStore } from '../../index.ts';
import { them, us } from './hubbed.ts';

const [folder = '', hub = '', round = '', fatal = '0'] = process.argv.slice(2);
let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps === Number(fatal)) process.kill(process.pid, 'SIGKILL');
};

/** Counts before each call: after one is before the next. */
function counting<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const found: unknown = Reflect.get(object, name);
      if (typeof found !== 'function') return found;
      return (...parameters: unknown[]): unknown => {
        step();
        return found.apply(object, parameters);
      };
    },
  });
}

const database = await PGlite.create(folder);
const kept = sqlBridgeStore(database);
await kept.sweep(0);
const store: BridgeStore = { ...kept, outbox: counting(kept.outbox) };
const fetching = counting({ fetch });
const bridge = createBridge({
  roles: [{ ...us, role: 'CPO', business_details: { name: 'Mortal' } }],
  url: 'http://127.0.0.1:1/ocpi',
  node: { versionsUrl: `${hub}/ocpi/versions` },
  data: memoryBackOffice({ roles: ['CPO'] }).data,
  now: Date.now,
  randomId: randomUUID,
  fetch: (...request: Parameters<typeof fetch>) => fetching.fetch(...request),
  store,
  limits: { backoffMs: 5, maxBackoffMs: 10, timeoutMs: 600, leaseMs: 601, pollMs: 10 },
});

// By names of their own: what waits already is not written again; what has arrived already is, and then arrives twice.
for (const half of ['a', 'b']) {
  const id = `${round}-${half}`;
  await store.outbox.add(
    {
      ...{
        id,
        correlationId: id,
        lane: 'session',
        from: us,
        to: them,
        module: 'sessions',
        role: 'RECEIVER',
        method: 'PATCH',
      },
      ...{ path: '/DE/GSL/S1', query: '', created: Date.now() },
      body: JSON.stringify({
        charging_periods: [
          { start_date_time: '2026-11-20T10:00:00Z', dimensions: [{ type: 'ENERGY', volume: 1 }], tariff_id: id },
        ],
        last_updated: '2026-11-20T11:00:00Z',
      }),
    },
    100,
  );
}
while ((await kept.outbox.counts()).waiting > 0) {
  if ((await bridge.outbox.flush()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
await database.close();
process.stdout.write(String(steps));
