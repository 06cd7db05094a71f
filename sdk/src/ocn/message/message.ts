import { concat, fromBase64url, toBase64url, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import {
  assertBounded,
  type HttpMethod,
  interfaceRoles,
  type MessageLimits,
  type OcpiVersion,
  type Party,
} from '../../protocol/ocpi/index.ts';
import { jsonMembers } from './jsonMembers.ts';
import { CUSTOM, isModuleId, moduleName, moduleOf, readCustomModule } from './moduleNames.ts';
import { type NodeEnvelope, readEnvelope, writeEnvelope } from './nodeEnvelope.ts';
import { decodedQuery, type PartyRequest, readPath, readQuery } from './partyRequest.ts';
import { parse, readId, readMember, readObjectAt, readPartyAt, readTextAt } from './readMessage.ts';

/** The body of `POST /ocn/message`: what one node asks another to carry to its party. */
export interface NodeMessageBody extends PartyRequest {
  /** Which of the links that the receiver has given out is used, or under which the sender keeps the response URL of this request. */
  readonly proxyUid: string | null;
  /** The URL that peers of version 1 name instead. Never to be requested because somebody names it. */
  readonly proxyResource: string | null;
  /** Of peers that know version 2. */
  readonly envelope: MessageEnvelope | null;
}

export interface MessageEnvelope extends NodeEnvelope {
  /** The receiver that the message was sent to first, if this is the copy for a service that it has agreed to. */
  readonly copyOf: Party | null;
}

/** A message, and its `body` as parsed; undefined for none, or one that is no JSON. */
export interface DecodedMessage extends NodeMessageBody {
  readonly json: unknown;
}

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** The message around the body: a party's headers and signature, parameters, links, envelope. */
const OVERHEAD = 256 * 1024;

/**
 * How long a message can be whose body has at most so many bytes: what is no JSON is carried as base64url, which takes a third more.
 *
 * @example `withBody(NodeMessageBody.longest(policy.maxBodyBytes))`
 */
export function longest(bodyBytes: number): number {
  return Math.ceil((bodyBytes * 4) / 3) + OVERHEAD;
}

/**
 * The bytes that a node signs and sends. The party's body is in them as it came, from the colon to the last brace.
 *
 * @param message `json` is its body as parsed, by whoever has done that already.
 * @throws {ArgumentError} for a body that is no JSON and a peer of version 1, which can carry nothing else.
 * @example
 * ```ts
 * const bytes = NodeMessageBody.encode(message);
 * const headers = { 'OCN-Signature': await NodeMessage.sign(bytes, operator), 'X-Request-ID': uuid() };
 * ```
 */
export function encode(message: NodeMessageBody & { readonly json?: unknown }): Uint8Array {
  const head = JSON.stringify(headOf(message));
  const { body, envelope, json } = message;
  if (body === null) return utf8Encode(head);
  if (json !== undefined || isJson(body))
    return concat(utf8Encode(`${head.slice(0, -1)},"body":`), body, Uint8Array.of(0x7d));
  if (envelope === null) throw new ArgumentError('is not JSON, and the peer knows nothing else', { field: 'body' });
  return utf8Encode(`${head.slice(0, -1)},"body_bytes":${JSON.stringify(toBase64url(body))}}`);
}

function isJson(bytes: Uint8Array): boolean {
  try {
    parse(bytes, 'body');
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

const written = ({ country_code, party_id }: Party) => ({ party_id, country_code });

function headOf(message: NodeMessageBody) {
  const { module, envelope, query, version } = message;
  const isOcpi = isModuleId(module);
  const parameters = decodedQuery(query, 'query');
  return {
    module: isOcpi ? moduleName(module) : CUSTOM,
    interface_role: message.role,
    method: message.method,
    headers: {
      Authorization: '',
      ...(message.signature === null ? {} : { 'OCN-Signature': message.signature }),
      'X-Request-ID': message.requestId,
      'X-Correlation-ID': message.correlationId,
      sender: written(message.from),
      receiver: written(message.to),
    },
    ...(message.path === '' ? {} : { url_path: message.path }),
    ...(parameters.length === 0 ? {} : { query_params: Object.fromEntries(parameters) }),
    ...(message.proxyUid === null ? {} : { proxy_uid: message.proxyUid }),
    ...(message.proxyResource === null ? {} : { proxy_resource: message.proxyResource }),
    ...(isOcpi ? {} : { custom_module_id: module }),
    ...(envelope === null
      ? {}
      : {
          envelope: {
            ...writeEnvelope(envelope),
            version,
            ...(query.length === 0 ? {} : { query: query.map(([name, value]) => `${name}=${value}`).join('&') }),
            ...(envelope.copyOf === null ? {} : { copy_of: written(envelope.copyOf) }),
          },
        }),
  };
}

/**
 * Reads what came, after its signature was checked over the very bytes.
 *
 * @param limits Of the party's body; the message around it has room of its own, see {@link longest}.
 * @throws {DecodeError} naming the member. Members that are not known are passed over.
 * @example
 * ```ts
 * NodeMessage.assert(bytes, signature, operator);
 * const message = NodeMessageBody.decode(bytes);
 * ```
 */
export function decode(bytes: Uint8Array, limits: Partial<MessageLimits> = {}): DecodedMessage {
  const field = 'message';
  const most = limits.bytes === undefined ? limits : { ...limits, bytes: longest(limits.bytes) };
  const all = readObjectAt(parse(bytes, field, most), field);
  const module = readModule(all, field);
  const headers = readObjectAt(all.headers, `${field}.headers`);
  const envelope = readMember(all.envelope, `${field}.envelope`, readMessageEnvelope);
  const version = envelope?.version ?? '2.2';
  return {
    version,
    module,
    role: readTextAt(all.interface_role, `${field}.interface_role`, interfaceRoles),
    method: readTextAt(all.method, `${field}.method`, methods),
    path: readMember(all.url_path, `${field}.url_path`, readUrlPath) ?? '',
    query: envelope ? envelope.query : readParameters(all.query_params, `${field}.query_params`),
    from: readPartyAt(headers.sender, `${field}.headers.sender`),
    to: readPartyAt(headers.receiver, `${field}.headers.receiver`),
    requestId: readId(headers['X-Request-ID'], `${field}.headers.X-Request-ID`),
    correlationId: readId(headers['X-Correlation-ID'], `${field}.headers.X-Correlation-ID`),
    signature: readMember(headers['OCN-Signature'], `${field}.headers.OCN-Signature`, readSignature),
    proxyUid: readMember(all.proxy_uid, `${field}.proxy_uid`, readId),
    proxyResource: readMember(all.proxy_resource, `${field}.proxy_resource`, readResource),
    envelope: envelope && { ...envelope.said, copyOf: envelope.copyOf },
    ...readBody(bytes, all, envelope !== null, limits),
  };
}

type Members = Readonly<Record<string, unknown>>;

function readModule(all: Members, field: string): string {
  if (all.module === CUSTOM) return readCustomModule(all.custom_module_id, `${field}.custom_module_id`);
  return moduleOf(all.module, `${field}.module`);
}

function readMessageEnvelope(value: unknown, field: string) {
  const said = readEnvelope(value, field);
  const all = readObjectAt(value, field);
  const version = readTextAt<OcpiVersion>(all.version, `${field}.version`, ['2.2', '2.2.1']);
  const text = all.query ?? '';
  if (typeof text !== 'string') throw new DecodeError('is not text', { field: `${field}.query` });
  return {
    said,
    version,
    query: readQuery(text, `${field}.query`),
    copyOf: readMember(all.copy_of, `${field}.copy_of`, readPartyAt),
  };
}

function readUrlPath(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new DecodeError('is not text', { field });
  return readPath(value, field);
}

/** Of version 1, whose peers send values and not what stood in the URL. */
function readParameters(value: unknown, field: string): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  return Object.entries(readObjectAt(value, field)).flatMap(([name, item]): [string, string][] => {
    if (item === null || item === undefined) return [];
    if (typeof item === 'object' || name === '') throw new DecodeError('is not a parameter', { field });
    return [[encodeURIComponent(name), encodeURIComponent(String(item))]];
  });
}

function readSignature(value: unknown, field: string): string | null {
  if (value === '') return null;
  if (typeof value !== 'string' || value.length > 1 << 20 || !/^[\x21-\x7e]+$/.test(value)) {
    throw new DecodeError('is not a signature', { field });
  }
  return value;
}

function readResource(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.length > 4_096 || !/^[\x21-\x7e]+$/.test(value)) {
    throw new DecodeError('is not a URL', { field });
  }
  return value;
}

function readBody(bytes: Uint8Array, all: Members, hasEnvelope: boolean, limits: Partial<MessageLimits>) {
  const span = jsonMembers(bytes, 'message').get('body');
  if (hasEnvelope && typeof all.body_bytes === 'string') {
    if (span) throw new DecodeError('is there beside body', { field: 'message.body_bytes' });
    const field = 'message.body_bytes';
    return { body: bounded(fromBase64url(all.body_bytes, { field }), field, limits), json: undefined };
  }
  // Peers of version 1 write null for a body that is not there.
  if (span === undefined || (!hasEnvelope && all.body === null)) return { body: null, json: undefined };
  const body = bounded(bytes.subarray(span.start, span.end), 'message.body', limits);
  assertBounded(all.body, 'message.body', limits);
  return { body, json: all.body };
}

function bounded(body: Uint8Array, field: string, { bytes }: Partial<MessageLimits>): Uint8Array {
  if (bytes === undefined || body.length <= bytes) return body;
  throw new DecodeError(`has more than ${bytes} bytes`, { field });
}
