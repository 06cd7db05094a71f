import type { Json } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { replaceMember } from '../../../ocn/message/index.ts';
import { SignatureV1, SignatureV2 } from '../../../ocn/signature/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import { type Accepted, assertSignatories, idOf, LIFETIME, lifetimeUpon, secondsOf } from './requestSignature.ts';
import { noBody, type Routed, type View } from './routed.ts';
import { originsOf } from './signers.ts';

/** An answer, and its body as parsed. */
export interface Reply extends Answer {
  readonly json: Readonly<Record<string, unknown>>;
}

/** Signs what the original network signs of an answer, in this order. */
const signedHeaders = ['x-limit', 'x-total-count', 'link', 'location'] as const;

function answerV2(network: string, message: Routed, view: View, answer: Answer): SignatureV2.MessageV2 {
  const { path, requestId, to } = view;
  const { method, correlationId, from } = message;
  const { status, headers, body } = answer;
  const ends = { from: idOf(to), to: idOf(from) };
  return { network, method, path, requestId, correlationId, ...ends, status, headers, body: body ?? noBody };
}

function answerV1({ headers, json }: Pick<Reply, 'headers' | 'json'>): SignatureV1.ValuesV1 {
  const { ocn_signature: _, ...body } = json;
  return {
    headers: Object.fromEntries(signedHeaders.map((name) => [name, headers[name]])),
    body: body as Readonly<Record<string, Json>>,
  };
}

/** The version of the signature that an answer came with; null for none. */
export function versionOf({ signature, json }: Reply): 1 | 2 | null {
  if (signature !== null && SignatureV2.isV2(signature)) return 2;
  return typeof json.ocn_signature === 'string' && json.ocn_signature !== '' ? 1 : null;
}

/**
 * Checks an answer's signature, if it has one. Whether it had to have one is the caller's question.
 *
 * @param since When its request can have been made first, in milliseconds; default: now.
 * @throws {VerificationError} @throws {DecodeError}
 */
export async function verifyAnswer(
  { self, now }: NodeContext,
  exchange: { readonly message: Routed; readonly view: View },
  reply: Reply,
  accepted: Accepted,
  since: number = now(),
): Promise<void> {
  const version = versionOf(reply);
  if (version === 2) {
    const header = reply.signature as string;
    await SignatureV2.assert(header, answerV2(self.network, exchange.message, exchange.view, reply), {
      now: secondsOf(now()),
      since: secondsOf(since),
      origins: originsOf(accepted.party, accepted.nodes),
      rewriters: accepted.rewriters,
      changes: ['path', 'requestId', 'links', ...(accepted.isCopy ? (['to'] as const) : [])],
    });
  } else if (version === 1) {
    const signature = await SignatureV1.deserialise(reply.json.ocn_signature as string);
    assertSignatories(SignatureV1.assert(signature, answerV1(reply)), accepted);
  }
}

/** An answer as it goes on: to whoever sees the request as `after`, with other links. */
export async function signAnswer(
  context: NodeContext,
  message: Routed,
  reply: Reply,
  views: { readonly before: View; readonly after: View; readonly headers: Answer['headers'] },
  want: 'v1' | 'v2' | 'asIs',
): Promise<Answer> {
  const isChanged = Object.keys(views.headers).some((name) => views.headers[name] !== reply.headers[name]);
  const body = versionOf(reply) === 1 && isChanged ? await rewriteV1(context, reply, views.headers) : reply.body;
  const passed: Answer = { status: reply.status, headers: views.headers, body, signature: null };
  const isV2 = versionOf(reply) === 2;
  if (want === 'v1' && versionOf(reply) !== 1) return signV1(context, { ...reply, headers: views.headers });
  if (!isV2 && want !== 'v2') return passed;
  const sent = answerV2(context.self.network, message, views.after, passed);
  const at = secondsOf(context.now());
  const { signer } = context.self;
  if (!isV2) {
    return { ...passed, signature: await SignatureV2.sign(sent, { signer, issued: at, expires: at + LIFETIME }) };
  }
  const header = reply.signature as string;
  const { before, after } = views;
  const isSame = !isChanged && before.path === after.path && before.requestId === after.requestId;
  if (isSame && before.to === after.to) return { ...passed, signature: header };
  const by = { signer, ...lifetimeUpon(header, at) };
  return { ...passed, signature: await SignatureV2.rewrite(header, reply.body ?? noBody, sent, by) };
}

async function rewriteV1({ self }: NodeContext, reply: Reply, headers: Answer['headers']): Promise<Uint8Array> {
  const replaced: Record<string, SignatureV1.Scalar> = {};
  for (const name of ['link', 'location']) {
    const old = reply.headers[name];
    if (old !== headers[name] && old !== undefined) replaced[`$['headers']['${name}']`] = old;
  }
  const signature = await SignatureV1.deserialise(reply.json.ocn_signature as string);
  const values = answerV1({ headers, json: reply.json });
  const text = await SignatureV1.serialise(await SignatureV1.rewrite(signature, values, replaced, self.signer));
  return replaceMember(reply.body ?? noBody, 'ocn_signature', text);
}

async function signV1({ self }: NodeContext, reply: Reply): Promise<Answer> {
  const { status, headers, body } = reply;
  if (body === null) throw new DecodeError('is missing', { field: 'response' });
  const text = await SignatureV1.serialise(await SignatureV1.sign(answerV1(reply), self.signer));
  return { status, headers, body: replaceMember(body, 'ocn_signature', text), signature: null };
}
