import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Credentials,
  encodeAuthorization,
  moduleIds,
  type OcpiVersion,
  type Party,
  type Role,
} from '../../sdk/src/protocol/ocpi/index.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import {
  everyModule,
  type Modules,
  type MortalNode,
  type Nodes,
  registerParty,
  registrationToken,
} from './ocnNodes.ts';

/** A request, as a back office has got it. */
export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answering {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Sent {
  readonly method: string;
  /** Below the node's URL. */
  readonly path: string;
  readonly to: Party;
  readonly body?: string | undefined;
  /** Instead of what is said without; undefined: left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: { readonly status_code?: number; readonly [name: string]: unknown };
}

/** A back office that does nothing by itself: tests say what it sends and answers, and look at what it got, byte for byte. */
export interface Office extends AsyncDisposable {
  readonly id: Party;
  readonly url: string;
  readonly node: MortalNode;
  /** What it calls its node with, and what it is called with. */
  readonly tokens: { readonly ours: string; readonly theirs: string };
  readonly got: Got[];
  /** What nodes have said of others. */
  readonly clients: Got[];
  answer: (got: Got) => Answering | Promise<Answering>;
  send(request: Sent): Promise<Heard>;
}

export interface OfficeOptions {
  readonly roles?: readonly Role[];
  readonly version?: OcpiVersion;
  readonly modules?: Modules;
}

export const success = (data: unknown = {}) =>
  JSON.stringify({ data, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function configurationAt(url: string, version: OcpiVersion, path: string | undefined): unknown {
  if (path === '/versions') return [{ version, url: `${url}/details` }];
  if (path !== '/details') return undefined;
  const endpoints = [...moduleIds, 'parking'].flatMap((identifier) =>
    (['SENDER', 'RECEIVER'] as const).map((role) => ({
      identifier,
      role,
      url: `${url}/${role.toLowerCase()}/${identifier}`,
    })),
  );
  return { version, endpoints };
}

/** Starts the back office of a party, which is put into the registry and registers with its node. */
export async function startOffice(
  nodes: Nodes,
  node: MortalNode,
  account: number,
  id: Party,
  { roles = ['CPO', 'EMSP'], version = '2.2.1', modules = everyModule }: OfficeOptions = {},
): Promise<Office> {
  await registerParty(nodes, node.files, account, id, roles, modules);
  const server = createServer(async (incoming, response) => {
    const body = await read(incoming).catch(() => '');
    const { method = '', url: path = '' } = incoming;
    const configuration = configurationAt(url, version, path);
    if (configuration !== undefined) return void response.end(success(configuration));
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const one = { method, path, headers, body };
    const isOfNode = path.startsWith('/receiver/hubclientinfo');
    office[isOfNode ? 'clients' : 'got'].push(one);
    const answer = isOfNode ? {} : await office.answer(one);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body ?? success());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const theirs = `called-with-${crypto.randomUUID()}`;
  const ours = await handshake(node, version, await registrationToken(node, id), {
    token: theirs,
    url: `${url}/versions`,
    roles: roles.map((role) => ({ ...id, role, business_details: { name: `${id.country_code}-${id.party_id}` } })),
  });
  const office: Office = {
    ...{ id, url, node, tokens: { ours, theirs }, got: [], clients: [] },
    answer: () => ({}),
    send: (request) => send(office, request),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return nodes.use(office);
}

function handshake(node: MortalNode, version: OcpiVersion, tokenA: string, ours: Credentials): Promise<string> {
  return eventually(async () => {
    const response = await fetch(`${node.url}/ocpi/${version}/credentials`, {
      method: 'POST',
      headers: { Authorization: encodeAuthorization(tokenA), 'X-Request-ID': crypto.randomUUID() },
      body: JSON.stringify(ours),
    });
    const json = (await response.json()) as { readonly data?: { readonly token: string } };
    if (!json.data) throw new Error(JSON.stringify(json));
    return json.data.token;
  });
}

async function send({ id, node, tokens }: Office, { method, path, to, body, headers = {} }: Sent): Promise<Heard> {
  const requestId = crypto.randomUUID();
  const all: Readonly<Record<string, string | undefined>> = {
    authorization: encodeAuthorization(tokens.ours),
    'x-request-id': requestId,
    'x-correlation-id': `correlation-${requestId}`,
    'ocpi-from-country-code': id.country_code,
    'ocpi-from-party-id': id.party_id,
    'ocpi-to-country-code': to.country_code,
    'ocpi-to-party-id': to.party_id,
    ...headers,
  };
  const said = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const init = { method, headers: said, redirect: 'manual' as const, ...(body === undefined ? {} : { body }) };
  const response = await fetch(`${node.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): Heard['json'] {
  try {
    return JSON.parse(text) as Heard['json'];
  } catch {
    return {};
  }
}
