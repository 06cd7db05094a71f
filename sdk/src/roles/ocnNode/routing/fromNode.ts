import { createHash } from 'node:crypto';
import { type Hex, toHex } from '../../../bytes/index.ts';
import { assertEnvelope, forgettable, NodeMessageBody, requestPath } from '../../../ocn/message/index.ts';
import { NodeMessage } from '../../../ocn/signature/index.ts';
import { OcpiError, partyKey } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import { isFinal } from '../server/isFinal.ts';
import type { RequestKey } from '../store/nodeStore.ts';
import type { Carry, RoutingContext } from './createRouting.ts';
import { checkForm, type Unchecked } from './form.ts';
import type { Checked } from './forward.ts';
import { linkPath } from './linkPaths.ts';
import { Refusal, within } from './refusals.ts';
import { secondsOf } from './requestSignature.ts';

/**
 * `POST /ocn/message`: a message of another node to a party of ours.
 *
 * The signature is checked over the very bytes, before anything of them is parsed.
 *
 * @throws {OcpiError} HTTP 401 for bytes that no node of the registry has signed, which get no signed answer.
 */
export async function receiveMessage(
  context: RoutingContext,
  carry: Carry,
  bytes: Uint8Array,
  signature: string | null,
  signal: AbortSignal,
): Promise<Answer> {
  const operators = signersOf(context, bytes, signature);
  const { policy } = context;
  const said = await within('form', () => NodeMessageBody.decode(bytes, { bytes: policy.maxBodyBytes }));
  const operator = operatorOf(context, said, operators);
  context.admitPeer?.(operator);
  const peerSpeaks = await within('downgrade', () => versionOfPeer(context, said, operator));
  await within('replay', () => assertFresh(context, said, operator, bytes));
  const { link, path } = await linkOfV1(context, said);
  const { envelope, ...message } = said;
  const unchecked: Unchecked = {
    ...message,
    path,
    copyOf: envelope?.copyOf ?? null,
    peerSpeaks,
    source: { kind: 'node', operator },
  };
  return carry(
    unchecked,
    signal,
    () => checkForm(unchecked, policy.maxBodyBytes, link),
    (checked, work) => onceForNode(context, checked, operator, work),
  );
}

/** The operators that may have signed these bytes. @throws {Refusal} HTTP 401 */
export function signersOf({ peers }: RoutingContext, bytes: Uint8Array, signature: string | null): readonly Hex[] {
  const key = signature === null ? null : NodeMessage.recover(bytes, signature);
  const operators = key === null ? [] : peers.operatorsOf(key);
  if (operators.length > 0) return operators;
  throw new Refusal('node-signature', 'invalidParameters', 'is not that of a node of the registry', {
    field: 'OCN-Signature',
    httpStatus: 401,
  });
}

/** Which of those operators speaks: the one that serves the sender, or the receiver whose service gets a copy. */
function operatorOf({ directory }: NodeContext, said: NodeMessageBody.DecodedMessage, operators: readonly Hex[]): Hex {
  const parties = [said.from, said.envelope?.copyOf ?? null];
  const serving = parties.map((party) => party && directory.party(party)?.operator);
  // Whoever serves neither is told so by the rule that looks at senders.
  return operators.find((one) => serving.includes(one)) ?? (operators[0] as Hex);
}

async function versionOfPeer(
  { peers, directory, self, now }: RoutingContext,
  { envelope }: NodeMessageBody.DecodedMessage,
  operator: Hex,
): Promise<'v1' | 'v2'> {
  if (envelope !== null) {
    assertEnvelope(envelope, self.operator, secondsOf(now()));
    await peers.heardV2(operator);
    return 'v2';
  }
  const node = directory.node(operator);
  if (node !== null && (await peers.speaks(node)) === 'v1') return 'v1';
  throw new Refusal('downgrade', 'invalidParameters', 'is missing, and this node knows version 2', {
    field: 'envelope',
  });
}

/** Each message counts once: by its id, or, of version 1, by its bytes. */
async function assertFresh(
  { store, now, policy }: NodeContext,
  { envelope }: NodeMessageBody.DecodedMessage,
  operator: Hex,
  bytes: Uint8Array,
): Promise<void> {
  const key = envelope === null ? digestOf([bytes]) : envelope.id;
  const expires = envelope === null ? now() + policy.rememberMs : forgettable(envelope) * 1_000;
  if (await store.replays.remember(`message ${operator} ${key}`, expires, now())) return;
  throw new Refusal('replay', 'invalidParameters', 'was here before', { field: 'message' });
}

/** A peer of version 1 names a URL: never to be requested, but to find the link that it was given for. */
async function linkOfV1({ links }: RoutingContext, said: NodeMessageBody.DecodedMessage) {
  const { envelope, proxyUid, proxyResource, path } = said;
  if (envelope !== null || proxyUid !== null || proxyResource === null) return { link: null, path };
  const link = await links.namedBy({ ...said, proxyResource });
  return { link: link.uid, path: linkPath(link.purpose, link.uid, link.endpoint ?? undefined) };
}

/** What a node asks for again is answered again, and not carried out again, unless it came to nothing. */
async function onceForNode(
  { store, now, policy }: RoutingContext,
  { message, proof }: Checked,
  operator: Hex,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (message.method === 'GET') return work();
  const key = keyOf(message, operator);
  const until = Math.max(now() + policy.rememberMs, (proof.expires ?? 0) * 1_000);
  const begun = await store.requests.begin(key, now(), until, policy.timeoutMs * 2);
  if (begun.state === 'done') return begun.answer;
  if (begun.state === 'other') {
    throw new Refusal('replay', 'invalidParameters', 'was used for another request', { field: 'X-Request-ID' });
  }
  if (begun.state === 'busy')
    throw new OcpiError('receiverTimeout', 'is being carried out still', { field: 'request' });
  try {
    const answer = await work();
    await (isFinal(answer) ? store.requests.finish(key, answer) : store.requests.abandon(key));
    return answer;
  } catch (error) {
    await store.requests.abandon(key);
    throw error;
  }
}

function keyOf(message: Checked['message'], operator: Hex): RequestKey {
  const { from, to, requestId, method, body } = message;
  const parts = [method, requestPath(message), partyKey(from), partyKey(to), body ?? ''];
  return {
    caller: `${operator} ${partyKey(from)} ${partyKey(to)}`,
    requestId,
    digest: digestOf(parts),
  };
}

/** Each part with its length, so that no boundary can be moved. */
function digestOf(parts: readonly (string | Uint8Array)[]): Hex {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return toHex(hash.digest());
}
