import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { fromBase64, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { decodeAuthorization, OcpiError } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import { findToken } from './findToken.ts';
import type { Guesses } from './rateLimits.ts';
import type { ServerEnv } from './serverEnv.ts';

type AuthenticationContext = Pick<NodeContext, 'store' | 'now' | 'metrics'>;

/** Where a registration token leads, and a platform that is suspended. */
const registrationPath = /^\/ocpi\/(?:versions|[0-9.]{1,8}|[0-9.]{1,8}\/credentials)\/?$/;

const unauthorized = () =>
  new OcpiError('clientError', 'is not a token of this node', { field: 'Authorization', httpStatus: 401 });

function tokensOf(header: string | undefined): readonly string[] {
  try {
    return decodeAuthorization(header);
  } catch (cause) {
    // Broken and unknown tokens are told the same.
    if (cause instanceof DecodeError) throw unauthorized();
    throw cause;
  }
}

/** More platforms than a node has. */
const MAX_REMEMBERED = 10_000;

/** Digests that were right lately: whoever guesses from the same address cannot shut them out. */
function createMemory() {
  const known = new Set<string>();
  return {
    /** The first of them that was right lately. */
    find: <T extends string>(digests: readonly T[]): T | undefined => digests.find((digest) => known.has(digest)),
    add: (digest: string) => {
      known.delete(digest);
      known.add(digest);
      if (known.size > MAX_REMEMBERED) known.delete(known.values().next().value as string);
    },
  };
}

/**
 * Finds out whose token a request has, raw or base64. Each token it may stand for is looked up by its digest, all of them always, but
 * for tokens that were right lately: how long it takes says nothing of what is known to whoever guesses.
 *
 * @throws {OcpiError} HTTP 401 without a token that is known; also with a registration token, for anything but registering.
 */
export function authentication(
  { store, now, metrics }: AuthenticationContext,
  guesses: Guesses,
): MiddlewareHandler<ServerEnv> {
  const memory = createMemory();
  const find = async (header: string | undefined, address: string, request: { method: string; path: string }) => {
    const digests = tokensOf(header).map((token) => sha256Hex(utf8Encode(token)));
    const at = now();
    const lately = memory.find(digests);
    const first = lately && (await findToken(store.platforms, lately, request, at));
    if (first) return first;
    guesses.admit(address);
    const found = await Promise.all(digests.map((digest) => findToken(store.platforms, digest, request, at)));
    const index = found.findIndex((one) => one !== null);
    const known = found[index];
    if (!known) throw unauthorized();
    memory.add(digests[index] as string);
    return known;
  };
  return async (c, next) => {
    const known = await find(c.req.header('authorization'), c.get('address'), c.req).catch((error: unknown) => {
      if (!(error instanceof OcpiError) || error.httpStatus !== 401) throw error;
      metrics.refused('token');
      guesses.failed(c.get('address'));
      throw error;
    });
    const mayRegister = registrationPath.test(c.req.path);
    if (known.kind === 'registration' && !mayRegister) {
      metrics.refused('registration-token');
      throw unauthorized();
    }
    if (known.platform.state === 'suspended' && !mayRegister) {
      metrics.refused('suspended');
      // Not OCPI's last word: a platform whose parties have moved, or that is resumed, sends again.
      throw new OcpiError('clientError', 'is suspended at this node', { field: 'platform', httpStatus: 403 });
    }
    c.set('platform', known.platform);
    c.set('tokenKind', known.kind);
    await next();
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** What an `Authorization: Token …` may mean, raw or base64. */
function keysOf(header: string | undefined): readonly string[] {
  const text = /^Token ([\x21-\x7e]{1,512})$/i.exec(header?.trim() ?? '')?.[1];
  if (text === undefined) return [];
  try {
    return [
      text,
      new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(text, 'Authorization')).replace(/\n$/, ''),
    ];
  } catch {
    return [text];
  }
}

/**
 * Lets the operator of the node through, and nobody else.
 *
 * @param key Null: there is no admin API. Only its digest is kept, and compared in constant time.
 * @throws {OcpiError} HTTP 401.
 */
export function adminKey(
  key: string | null,
  { metrics }: Pick<NodeContext, 'metrics'>,
  guesses: Guesses,
): MiddlewareHandler<ServerEnv> {
  const wanted = key === null ? null : digest(key);
  return async (c, next) => {
    if (wanted === null) throw new OcpiError('clientError', 'is switched off at this node', { httpStatus: 404 });
    guesses.admit(c.get('address'));
    const fits = keysOf(c.req.header('authorization')).map((one) => timingSafeEqual(digest(one), wanted));
    if (!fits.includes(true)) {
      metrics.refused('admin-key');
      guesses.failed(c.get('address'));
      throw new OcpiError('clientError', 'is not the admin key', { field: 'Authorization', httpStatus: 401 });
    }
    await next();
  };
}
