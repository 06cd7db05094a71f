import { queryText, requestPath } from '../../../ocn/message/index.ts';
import { partiesNamed, sameParty } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import type { Link } from '../store/nodeStore.ts';
import { replaceAnswerLinks } from './answerLinks.ts';
import { type Reply, signAnswer } from './answerSignature.ts';
import { askNode, askPlatform } from './exchange.ts';
import { linkPath } from './linkPaths.ts';
import { isRemote, type Links } from './links.ts';
import { assertModule, endpointUrl, type Receiver } from './receivers.ts';
import { Refusal } from './refusals.ts';
import { type Proof, secondsOf, signatureV1, signatureV2 } from './requestSignature.ts';
import { replaceResponseUrl } from './responseUrl.ts';
import type { Routed, View } from './routed.ts';
import { ruleAgainst } from './rules.ts';
import { checkAnswer } from './signaturePolicy.ts';

/** A message that was checked, and how its sender saw it. */
export interface Checked {
  readonly message: Routed;
  readonly proof: Proof;
  readonly before: View;
}

/** How whoever asked wants an answer signed. */
export type Want = 'v1' | 'v2' | 'asIs';

/** Seconds for which a message between nodes is good. */
const ENVELOPE_LIFETIME = 120;

type Given = NodeContext & { readonly links: Links };

/** Carries a message to the platform that the registry says, and its answer back. */
export async function toPlatform(
  context: Given,
  checked: Checked,
  receiver: Receiver & { readonly kind: 'local' },
  want: Want,
  signal: AbortSignal,
): Promise<Answer> {
  const { message, proof, before } = checked;
  const { platform } = receiver;
  const link = await context.links.find(message);
  if (link === null) assertModule(receiver.party, message);
  assertWelcome(receiver, message, proof);
  const replaced = await replaceResponseUrl(context, context.links, message, receiver, false);
  const url = link === null ? `${endpointUrl(platform, message)}${queryText(replaced.query)}` : ownTarget(link);
  const { pathname, search } = new URL(url);
  const { query, body, json } = replaced;
  const view: View = {
    path: `${pathname}${search}`,
    requestId: context.random.uuid(),
    to: message.to,
    query,
    body,
    json,
  };
  const signature = await signatureForPlatform(context, checked, platform.speaks, view);
  const reply = await askPlatform(context, platform, { message, url, view, signature }, signal);
  await context.store.platforms.seen(platform.id, 'CONNECTED', context.now());
  await checkAnswer(context, message, view, receiver, reply);
  assertResponders(message, reply);
  const headers = await replaceAnswerLinks(context, context.links, message, receiver, reply, url);
  return signAnswer(context, message, reply, { before: view, after: before, headers }, want);
}

/** Blocked by one platform means blocked by that platform: its rules, and nobody else's, are looked at. */
function assertWelcome({ platform }: Receiver & { readonly kind: 'local' }, message: Routed, proof: Proof): void {
  const against = ruleAgainst(platform.rules, message.from, message.module);
  if (against !== null) {
    throw new Refusal(against, 'clientError', 'does not take messages of this party', { field: 'receiver' });
  }
  if (platform.rules.signatures && proof.version === null) {
    throw new Refusal('signature', 'invalidParameters', 'is missing, and the receiver wants one', {
      field: 'OCN-Signature',
    });
  }
}

function ownTarget({ target }: Link): string {
  if (!isRemote(target)) return target.url;
  throw new Refusal('link', 'unknownReceiver', 'is kept by the node that served this party before', { field: 'path' });
}

/** What the receiver can read: version 1 of the node if it knows no other, what its sender has signed if that is of version 1. */
function signatureForPlatform(
  context: NodeContext,
  { message, proof, before }: Checked,
  speaks: 'none' | 'v1' | 'v2',
  view: View,
): Promise<string> | null {
  if (proof.version === null && message.source.kind === 'node') return null;
  const isV1 = speaks === 'v1' || proof.version === 1;
  return (isV1 ? signatureV1 : signatureV2)(context, message, proof, before, view);
}

/** A platform answers with its own objects. */
function assertResponders({ endpoint, to, from }: Routed, { json }: Reply): void {
  if (endpoint === null) return;
  const foreign = partiesNamed(endpoint, { response: json.data }).find(
    ({ is, party }) => (is === 'responder' && !sameParty(party, to)) || (is === 'requester' && !sameParty(party, from)),
  );
  if (foreign === undefined) return;
  throw new Refusal('answer', 'serverError', 'names another party than the one that answers', { field: foreign.field });
}

/**
 * Carries a message to the node that the registry says, and its answer back.
 *
 * @param hear Is told the status code of the answer: that node may not have reached its platform.
 */
export async function toNode(
  context: Given,
  checked: Checked,
  receiver: Receiver & { readonly kind: 'remote' },
  want: Want,
  signal: AbortSignal,
  hear: (statusCode: number) => void,
): Promise<Answer> {
  const { message, before } = checked;
  const link = await context.links.find(message);
  if (link === null) assertModule(receiver.party, message);
  const isV1 = receiver.speaks === 'v1';
  const { uid, ownUrl, ...replaced } = await replaceResponseUrl(context, context.links, message, receiver, isV1);
  const used = link === null ? null : theirTarget(link, receiver, message);
  const path = used === null ? message.path : used.path;
  const { requestId, to } = message;
  const view: View = { ...replaced, path: requestPath({ ...message, ...replaced, path }), requestId, to };
  const sign = isV1 ? signatureV1 : signatureV2;
  const body = {
    ...message,
    ...replaced,
    path,
    signature: await sign(context, message, checked.proof, before, view),
    // Version 1 takes a uid with a URL as a link that is given, and a URL alone as one that is used.
    proxyUid: isV1 ? uid : (used?.uid ?? uid),
    proxyResource: isV1 ? (used?.url ?? ownUrl) : null,
    envelope: isV1 ? null : envelopeFor(context, receiver, message),
  };
  const reply = await askNode(context, receiver.node, body, signal);
  hear(Number(reply.json.status_code));
  await checkAnswer(context, message, view, receiver, reply);
  const headers = await replaceAnswerLinks(context, context.links, message, receiver, reply, receiver.node.url);
  return signAnswer(context, message, reply, { before: view, after: before, headers }, want);
}

function theirTarget(
  { target, purpose, endpoint }: Link,
  { node }: Receiver & { readonly kind: 'remote' },
  message: Routed,
) {
  if (!isRemote(target) || target.operator !== node.operator) {
    throw new Refusal('link', 'unknownReceiver', 'is kept by the node that served this party before', {
      field: 'path',
    });
  }
  const path = target.uid === '' ? message.path : linkPath(purpose, target.uid, endpoint ?? undefined);
  return { uid: target.uid === '' ? null : target.uid, url: target.url, path };
}

function envelopeFor({ now, random }: NodeContext, { node }: Receiver & { readonly kind: 'remote' }, message: Routed) {
  const issued = secondsOf(now());
  const { copyOf } = message;
  return { to: node.operator, issued, expires: issued + ENVELOPE_LIFETIME, id: random.uuid(), copyOf };
}
