import { Hono } from 'hono';
import type { ServerMetrics } from './nodeMetrics.ts';
import type { Readiness } from './readiness.ts';
import type { ServerEnv } from './serverEnv.ts';

export interface StatusSource {
  readonly metrics: ServerMetrics;
  readonly readiness: () => Promise<Readiness>;
}

/** For whoever watches the node: whether it lives, whether it is ready, what it counts. Nothing secret; still no business of the world. */
export function statusRoutes({ metrics, readiness }: StatusSource): Hono<ServerEnv> {
  const fresh = { 'Cache-Control': 'no-store' };
  return new Hono<ServerEnv>()
    .get('/healthz', (c) => c.json({ alive: true }, 200, fresh))
    .get('/readyz', async (c) => {
      const state = await readiness();
      return c.json(state, state.ready ? 200 : 503, fresh);
    })
    .get('/metrics', async (c) => c.body(await metrics.text(), 200, { ...fresh, 'Content-Type': metrics.contentType }));
}
