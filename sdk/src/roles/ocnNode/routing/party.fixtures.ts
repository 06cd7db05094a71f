import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hex, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { SignatureV1, SignatureV2 } from '../../../ocn/signature/index.ts';
import {
  encodeAuthorization,
  encodeMessageHeaders,
  type InterfaceRole,
  moduleIds,
  type Party,
  type Role,
} from '../../../protocol/ocpi/index.ts';
import type { Platform } from '../platform.ts';
import { network, type TestNode, testSigner } from './network.fixtures.ts';

/** A request as a party's back office has got it. */
export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly to: Party;
  readonly from?: Party;
  readonly body?: string;
  readonly requestId?: string;
  readonly correlationId?: string;
  /** Default: what the party speaks. */
  readonly sign?: 'none' | 'v1' | 'v2';
  readonly signature?: string;
  /** A body that is no text. */
  readonly bytes?: Uint8Array;
  /** A header that is left out. */
  readonly without?: string;
  /** Changes the body after it was signed. */
  readonly tamper?: (body: string) => string;
  /** Whose signature it gets. */
  readonly key?: TestParty['signer'];
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly json: { readonly status_code?: number; readonly data?: unknown; readonly [name: string]: unknown };
  /** The message of version 2 that the answer's signature is to be checked against. */
  readonly message: SignatureV2.MessageV2;
}

export interface Answering {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A party with a back office: a real server, which signs and answers. */
export interface TestParty extends AsyncDisposable {
  readonly id: Party;
  readonly address: Hex;
  readonly url: string;
  readonly signer: ReturnType<typeof testSigner>;
  readonly got: Got[];
  readonly platform: Platform;
  speaks: 'none' | 'v1' | 'v2';
  answer: (got: Got) => Answering | Promise<Answering>;
  send(request: Sent): Promise<Heard>;
  /** Changes what the node keeps of the platform. */
  change(change: Partial<Platform>): Promise<void>;
}

const idOf = ({ country_code, party_id }: Party) => ({ countryCode: country_code, partyId: party_id });
const success = JSON.stringify({ data: {}, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });
const seconds = () => Math.floor(Date.now() / 1_000);
let counter = 0;

async function read(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

/** The message of a request, as its receiver has to look at it. */
export function receivedMessage({ method, path, headers, body }: Got): SignatureV2.MessageV2 {
  const party = (end: 'from' | 'to') => ({
    countryCode: headers[`ocpi-${end}-country-code`] as string,
    partyId: headers[`ocpi-${end}-party-id`] as string,
  });
  const ids = { requestId: headers['x-request-id'] as string, correlationId: headers['x-correlation-id'] as string };
  return { network, method, path, ...ids, from: party('from'), to: party('to'), body };
}

export const valuesV1 = (message: SignatureV2.MessageV2): SignatureV1.ValuesV1 => ({
  headers: {
    'x-correlation-id': message.correlationId,
    'ocpi-from-country-code': message.from.countryCode,
    'ocpi-from-party-id': message.from.partyId,
    'ocpi-to-country-code': message.to.countryCode,
    'ocpi-to-party-id': message.to.partyId,
  },
  params: Object.fromEntries(new URL(message.path, 'http://x').searchParams),
  ...(message.body.length === 0 ? {} : { body: JSON.parse(utf8Decode(message.body)) }),
});

/** Registers a party with a node, without the handshake, which is not what these tests are about. */
export async function startParty(
  node: TestNode,
  id: Party,
  role: Role,
  more: { readonly speaks?: TestParty['speaks']; readonly key?: number; readonly others?: readonly Party[] } = {},
): Promise<TestParty> {
  counter += 1;
  const n = counter;
  const signer = testSigner(more.key ?? 1_000 + n);
  const got: Got[] = [];
  const server = createServer(async (incoming, response) => {
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const one: Got = { method: incoming.method ?? '', path: incoming.url ?? '', headers, body: await read(incoming) };
    got.push(one);
    const { status = 200, headers: extra = {}, body = success } = await party.answer(one);
    const bytes = typeof body === 'string' ? utf8Encode(body) : body;
    const signed = await signAnswer(party, one, status, extra, bytes);
    response.writeHead(status, { 'content-type': 'application/json', ...extra, ...signed.headers }).end(signed.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = `token-${n}-of-the-node`;
  const { platform, save } = await register(node, [id, ...(more.others ?? [])], role, url, token, `b-${n}`);
  const address = signer.signer.toLowerCase() as Hex;
  node.context.directory.setParty(id, node.operator, [role], { address });
  const party: TestParty = {
    id,
    address,
    url,
    signer,
    got,
    platform,
    speaks: more.speaks ?? 'v2',
    answer: () => ({}),
    change: save,
    send: (request) => send(node, party, token, request),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return party;
}

async function register(
  node: TestNode,
  ids: readonly Party[],
  role: Role,
  url: string,
  token: string,
  callToken: string,
) {
  const { platforms } = node.context.store;
  const tokenDigest = sha256Hex(utf8Encode(token));
  const now = Date.now();
  const planned = await platforms.plan({
    parties: ids,
    tokenDigest: sha256Hex(utf8Encode(`a-${token}`)),
    expires: now + 60_000,
    now,
  });
  const roles: readonly InterfaceRole[] = ['SENDER', 'RECEIVER'];
  const endpoints = [...moduleIds, 'parking'].flatMap((identifier) =>
    roles.map((side) => ({ identifier, role: side, url: `${url}/${side.toLowerCase()}/${identifier}` })),
  );
  const platform = await platforms.save(
    {
      ...planned,
      state: 'registered',
      version: '2.2.1',
      versionsUrl: `${url}/versions`,
      endpoints,
      parties: ids.map((id) => ({ ...id, role, business: { name: 'Party of the tests' } })),
    },
    { tokenDigest, callToken },
  );
  const save = async (change: Partial<Platform>) => {
    const current = await platforms.byId(platform.id);
    await platforms.save({ ...(current as Platform), ...change });
  };
  return { platform, save };
}

async function signAnswer(
  party: TestParty,
  got: Got,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array,
) {
  if (party.speaks === 'none' || body.length === 0) return { headers: {}, body };
  const request = receivedMessage(got);
  if (party.speaks === 'v1') {
    const values = { headers: pick(headers), body: JSON.parse(utf8Decode(body)) };
    const text = await SignatureV1.serialise(await SignatureV1.sign(values, party.signer));
    return { headers: {}, body: utf8Encode(JSON.stringify({ ...values.body, ocn_signature: text })) };
  }
  const message = { ...request, from: request.to, to: request.from, status, headers, body };
  const by = { signer: party.signer, issued: seconds(), expires: seconds() + 60 };
  return { headers: { 'OCN-Signature': await SignatureV2.sign(message, by) }, body };
}

function pick(headers: Record<string, string>) {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(['x-limit', 'x-total-count', 'link', 'location'].map((name) => [name, lower[name]]));
}

/** Signs a request as a party does. */
export async function signRequest(
  party: Pick<TestParty, 'signer'>,
  message: SignatureV2.MessageV2,
  speaks: TestParty['speaks'],
) {
  if (speaks === 'none') return null;
  if (speaks === 'v1') return SignatureV1.serialise(await SignatureV1.sign(valuesV1(message), party.signer));
  return SignatureV2.sign(message, { signer: party.signer, issued: seconds(), expires: seconds() + 60 });
}

async function send(node: TestNode, party: TestParty, token: string, request: Sent): Promise<Heard> {
  const { method, path, to, from = party.id, body } = request;
  counter += 1;
  const requestId = request.requestId ?? `request-${counter}`;
  const correlationId = request.correlationId ?? `correlation-${counter}`;
  const bytes = request.bytes ?? utf8Encode(body ?? '');
  const ends = { from: idOf(from), to: idOf(to) };
  const whole = `${new URL(node.url).pathname.replace(/\/$/, '')}${path}`;
  const message: SignatureV2.MessageV2 = {
    network,
    method,
    path: whole,
    requestId,
    correlationId,
    ...ends,
    body: bytes,
  };
  const signature =
    request.signature ??
    (await signRequest({ signer: request.key ?? party.signer }, message, request.sign ?? party.speaks));
  const headersSent = new Headers({
    Authorization: encodeAuthorization(token),
    ...encodeMessageHeaders({ requestId, correlationId, from, to }),
    ...(signature === null ? {} : { 'OCN-Signature': signature }),
  });
  if (request.without !== undefined) headersSent.delete(request.without);
  const content = request.tamper ? utf8Encode(request.tamper(utf8Decode(bytes))) : bytes;
  const response = await fetch(`${node.url}${path}`, {
    method,
    headers: headersSent,
    ...(bytes.length === 0 ? {} : { body: content as Uint8Array<ArrayBuffer> }),
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  const { status } = response;
  return {
    status,
    headers,
    body: answer,
    json: parsed(answer),
    message: { ...message, from: ends.to, to: ends.from, status, headers, body: answer },
  };
}

function parsed(bytes: Uint8Array): Heard['json'] {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return {};
  }
}
