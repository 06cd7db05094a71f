import { setTimeout as wait } from 'node:timers/promises';
import type { Hex } from '../../../bytes/index.ts';
import type { DirectoryNode } from '../../../chain/index.ts';
import { assertEnvelope, ClientInfoMessage, forgettable } from '../../../ocn/message/index.ts';
import { NodeMessage } from '../../../ocn/signature/index.ts';
import {
  type ClientInfo,
  decodeEnvelope,
  decodeJson,
  formatDateTime,
  parseDateTime,
  statusCodes,
} from '../../../protocol/ocpi/index.ts';
import { readLatest } from '../latestRegistry.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import type { RoutingContext, RoutingOptions } from './createRouting.ts';
import { signersOf } from './fromNode.ts';
import { Refusal, toRefusal, within } from './refusals.ts';
import { secondsOf } from './requestSignature.ts';

/** News from the future would make later news look old. */
const SKEW_MS = 60_000;
const LIFETIME = 120;
/** Whoever reads the registry less often than a party is entered and connected knows better after this. */
const AGAIN_MS = 2_000;
/** Nodes that are told at a time. */
const AT_A_TIME = 16;

/**
 * `PUT /ocn/client-info`: what a node says of a party that it serves.
 *
 * @throws {Refusal} for a node that does not serve it, and for what was said before or to others.
 * @throws {OcpiError} HTTP 429 for a node that sends too much.
 */
export async function receiveClientInfo(
  context: RoutingContext,
  bytes: Uint8Array,
  signature: string | null,
  { onClient }: RoutingOptions,
): Promise<void> {
  const operators = signersOf(context, bytes, signature);
  const { directory, store, self, now } = context;
  const { client, envelope } = await within('form', () => ClientInfoMessage.decode(bytes));
  const likely = directory.party(client)?.operator;
  // Whoever serves another party is told so, and has used up one of its places all the same.
  context.admitPeer?.(operators.find((one) => one === likely) ?? (operators[0] as Hex));
  const operator = await latestServing(context, client, operators);
  if (envelope !== null) {
    await within('client-info', () => assertEnvelope(envelope, self.operator, secondsOf(now())));
    const key = `client ${operator} ${envelope.id}`;
    if (!(await store.replays.remember(key, forgettable(envelope) * 1_000, now()))) {
      throw new Refusal('replay', 'invalidParameters', 'was here before', { field: 'client' });
    }
    await context.peers.heardV2(operator);
  } else if ((await context.peers.speaks(directory.node(operator) as DirectoryNode)) === 'v2') {
    throw new Refusal('downgrade', 'invalidParameters', 'is missing, and this node knows version 2', {
      field: 'envelope',
    });
  }
  const known = toKnown(client, now());
  if (await store.network.setClient(known)) await onClient?.(known);
}

/** The one of these operators that serves the party, in a role that it has. */
function serving({ directory, self }: RoutingContext, client: ClientInfo, operators: readonly Hex[]): Hex {
  const party = directory.party(client);
  const operator = party?.operator ?? null;
  if (party === null || operator === null || !operators.includes(operator) || operator === self.operator) {
    throw refuse('is not served by the node that says this', 'client.party_id');
  }
  if (!party.roles.includes(client.role)) throw refuse('is not a role of this party', 'client.role');
  return operator;
}

/** The registry is read again before anything is refused: a node tells of a party at once, and perhaps only once. */
async function latestServing(context: RoutingContext, client: ClientInfo, operators: readonly Hex[]): Promise<Hex> {
  try {
    return serving(context, client, operators);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await readLatest(context);
    return serving(context, client, operators);
  }
}

const refuse = (reason: string, field: string) => new Refusal('client-info', 'invalidParameters', reason, { field });

function toKnown({ country_code, party_id, role, status, last_updated }: ClientInfo, now: number): KnownClient {
  const updated = parseDateTime(last_updated, 'client.last_updated');
  if (updated > now + SKEW_MS) throw refuse('is in the future', 'client.last_updated');
  return { country_code, party_id, role, status, updated };
}

/** Tells all other nodes of a party of ours. Who cannot be reached asks, or hears, the next time. */
export async function publishClient(context: RoutingContext, client: KnownClient, signal?: AbortSignal): Promise<void> {
  const { directory, self, log } = context;
  const others = directory.nodes().filter(({ operator }) => operator !== self.operator);
  const next = others[Symbol.iterator]();
  const work = async () => {
    for (const node of next) {
      if (signal?.aborted) return;
      await tellOrAgain(context, node, client, signal).catch((error: unknown) =>
        log.warn(
          { operator: node.operator, reason: toRefusal(error, 'client-info').shortMessage },
          'a node was not told',
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, others.length) }, work));
}

/** A node that refuses what it is told may not have read the registry since the party is ours. */
async function tellOrAgain(...told: Parameters<typeof tell>): Promise<void> {
  if (await tell(...told)) return;
  const signal = told[3];
  await wait(AGAIN_MS, undefined, signal ? { signal } : {});
  if (!(await tell(...told))) throw refuse('was refused', 'client');
}

/** @returns false if the node says that what it was told is wrong. */
async function tell(
  context: RoutingContext,
  node: DirectoryNode,
  client: KnownClient,
  signal?: AbortSignal,
): Promise<boolean> {
  const { http, policy, random, self, now, peers } = context;
  const isV2 = (await peers.speaks(node)) === 'v2';
  const issued = secondsOf(now());
  const envelope = isV2 ? { to: node.operator, issued, expires: issued + LIFETIME, id: random.uuid() } : null;
  const { country_code, party_id, status, updated } = client;
  const info = { country_code, party_id, status, last_updated: formatDateTime(updated) };
  const bytes = ClientInfoMessage.encode({ client: { ...info, role: client.role as ClientInfo['role'] }, envelope });
  const answer = await http.send(
    {
      method: 'PUT',
      url: `${node.url.replace(/\/+$/, '')}/ocn/client-info`,
      headers: {
        'Content-Type': 'application/json',
        'X-Request-ID': random.uuid(),
        'OCN-Signature': await NodeMessage.sign(bytes, self.signer),
      },
      body: bytes,
      timeoutMs: policy.timeoutMs,
      maxBytes: 16 * 1024,
      reach: { kind: 'configured' },
    },
    signal,
  );
  return !isRefusal(answer.body);
}

function isRefusal(body: Uint8Array): boolean {
  try {
    return decodeEnvelope(decodeJson(body, 'answer')).status_code === statusCodes.invalidParameters;
  } catch {
    // Nodes of version 1 may answer with anything.
    return false;
  }
}
