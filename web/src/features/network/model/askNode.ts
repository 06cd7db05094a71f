import { type Chain, verifiersOf, verifySigner } from '@gridseal/sdk/chain';
import { DecodeError } from '@gridseal/sdk/errors';
import { NodeDocument } from '@gridseal/sdk/ocn/registry';
import { HostError, hostAnswers, readBody, watchPolicy } from './hosts.ts';
import type { Expected, Reach } from './reach.ts';
import { readWebUrl } from './webUrl.ts';

/** What asking a node's host needs; parameters, so that tests can bring others. */
export interface AskTools {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970, and a clock for durations. */
  readonly now: () => number;
  readonly clock: () => number;
  /** Of the page: `https:`. */
  readonly protocol: string;
  /** To ask about keys that are contracts; without it, those are refused. */
  readonly chain?: Chain;
}

const timeoutMs = 10_000;

/**
 * Asks a node's host for its document and holds it against the registry. Never rejects.
 *
 * @example `const reach = await askNode({ operator, key, url, network })`
 */
export async function askNode(expected: Expected, given: Partial<AskTools> = {}): Promise<Reach> {
  const tools = { ...browserTools(), ...given };
  const at = tools.now();
  const read = readWebUrl(expected.url, tools.protocol);
  if (read.kind !== 'web') return { state: read.kind, at };
  const policy = watchPolicy();
  const start = tools.clock();
  const elapsed = () => Math.max(1, Math.round(tools.clock() - start));
  try {
    const place = NodeDocument.urlOf(expected.url);
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await tools.fetch(place, { ...asStranger, signal });
    const latencyMs = elapsed();
    if (response.status !== 200) return { state: 'status', status: response.status, latencyMs, at };
    const bytes = await readBody(response, NodeDocument.MAX_NODE_DOCUMENT_BYTES);
    return await judge(bytes, response.url || place, expected, tools, { latencyMs, at });
  } catch (error) {
    if (error instanceof HostError || error instanceof DecodeError) {
      return { state: 'malformed', latencyMs: elapsed(), at };
    }
    if (policy.wasBroken(read.url)) return { state: 'policy', at };
    return { state: (await hostAnswers(read.url, tools.fetch)) ? 'closed' : 'unreachable', at };
  } finally {
    policy.stop();
  }
}

/** Nothing of this page goes along, and what comes is what the host has now. */
const asStranger = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;

function browserTools(): AskTools {
  return {
    fetch: globalThis.fetch.bind(globalThis),
    now: Date.now,
    clock: () => performance.now(),
    protocol: globalThis.location?.protocol ?? 'https:',
  };
}

async function judge(
  bytes: Uint8Array,
  fetchedFrom: string,
  { network, operator, key, url }: Expected,
  { now, chain }: AskTools,
  base: { readonly latencyMs: number; readonly at: number },
): Promise<Reach> {
  const document = NodeDocument.decode(bytes);
  const verdict = await NodeDocument.verify(document, {
    network,
    node: { operator, key, url },
    fetchedFrom,
    now: Math.floor(now() / 1_000),
    ...(chain
      ? {
          verifiers: verifiersOf(chain.addresses),
          ask: ({ signer, digest, signature }) => verifySigner(chain, { signer, digest, signature }),
        }
      : {}),
  });
  if (verdict.valid) return { state: 'proven', document, ...base };
  switch (verdict.field) {
    case 'network':
    case 'operator':
    case 'url':
      return { state: verdict.field, document, ...base };
    case 'issued':
    case 'expires':
      return { state: 'stale', document, ...base };
    default:
      return { state: 'key', ...base };
  }
}
