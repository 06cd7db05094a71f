import type { z } from 'zod';
import type { HttpMethod } from '../../../../protocol/ocpi/index.ts';

/**
 * Who may call a route: a platform with either of its tokens, with the one of its credentials alone, or the operator of the node with
 * the admin key.
 */
export type RouteSecurity = 'anyToken' | 'credentials' | 'admin';

/**
 * One route of the node, as data: it is served from this, and described in OpenAPI from this.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
export interface RouteDescription<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** One word for programs: `credentials.register`. */
  readonly name: string;
  readonly method: HttpMethod;
  /** With parameters in braces: `/ocpi/{version}/credentials`. */
  readonly path: string;
  /** Other paths that lead to the same. */
  readonly alsoAt?: readonly string[];
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  readonly security: RouteSecurity;
  /** Of the path, all of them text; null if there are none. */
  readonly params: P | null;
  /** Of the query, all of them text; null if there are none that count. */
  readonly query: Q | null;
  /** Of the body; null if there is none. */
  readonly request: B | null;
  readonly requestOptional?: boolean;
  /** Of the data that is answered; null if there is none. */
  readonly response: R | null;
  /** `ocpi`: data in OCPI's envelope; `json`: data as it is; `text`: a word. */
  readonly format: 'ocpi' | 'json' | 'text';
  /** Headers of the answer beside the usual ones, and what they say. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** Keeps the types of the schemas. */
export function route<
  P extends z.ZodType = z.ZodNever,
  Q extends z.ZodType = z.ZodNever,
  B extends z.ZodType = z.ZodNever,
  R extends z.ZodType = z.ZodNever,
>(description: RouteDescription<P, Q, B, R>): RouteDescription<P, Q, B, R> {
  return description;
}
