import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { NodeLog } from '../context.ts';
import { toOcpiError } from './answers.ts';
import type { ServerMetrics } from './nodeMetrics.ts';
import type { ServerEnv } from './serverEnv.ts';

/** What is printable and short: as OCPI's ids are. Anything else is not repeated, in logs or answers. */
const idPattern = /^[\x21-\x7e]{1,128}$/;
const idOf = (header: string | undefined): string | null =>
  header !== undefined && idPattern.test(header) ? header : null;

export interface RequestLogOptions {
  readonly log: NodeLog;
  readonly metrics: ServerMetrics;
  readonly uuid: () => string;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** A route as it is documented: `/ocpi/{version}`, and not the pattern that it is found by. */
function templateOf(pattern: string): string {
  return pattern.replace(/:(\w+)(?:\{[^}]*\})?\??/g, '{$1}').replace(/(.)\/$/, '$1');
}

/** Routes that are asked all the time and say nothing when they go well. */
const quiet = new Set(['/healthz', '/readyz', '/metrics', '/health']);

/**
 * Gives each request its id, counts it, and writes one line of it: method, route (never the URL), status, how long it took, whose it
 * is and which it was.
 */
export function requestLog({ log, metrics, uuid, clock }: RequestLogOptions): MiddlewareHandler<ServerEnv> {
  let inFlight = 0;
  return async (c, next) => {
    const started = clock();
    const requestId = idOf(c.req.header('x-request-id')) ?? uuid();
    c.set('requestId', requestId);
    metrics.gauge('inFlight', ++inFlight);
    try {
      await next();
    } finally {
      metrics.gauge('inFlight', --inFlight);
    }
    const route = c.res.status === 404 && c.error === undefined ? 'unmatched' : templateOf(routePath(c));
    const { method } = c.req;
    const { status } = c.res;
    const duration = clock() - started;
    if (!c.res.headers.has('x-request-id')) c.res.headers.set('X-Request-ID', requestId);
    metrics.request({ method, route, status }, duration);
    if (quiet.has(route) && status < 500) return;
    const fields = {
      method,
      route,
      status,
      ms: Math.round(duration * 100) / 100,
      address: c.get('address'),
      platform: c.get('platform')?.id,
      requestId,
      correlationId: idOf(c.req.header('x-correlation-id')) ?? undefined,
    };
    if (status >= 500 && c.error) log.error({ ...fields, error: rootOf(c.error) }, 'failed');
    else if (c.error) log.info({ ...fields, refused: toOcpiError(c.error).shortMessage }, 'refused');
    else log.info(fields, 'answered');
  };
}

/** Our own faults are hidden from whoever asked, and not from the log. */
function rootOf(error: Error): Error {
  const { cause } = toOcpiError(error);
  return cause instanceof Error ? cause : error;
}
