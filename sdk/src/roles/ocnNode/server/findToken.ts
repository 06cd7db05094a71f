import type { Hex } from '../../../bytes/index.ts';
import type { KnownToken, PlatformStore } from '../store/nodeStore.ts';

const credentialsPath = /^\/ocpi\/[0-9.]{1,8}\/credentials\/?$/;
/** What a platform does that has lost an answer: it looks, or makes its request again. */
const repeatable = new Set(['GET', 'POST', 'PUT']);

/**
 * Finds out whose token came with a request. Whoever uses a new token has it: the one before it is dead from then on. Until then that one is
 * good for `GET`, `POST` and `PUT` of credentials, about which the database itself is asked.
 *
 * @returns Null for a token that is good for nothing here.
 */
export async function findToken(
  platforms: Pick<PlatformStore, 'byToken' | 'tokenUsed'>,
  digest: Hex,
  request: { readonly method: string; readonly path: string },
  now: number,
): Promise<KnownToken | null> {
  const isCredentials = credentialsPath.test(request.path);
  const found = await platforms.byToken(digest, now, ...(isCredentials ? (['fresh'] as const) : []));
  if (found?.standing === 'former') return isCredentials && repeatable.has(request.method) ? found : null;
  if (found?.standing === 'unused' && !(await platforms.tokenUsed(digest))) return null;
  return found;
}
