import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { DecodeError, VerificationError } from '../../../errors/index.ts';
import {
  decode,
  decodeJson,
  decodeMessageHeaders,
  encodeMessageHeaders,
  type HttpMethod,
  moduleIds,
  OcpiError,
  type Party,
  partiesNamed,
  partyKey,
  sameParty,
} from '../../../protocol/ocpi/index.ts';
import type { Call } from '../backOffice.ts';
import type { BridgeContext } from '../context.ts';
import type { Results } from '../outbox/results.ts';
import { hasModule } from '../registration/ourVersions.ts';
import { assertNoDowngrade } from '../signing/noDowngrade.ts';
import { signResponse } from '../signing/signing.ts';
import { type Signed, verifyRequest } from '../signing/verifying.ts';
import type { Connection, KeptAnswer } from '../store/bridgeStore.ts';
import type { Incoming, Route } from './call.ts';
import { cdrs } from './cdrs.ts';
import { chargingProfiles, commands } from './commands.ts';
import { hubClientInfo, sessions, tariffs, tokens } from './data.ts';
import type { Handlers } from './handlers.ts';
import { locationsReceiver, locationsSender } from './locations.ts';
import { messageIdOf, type Named, once } from './once.ts';
import { answered, type Reply, refused } from './reply.ts';
import { endpointOf, type Match, methodOf } from './routes.ts';

const handlers: Handlers = {
  ...locationsSender,
  ...locationsReceiver,
  ...sessions,
  ...cdrs,
  ...tariffs,
  ...tokens,
  ...commands,
  ...chargingProfiles,
  ...hubClientInfo,
};

/** A request below the URL of a module, with its body. */
export interface ModuleRequest {
  readonly route: Route;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly raw: Uint8Array;
}

/** Everything about a message but what it says. */
interface Envelope {
  readonly from: Party;
  readonly to: Party;
  readonly requestId: string;
  readonly correlationId: string;
}

/** What is asked of a module, from its headers to its signed response. */
export async function serveModule(
  context: BridgeContext & { readonly pending: Results },
  connection: Connection,
  request: ModuleRequest,
): Promise<Response> {
  let envelope: Envelope | null = null;
  let answer: KeptAnswer;
  try {
    const method = methodOf(request.method);
    const { module, role } = request.route;
    if (!hasModule(context, module, role))
      throw new OcpiError('clientError', 'leads nowhere', { field: 'module', httpStatus: 404 });
    const isCustom = !(moduleIds as readonly string[]).includes(module);
    const match = endpointOf(request.route, method, isCustom);
    envelope = envelopeOf(context, connection, request, match.endpoint?.routed ?? true);
    answer = await answerTo(context, request, method, match, envelope);
  } catch (error) {
    answer = refused(context, error instanceof VerificationError ? asRefusal(error) : error);
  }
  return respond(context, request, envelope, answer);
}

function asRefusal(error: VerificationError): OcpiError {
  return new OcpiError('invalidParameters', error.shortMessage, {
    field: error.field ?? 'OCN-Signature',
    cause: error,
  });
}

/** Who writes to whom. @throws {OcpiError} 2001 for headers that are missing, or a sender that may not be; 4001 for a receiver that is not ours. */
function envelopeOf(
  context: BridgeContext,
  connection: Connection,
  { headers }: ModuleRequest,
  isRouted: boolean,
): Envelope {
  const said = decodeMessageHeaders(headers);
  const requestId = said.requestId ?? context.randomId();
  const ids = { requestId, correlationId: said.correlationId ?? requestId };
  if (!isRouted) {
    const [hub] = connection.roles;
    return { ...ids, from: said.from ?? hub ?? context.firstParty, to: said.to ?? context.firstParty };
  }
  if (!said.from) throw new DecodeError('is missing', { field: 'OCPI-from-party-id' });
  if (said.requestId === null) throw new DecodeError('is missing', { field: 'X-Request-ID' });
  const { from } = said;
  const isHub = connection.roles.some(({ role }) => role === 'HUB');
  if (!isHub && !connection.roles.some((one) => sameParty(one, from))) {
    throw new OcpiError('invalidParameters', 'is no party of this connection', { field: 'OCPI-from-party-id' });
  }
  const to = said.to ?? context.firstParty;
  if (!context.isOurs(to))
    throw new OcpiError('unknownReceiver', `${partyKey(to)} is not here`, { field: 'OCPI-to-party-id' });
  return { ...ids, from, to };
}

async function answerTo(
  context: BridgeContext & { readonly pending: Results },
  request: ModuleRequest,
  method: HttpMethod,
  match: Match,
  envelope: Envelope,
): Promise<KeptAnswer> {
  const { url, raw, headers } = request;
  const signature = headers.get('ocn-signature');
  const path = `${url.pathname}${url.search}`;
  const received = {
    ...envelope,
    method,
    path,
    body: raw,
    network: context.node.network ?? '',
    signature,
    now: context.now(),
  };
  const isRouted = match.endpoint?.routed ?? true;
  const isChecked = isRouted && context.verify !== undefined && context.verify.incoming !== 'off';
  const signed = isChecked ? await verifyRequest(received, context.verify ?? null) : null;
  if (isChecked) await assertNoDowngrade(context.store.highWater, envelope.from, signed);
  const digest: Hex = sha256Hex(raw);
  const isQuestion = match.endpoint?.name === 'tokens.authorize';
  const named: Named = { ...envelope, method, path, digest, signed, isQuestion };
  const run = (): Promise<Reply> =>
    carryOut(context, { request, method, match, envelope, signed, signature, messageId: messageIdOf(named) });
  const isReading = method === 'GET' && match.endpoint?.module !== 'chargingprofiles';
  return isReading ? answered(context, await run()) : once(context, named, run);
}

interface Work {
  readonly request: ModuleRequest;
  readonly method: HttpMethod;
  readonly match: Match;
  readonly envelope: Envelope;
  readonly signed: Signed | null;
  readonly signature: string | null;
  readonly messageId: string;
}

async function carryOut(context: BridgeContext & { readonly pending: Results }, work: Work): Promise<Reply> {
  const { request, method, match, envelope, signed, signature, messageId } = work;
  const { route, url, raw } = request;
  const { endpoint, parameters } = match;
  const body = bodyOf(request, match);
  checkQuery(url.searchParams, match);
  checkOwners(match, envelope, body);
  const call: Call = {
    ...{ from: envelope.from, to: envelope.to, correlationId: envelope.correlationId },
    ...{ version: route.version, endpoint: endpoint?.name ?? route.module, method, messageId, body },
    signedBy: signed?.signer ?? null,
  };
  const incoming: Incoming = {
    ...route,
    ...envelope,
    method,
    endpoint,
    parameters,
    query: url.searchParams,
    raw,
    body,
    signature,
    url,
    call,
  };
  if (!endpoint) return custom(context, incoming);
  const handler = handlers[endpoint.name];
  if (!handler) throw new OcpiError('clientError', 'leads nowhere', { field: 'path', httpStatus: 404 });
  return handler(incoming, context);
}

async function custom({ data }: BridgeContext, incoming: Incoming): Promise<Reply> {
  const { module, role, method, path, query, body, call } = incoming;
  const sides = Object.hasOwn(data.custom ?? {}, module) ? data.custom?.[module] : undefined;
  const handler = role === 'SENDER' ? sides?.sender : sides?.receiver;
  if (!handler) throw new OcpiError('clientError', 'leads nowhere', { field: 'module', httpStatus: 404 });
  return { data: await handler({ method, path, query, body }, call) };
}

function bodyOf({ raw }: ModuleRequest, { endpoint }: Match): unknown {
  const isEmpty = raw.length === 0;
  if (!endpoint) return isEmpty ? undefined : decodeJson(raw, 'request');
  if (!endpoint.request) return undefined;
  if (isEmpty && endpoint.requestOptional) return undefined;
  return decode(endpoint.request, decodeJson(raw, 'request'), 'request');
}

function checkQuery(query: URLSearchParams, { endpoint }: Match): void {
  for (const { name, pattern, required } of endpoint?.query ?? []) {
    const [value, ...more] = query.getAll(name);
    if (more.length > 0) throw new DecodeError('is there more than once', { field: name });
    if (value === undefined && required) throw new DecodeError('is missing', { field: name });
    if (value !== undefined && !pattern.test(value)) throw new DecodeError('is not what it has to be', { field: name });
  }
}

/** Only whose it is may push an object, wherever in the message that is said. */
function checkOwners({ endpoint, parameters }: Match, { from }: Envelope, body: unknown): void {
  if (!endpoint) return;
  const stranger = partiesNamed(endpoint, { path: parameters, request: body }).find(
    ({ is, party }) => is === 'requester' && !sameParty(party, from),
  );
  if (stranger)
    throw new OcpiError('invalidParameters', 'is not who sends it', { field: `${stranger.field}.party_id` });
}

async function respond(
  context: BridgeContext,
  request: ModuleRequest,
  envelope: Envelope | null,
  answer: KeptAnswer,
): Promise<Response> {
  const { method, url } = request;
  const ids = envelope && encodeMessageHeaders({ ...envelope, from: envelope.to, to: envelope.from });
  const message = { status: answer.status, headers: answer.headers, body: utf8Encode(answer.body) };
  const signed = envelope
    ? await signResponse(
        { ...message, ...envelope, method, path: `${url.pathname}${url.search}`, from: envelope.to, to: envelope.from },
        context.signingFor(envelope.to),
      )
    : message;
  const headers = { 'Content-Type': 'application/json', ...ids, ...signed.headers };
  return new Response(Uint8Array.from(signed.body), { status: answer.status, headers });
}
