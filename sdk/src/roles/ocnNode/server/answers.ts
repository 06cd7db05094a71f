import type { Context } from 'hono';
import { failure, formatDateTime, OcpiError } from '../../../protocol/ocpi/index.ts';
import { StoreUnavailableError } from '../store/storeErrors.ts';
import type { ServerEnv } from './serverEnv.ts';

/** A refusal that says when to come again. */
export class TryLaterError extends OcpiError {
  readonly waitMs: number;

  constructor(httpStatus: 429 | 503, shortMessage: string, waitMs: number) {
    super(httpStatus === 429 ? 'clientError' : 'serverError', shortMessage, { httpStatus });
    this.waitMs = waitMs;
  }
}

/** What went wrong, as OCPI says it: our own faults say nothing of themselves. */
export function toOcpiError(error: unknown): OcpiError {
  if (error instanceof StoreUnavailableError) return new TryLaterError(503, 'is not ready', 5_000);
  const known = OcpiError.from(error);
  // A fault of ours is no success of HTTP either: what stands before the node shall see it.
  if (known.cause === undefined || known.statusCode !== 3000 || known.httpStatus !== 200) return known;
  return new OcpiError('serverError', known.shortMessage, { httpStatus: 500, cause: known.cause });
}

/** The answer to a request that failed. */
export function answerError(c: Context<ServerEnv>, error: unknown, now: number): Response {
  const refusal = toOcpiError(error);
  const headers: Record<string, string> = {};
  if (refusal instanceof TryLaterError) headers['Retry-After'] = String(Math.max(1, Math.ceil(refusal.waitMs / 1_000)));
  if (refusal.httpStatus === 401) headers['WWW-Authenticate'] = 'Token';
  // What is left of a body that is too long is not read.
  if (refusal.httpStatus === 413) headers.Connection = 'close';
  return c.json(failure(refusal, formatDateTime(now)), refusal.httpStatus, headers);
}
