import type { RandomBytes } from '../../../crypto/index.ts';
import { createLeases } from './leases.ts';
import { createLinks } from './links.ts';
import { createNetwork } from './network.ts';
import type { NodeStore } from './nodeStore.ts';
import { createPlatforms } from './platforms.ts';
import { createReplays } from './replays.ts';
import { createRequests } from './requests.ts';
import type { Sealing } from './sealing.ts';
import type { Sql } from './sql/sql.ts';
import { sweep } from './sweep.ts';
import { Turnstile } from './turnstile.ts';

/** The store on a database that has its schema. */
export function storeOn(sql: Sql, sealing: Sealing, random: RandomBytes): NodeStore {
  const turnstile = new Turnstile();
  let closing: Promise<void> | null = null;
  return {
    platforms: turnstile.guard(createPlatforms(sql, sealing, random)),
    requests: turnstile.guard(createRequests(sql, random)),
    links: turnstile.guard(createLinks(sql, random)),
    replays: turnstile.guard(createReplays(sql)),
    network: turnstile.guard(createNetwork(sql)),
    leases: turnstile.guard(createLeases(sql)),
    ...turnstile.guard({ sweep: (now: number) => sweep(sql, now) }),
    isReady: (signal) => isReady(sql, turnstile, signal),
    close: () => {
      closing ??= turnstile.shut().then(() => sql.close());
      return closing;
    },
  };
}

async function isReady(sql: Sql, turnstile: Turnstile, signal?: AbortSignal): Promise<boolean> {
  const aborted = new Promise<false>((resolve) => {
    if (signal?.aborted) resolve(false);
    signal?.addEventListener('abort', () => resolve(false), { once: true });
  });
  const asked = turnstile
    .pass(() => sql.query({ name: 'ready', text: "select '1' as ready" }))
    .then(([row]) => row?.ready === '1')
    .catch(() => false);
  return Promise.race([asked, aborted]);
}
