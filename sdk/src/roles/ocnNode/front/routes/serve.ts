import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { BaseError } from '../../../../errors/index.ts';
import { decode, decodeJson, failure, formatDateTime, OcpiError, success } from '../../../../protocol/ocpi/index.ts';
import type { NodeLog } from '../../context.ts';
import type { Platform } from '../../platform.ts';
import type { NodeEnv, NodeVariables } from '../../server/env.ts';
import type { RouteDescription } from './route.ts';

/** What a handler is called with. Everything is checked by the schemas of the route. */
export interface RouteCall<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Who called; throws below `/admin`, where nobody has a platform. */
  readonly platform: Platform;
  readonly tokenKind: NodeVariables['tokenKind'];
  /** The request's own header `Authorization`. Never log it. */
  readonly authorization: string | null;
  /** The path with the query, as it was asked for. */
  readonly target: string;
  readonly search: URLSearchParams;
  readonly signal: AbortSignal;
}

export interface RouteReply<R> {
  readonly data: R;
  readonly headers?: Readonly<Record<string, string>>;
}

export type RouteHandler<P, Q, B, R> = (call: RouteCall<P, Q, B>) => Promise<RouteReply<R>>;

/** What serving needs of the node. */
export interface ServeContext {
  readonly now: () => number;
  readonly log: NodeLog;
}

/** `{version}` is one of ours, so that other paths of this form stay with whoever has them. */
function honoPath(path: string): string {
  return path.replaceAll('{version}', ':version{2\\.2(?:\\.1)?}').replaceAll(/\{(\w+)\}/g, ':$1');
}

export function pathsOf(description: RouteDescription): readonly string[] {
  return [description.path, ...(description.alsoAt ?? [])];
}

/** Some clients put a slash at the end of every URL. */
function spellings(path: string): readonly string[] {
  return [honoPath(path), `${honoPath(path)}/`];
}

type Any = RouteDescription<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Who may call is said by SERVER's middleware and here once more, so that neither alone can be forgotten. */
function assertAllowed(description: Any, call: Context<NodeEnv>): void {
  if (description.security === 'admin') return;
  const isOther = description.security === 'credentials' && call.var.tokenKind !== 'credentials';
  if (call.var.platform === undefined || isOther) {
    throw new OcpiError('clientError', 'is not a credentials token', { field: 'Authorization', httpStatus: 401 });
  }
}

function singleValues(search: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of search) {
    if (Object.hasOwn(values, name)) {
      throw new OcpiError('invalidParameters', 'is there more than once', { field: 'query' });
    }
    // A name like __proto__ stays a name.
    Object.defineProperty(values, name, { value, enumerable: true });
  }
  return values;
}

function readCall(description: Any, context: Context<NodeEnv>): RouteCall<unknown, unknown, unknown> {
  const url = new URL(context.req.url);
  const { params, query, request, requestOptional } = description;
  const bytes = context.var.rawBody ?? null;
  if (request && !requestOptional && bytes === null) {
    throw new OcpiError('invalidParameters', 'is missing', { field: 'request' });
  }
  return {
    params: params ? decode(params, context.req.param(), 'path') : {},
    query: query ? decode(query, singleValues(url.searchParams), 'query') : {},
    body: request && bytes ? decode(request, decodeJson(bytes, 'request'), 'request') : null,
    platform: context.var.platform,
    tokenKind: context.var.tokenKind,
    authorization: context.req.header('authorization') ?? null,
    target: url.pathname + url.search,
    search: url.searchParams,
    signal: context.req.raw.signal,
  };
}

/** HTTP's words for our errors where there is no envelope. */
function adminStatus(error: unknown): ContentfulStatusCode {
  if (error instanceof OcpiError) return error.httpStatus === 200 ? 400 : error.httpStatus;
  if (!(error instanceof BaseError)) return 500;
  const byCode: Readonly<Record<string, ContentfulStatusCode>> = {
    DECODE: 400,
    ARGUMENT: 400,
    NOT_FOUND: 404,
    CONFLICT: 409,
    STORE_UNAVAILABLE: 503,
  };
  return byCode[error.code] ?? 500;
}

/** Our own faults say nothing of themselves. */
function adminError(error: unknown): { readonly error: Readonly<Record<string, string>> } {
  if (!(error instanceof BaseError) || adminStatus(error) === 500) {
    return { error: { code: 'INTERNAL', message: 'failed' } };
  }
  const { code, shortMessage: message, field } = error;
  return { error: { code, message, ...(field === undefined ? {} : { field }) } };
}

function toOcpiError(error: unknown): OcpiError {
  if (error instanceof BaseError && error.code === 'STORE_UNAVAILABLE') {
    return new OcpiError('serverError', 'is not ready', { httpStatus: 503, cause: error });
  }
  if (error instanceof BaseError && error.code === 'CONFLICT') {
    return new OcpiError('clientError', 'another request has changed the same at the same time', { cause: error });
  }
  const known = OcpiError.from(error);
  // A fault of ours is no success of HTTP either: what stands before the node shall see it.
  return error === known || known.statusCode !== 3000
    ? known
    : new OcpiError('serverError', known.shortMessage, { httpStatus: 500, cause: error });
}

function answer(description: Any, context: Context<NodeEnv>, reply: RouteReply<unknown>, now: number): Response {
  const headers = { ...reply.headers };
  if (description.format === 'text') return context.text(String(reply.data), 200, headers);
  if (description.format === 'ocpi') return context.json(success(reply.data, formatDateTime(now)), 200, headers);
  if (description.response === null) return context.body(null, 204, headers);
  return context.json(reply.data as object, 200, headers);
}

function refusal(description: Any, context: Context<NodeEnv>, error: unknown, serve: ServeContext): Response {
  const refused = toOcpiError(error);
  const status = description.format === 'ocpi' ? refused.httpStatus : adminStatus(error);
  const isOurs = description.format === 'ocpi' ? refused.statusCode === 3000 : status >= 500;
  if (isOurs) serve.log.error({ route: description.name, err: error }, 'A request failed');
  if (description.format !== 'ocpi') return context.json(adminError(error), status);
  return context.json(failure(refused, formatDateTime(serve.now())), status);
}

/**
 * Serves a route: reads and checks what its description says, and answers in its format.
 *
 * @example `serve(app, context, showRules, async ({ platform }) => ({ data: toRulesView(platform.rules) }))`
 */
export function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: Hono<NodeEnv>,
  context: ServeContext,
  description: RouteDescription<P, Q, B, R>,
  handler: RouteHandler<z.infer<P>, z.infer<Q>, z.infer<B>, NoInfer<z.infer<R>> | undefined>,
): void {
  const any = description as unknown as Any;
  for (const path of pathsOf(any).flatMap(spellings)) {
    app.on(description.method, path, async (request) => {
      try {
        assertAllowed(any, request);
        const call = readCall(any, request) as RouteCall<z.infer<P>, z.infer<Q>, z.infer<B>>;
        return answer(any, request, await handler(call), context.now());
      } catch (error) {
        return refusal(any, request, error, context);
      }
    });
  }
}
