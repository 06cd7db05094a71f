import type { DirectoryNode } from '../../../chain/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { isModuleId, NodeMessageBody } from '../../../ocn/message/index.ts';
import { NodeMessage } from '../../../ocn/signature/index.ts';
import { decodeJson, encodeAuthorization, encodeMessageHeaders } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { OutgoingAnswer } from '../http/outgoing.ts';
import type { Answer } from '../message.ts';
import type { Platform } from '../platform.ts';
import type { Reply } from './answerSignature.ts';
import { Refusal } from './refusals.ts';
import type { Routed, View } from './routed.ts';

/** What is copied of an answer's headers; nothing else is. */
export const copiedHeaders = ['link', 'location', 'x-limit', 'x-total-count'] as const;

const printable = /^[\x20-\x7e]{0,4096}$/;

/** A request to a platform of ours. @throws {BaseError} of {@link OutgoingHttp}. */
export async function askPlatform(
  context: NodeContext,
  platform: Platform,
  request: { readonly message: Routed; readonly url: string; readonly view: View; readonly signature: string | null },
  signal: AbortSignal,
): Promise<Reply> {
  const { message, url, view, signature } = request;
  const token = await callTokens(context).of(platform);
  if (token === null || platform.versionsUrl === null) {
    throw new Refusal('receiver', 'receiverUnreachable', 'is not connected', { field: 'receiver' });
  }
  const { requestId, to, body } = view;
  const answer = await context.http.send(
    {
      method: message.method,
      url,
      headers: {
        Authorization: encodeAuthorization(token),
        Accept: 'application/json',
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
        ...encodeMessageHeaders({ requestId, correlationId: message.correlationId, from: message.from, to }),
        ...(signature === null ? {} : { 'OCN-Signature': signature }),
      },
      body,
      timeoutMs: context.policy.timeoutMs,
      maxBytes: context.policy.maxBodyBytes,
      reach: { kind: 'platform', origin: new URL(platform.versionsUrl).origin },
    },
    signal,
  );
  return readReply(answer, message.endpoint === null, context.policy.maxBodyBytes);
}

/** A message to the node of another operator: to the URL that the registry has for it, and no other. */
export async function askNode(
  context: NodeContext,
  node: DirectoryNode,
  body: NodeMessageBody.NodeMessageBody & { readonly json?: unknown },
  signal: AbortSignal,
): Promise<Reply> {
  const { http, policy, random, self } = context;
  const bytes = NodeMessageBody.encode(body);
  const answer = await http.send(
    {
      method: 'POST',
      url: `${node.url.replace(/\/+$/, '')}/ocn/message`,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-Request-ID': random.uuid(),
        'OCN-Signature': await NodeMessage.sign(bytes, self.signer),
      },
      body: bytes,
      timeoutMs: policy.timeoutMs,
      maxBytes: policy.maxBodyBytes,
      reach: { kind: 'configured' },
    },
    signal,
  );
  return readReply(answer, !isModuleId(body.module), policy.maxBodyBytes);
}

/** Tokens that were read before, as long as their platforms are what they were: whatever changes a token changes the revision. */
const tokens = new WeakMap<NodeContext['store'], Map<string, { readonly revision: number; readonly token: string }>>();
const MAX_TOKENS = 10_000;

function callTokens({ store }: NodeContext) {
  const known = tokens.get(store) ?? new Map<string, { readonly revision: number; readonly token: string }>();
  tokens.set(store, known);
  return {
    async of({ id, revision }: Platform): Promise<string | null> {
      const found = known.get(id);
      if (found?.revision === revision) return found.token;
      const token = await store.platforms.callToken(id);
      if (known.size >= MAX_TOKENS) known.clear();
      if (token !== null) known.set(id, { revision, token });
      return token;
    },
  };
}

function readReply({ status, headers, body }: OutgoingAnswer, isCustom: boolean, maxBytes: number): Reply {
  const copied = copiedHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined || !printable.test(value) ? [] : [[name, value] as const];
  });
  const signature = headers['ocn-signature'] ?? null;
  const answer: Answer = {
    status,
    headers: Object.fromEntries(copied),
    body: body.length === 0 ? null : body,
    signature: signature === '' ? null : signature,
  };
  const json = readEnvelope(body, maxBytes);
  if (json !== null && (isCustom || isStatusCode(json.status_code))) return { ...answer, json };
  if (isCustom && status < 300) return { ...answer, json: {} };
  throw new Refusal('answer', 'receiverUnreachable', 'did not answer with a message of OCPI', { field: 'receiver' });
}

const isStatusCode = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1_000 && Number(value) < 5_000;

function readEnvelope(body: Uint8Array, maxBytes: number): Readonly<Record<string, unknown>> | null {
  try {
    const value = decodeJson(body, 'response', { bytes: maxBytes });
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
