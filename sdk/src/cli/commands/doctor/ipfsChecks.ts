import { randomBytes } from 'node:crypto';
import { BaseError } from '../../../errors/index.ts';
import { createStore, type Store } from '../../../store/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import { toDuration } from '../../framework/values.ts';
import { originOf } from '../shared/endpointReports.ts';
import { ipfsEndpoints } from '../shared/openStore.ts';
import { type Finding, ok, problem, skipped } from './finding.ts';

type Endpoint = ReturnType<typeof ipfsEndpoints>[number];

/** Long enough for a gateway to say anything at all. */
const gatewayTimeoutMs = 10_000;

function storeOf(endpoint: Endpoint, input: Input): Store {
  const timeoutMs = toDuration(input.required('ipfsTimeout'), 1, 3_600) * 1_000;
  return createStore({ endpoints: [endpoint], timeoutMs, writeTimeoutMs: timeoutMs, totalTimeoutMs: timeoutMs });
}

async function checkNode(url: string, input: Input, context: Context): Promise<Finding> {
  const store = storeOf({ rpc: url }, input);
  const { signal } = context;
  const shown = originOf(url);
  const hint = 'Start the node, or correct ipfs.rpcUrls.';
  try {
    const [report] = await store.status({ signal });
    if (!report?.ok) return problem('IPFS node', `${shown}: ${report?.error}`, hint);
    if (!input.flag('write')) return ok('IPFS node', `${shown}: version ${report.value?.version}`);
    const { digest, codec } = await store.writeBlock(randomBytes(32), { signal });
    await store.read({ digest, codec, signal });
    await store.unpin({ digest, codec, signal });
    return ok('IPFS node', `${shown}: version ${report.value?.version}, writes and reads`);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return problem('IPFS node', `${shown}: ${error.metaMessages[0] ?? error.shortMessage}`, hint);
  }
}

/** Any answer of HTTP will do: what it delivers is verified block by block when it is used. */
async function checkGateway(url: string, context: Context): Promise<Finding> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(gatewayTimeoutMs)]);
  try {
    const response = await fetch(new URL('/ipfs/bafkqaaa?format=raw', url), { redirect: 'manual', signal });
    await response.body?.cancel();
    return ok('IPFS gateway', `${originOf(url)}: answers`);
  } catch {
    context.signal.throwIfAborted();
    return problem('IPFS gateway', `${originOf(url)}: does not answer`, 'Start it, or correct ipfs.gatewayUrls.');
  }
}

/** Every IPFS endpoint; one finding if there is none. */
export async function checkIpfs(input: Input, context: Context): Promise<Finding[]> {
  const endpoints = ipfsEndpoints(input);
  if (endpoints.length === 0) {
    return [skipped('IPFS', 'no endpoint is set', 'gridseal config set ipfs.rpcUrls http://127.0.0.1:5001')];
  }
  return Promise.all(
    endpoints.map((endpoint) =>
      'rpc' in endpoint ? checkNode(endpoint.rpc, input, context) : checkGateway(endpoint.gateway, context),
    ),
  );
}
