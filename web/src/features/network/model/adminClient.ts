import { BaseError, DecodeError } from '@gridseal/sdk/errors';
import { decodeFlows, decodePlatforms, type Flows, type Platform } from './adminAnswers.ts';
import { HostError, hostAnswers, readBody, watchPolicy } from './hosts.ts';
import { readWebUrl } from './webUrl.ts';

/** Why a node's operator sees nothing of it. */
export type AdminProblem = 'url' | 'mixed' | 'policy' | 'key' | 'status' | 'malformed' | 'closed' | 'unreachable';

/** The message never has the key. */
export class AdminError extends BaseError {
  readonly problem: AdminProblem;
  /** Of HTTP, for `status`. */
  readonly status: number | null;

  constructor(problem: AdminProblem, shortMessage: string, status: number | null = null) {
    super(`NODE_ADMIN_${problem.toUpperCase()}`, shortMessage);
    this.problem = problem;
    this.status = status;
  }
}

/** Who asks which node. The key is in memory alone, and goes to this URL only. */
export interface AdminSession {
  readonly url: string;
  readonly key: string;
}

export interface AdminClient {
  readonly flows: (signal?: AbortSignal) => Promise<Flows>;
  readonly platforms: (signal?: AbortSignal) => Promise<readonly Platform[]>;
}

interface Tools {
  readonly fetch: typeof globalThis.fetch;
  readonly protocol: string;
}

const timeoutMs = 10_000;
const maxBytes = 8 * 1024 * 1024;
const maxPages = 20;

/**
 * Asks a node as its operator. Rejects with {@link AdminError}.
 *
 * @throws {AdminError} if the URL is none, has a user name, or is one that this page may not ask.
 */
export function createAdminClient(session: AdminSession, given: Partial<Tools> = {}): AdminClient {
  const fetch = given.fetch ?? globalThis.fetch.bind(globalThis);
  const read = readWebUrl(session.url.trim(), given.protocol ?? globalThis.location.protocol);
  if (read.kind === 'none') throw new AdminError('url', 'this is no web address');
  if (read.kind === 'mixed') throw new AdminError('mixed', 'a page that came by https may not ask by http');
  const base = `${read.url.origin}${read.url.pathname.replace(/\/+$/, '')}`;

  async function ask(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const limit = AbortSignal.timeout(timeoutMs);
    const policy = watchPolicy();
    try {
      const response = await fetch(`${base}${path}`, {
        headers: { authorization: `Token ${session.key}`, accept: 'application/json' },
        cache: 'no-store',
        credentials: 'omit',
        // The key is for this host, not for whom it points to.
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (response.status === 401 || response.status === 403) {
        throw new AdminError('key', 'the node does not take this key', response.status);
      }
      if (response.status !== 200) {
        throw new AdminError('status', `the node answers HTTP ${response.status}`, response.status);
      }
      return JSON.parse(new TextDecoder().decode(await readBody(response, maxBytes)));
    } catch (error) {
      throw await toAdminError(error, read as { readonly url: URL }, policy.wasBroken, fetch);
    } finally {
      policy.stop();
    }
  }

  return {
    flows: async (signal) => decoded(decodeFlows, await ask('/admin/flows', signal)),
    platforms: async (signal) => {
      const all: Platform[] = [];
      let path = '/admin/platforms?limit=100';
      for (let page = 0; page < maxPages; page++) {
        const { platforms, next } = decoded(decodePlatforms, await ask(path, signal));
        all.push(...platforms);
        if (next === null) break;
        path = `/admin/platforms?limit=100&cursor=${encodeURIComponent(next)}`;
      }
      return all;
    },
  };
}

function decoded<T>(decode: (value: unknown) => T, value: unknown): T {
  try {
    return decode(value);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new AdminError('malformed', `the node’s answer cannot be read: ${error.field ?? ''} ${error.shortMessage}`);
  }
}

async function toAdminError(
  error: unknown,
  { url }: { readonly url: URL },
  wasBroken: (url: URL) => boolean,
  fetch: typeof globalThis.fetch,
): Promise<unknown> {
  if (error instanceof AdminError) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  if (error instanceof HostError || error instanceof SyntaxError) {
    return new AdminError('malformed', 'the node’s answer cannot be read');
  }
  if (wasBroken(url)) return new AdminError('policy', 'this page may not connect to that host');
  if (await hostAnswers(url, fetch)) return new AdminError('closed', 'the node answers, but not to pages');
  return new AdminError('unreachable', 'nobody answers');
}
