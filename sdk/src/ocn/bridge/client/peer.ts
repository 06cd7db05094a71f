import type { z } from 'zod';
import { utf8Encode } from '../../../bytes/index.ts';
import { DecodeError, TransportError } from '../../../errors/index.ts';
import {
  assertSuccess,
  decodeData,
  decodeEnvelope,
  decodeJson,
  type Envelope,
  encodeAuthorization,
  encodeMessageHeaders,
  type HttpMethod,
  type InterfaceRole,
  OcpiError,
  type OcpiHttpStatus,
  type Party,
  statusKind,
} from '../../../protocol/ocpi/index.ts';
import { NoSuchModuleError, NotRegisteredError } from '../bridgeErrors.ts';
import type { BridgeContext } from '../context.ts';
import { send } from '../http/httpClient.ts';
import { assertNoDowngrade } from '../signing/noDowngrade.ts';
import { signRequest } from '../signing/signing.ts';
import { answersPolicy, verifyResponse } from '../signing/verifying.ts';
import type { Connection } from '../store/bridgeStore.ts';
import { AnswerError } from './answerError.ts';

/** A request to the other side of the connection. */
export interface PeerRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly body?: string | null;
  /** From party to party; left out for configuration modules. */
  readonly parties?: { readonly from: Party; readonly to: Party };
  readonly requestId?: string;
  readonly correlationId?: string;
  /** When it was made first, in milliseconds since 1970; default: now. */
  readonly since?: number;
}

export interface PeerAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null if the body is no response of OCPI. */
  readonly envelope: Envelope | null;
}

/** Whether a connection can be used for calls. */
export type Registered = Connection & { readonly callToken: string; readonly versionsUrl: string };

/** @throws {NotRegisteredError} */
export async function registeredConnection(context: BridgeContext): Promise<Registered> {
  const connection = await context.store.connection.load();
  if (connection?.state !== 'registered' || connection.callToken === null || connection.versionsUrl === null) {
    throw new NotRegisteredError();
  }
  return connection as Registered;
}

/**
 * Where the other side has a module. For modules of the parties' own that it does not name, where nodes have them.
 *
 * @throws {NoSuchModuleError}
 */
export function moduleUrl(connection: Registered, module: string, role: InterfaceRole, isCustom = false): URL {
  const found = connection.endpoints.find(
    (one) => one.identifier === module && (one.role === role || module === 'credentials'),
  );
  const custom = `${connection.versionsUrl.replace(/\/versions\/?$/, '')}/custom/${role.toLowerCase()}/${encodeURIComponent(module)}`;
  if (!found && !isCustom) throw new NoSuchModuleError(module, role);
  return new URL(found?.url ?? custom);
}

/**
 * Sends one request with the token, routing headers and signature that it needs, and checks who answered.
 *
 * @throws {TransportError} if there is no answer. @throws {VerificationError} for a success that the other party has not signed, if it has to.
 */
export async function callPeer(
  context: BridgeContext,
  token: string,
  request: PeerRequest,
  signal?: AbortSignal,
): Promise<PeerAnswer> {
  const { method, url, parties } = request;
  const body = request.body ?? null;
  const sent = context.now();
  const ids = {
    requestId: request.requestId ?? context.randomId(),
    correlationId: request.correlationId ?? context.randomId(),
  };
  const path = `${url.pathname}${url.search}`;
  const bytes = utf8Encode(body ?? '');
  const signature = parties
    ? await signRequest({ method, path, ...ids, ...parties, body: bytes }, context.signingFor(parties.from))
    : null;
  const headers = {
    Authorization: encodeAuthorization(token),
    Accept: 'application/json',
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    ...encodeMessageHeaders({ ...ids, from: parties?.from ?? null, to: parties?.to ?? null }),
    ...(signature === null ? {} : { 'OCN-Signature': signature }),
  };
  const mode = answersPolicy(context.verify);
  // Who is on the way may change before the answer is here.
  const before = parties && mode !== 'off' ? await context.verify?.signersOf(parties.to, sent) : null;
  const rules = { fetch: context.fetch, timeoutMs: context.limits.timeoutMs, maxBytes: context.limits.maxBodyBytes };
  const answer = await send({ method, url, headers, body }, rules, signal);
  const envelope = readEnvelope(answer.body);
  if (parties && envelope && statusKind(envelope.status_code) === 'success') {
    const signed = await verifyResponse(
      {
        ...{ method, path, ...ids, from: parties.to, to: parties.from, body: answer.body, status: answer.status },
        headers: answer.headers,
        network: context.node.network ?? '',
        signature: answer.headers['ocn-signature'] ?? null,
        now: context.now(),
        since: request.since ?? sent,
        rewriters: before?.rewriters ?? [],
      },
      context.verify ?? null,
    );
    if (mode === 'required') await assertNoDowngrade(context.store.highWater, parties.to, signed);
  }
  return { status: answer.status, headers: answer.headers, envelope };
}

function readEnvelope(body: Uint8Array): Envelope | null {
  try {
    return decodeEnvelope(decodeJson(body, 'response'));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/**
 * The data of an answer that has to be a success.
 *
 * @throws {OcpiError} with the status that the other answered. @throws {AnswerError} for a failure of HTTP without one.
 * @throws {DecodeError} for data that is not what it has to be. @throws {TransportError} for what is no response of OCPI at all.
 */
export function dataOf<T extends z.ZodType>(answer: PeerAnswer, schema: T): z.infer<T>;
export function dataOf(answer: PeerAnswer, schema: z.ZodType | null): unknown;
export function dataOf(answer: PeerAnswer, schema: z.ZodType | null): unknown {
  const { status, envelope } = answer;
  const isOk = status >= 200 && status < 300;
  if (envelope && !isOk && statusKind(envelope.status_code) !== 'success') {
    const said = envelope.status_message;
    throw new OcpiError(envelope.status_code, `was answered with status ${envelope.status_code}`, {
      httpStatus: status as OcpiHttpStatus,
      ...(said ? { metaMessages: [JSON.stringify(said.slice(0, 500))] } : {}),
    });
  }
  if (!isOk) throw new AnswerError(status);
  if (!envelope) throw new TransportError('is no response of OCPI', { field: 'response' });
  if (schema === null) {
    assertSuccess(envelope);
    return envelope.data;
  }
  return decodeData(schema, envelope);
}
