import type { z } from 'zod';
import {
  type Endpoint,
  endpointPath,
  endpoints,
  type Party,
  type PathParameters,
} from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import type { Draft, Outbox, Queued } from '../outbox/outbox.ts';
import { callPeer, dataOf, moduleUrl, type PeerAnswer, type Registered, registeredConnection } from './peer.ts';

/** Who writes, to whom, and until when it is waited for. */
export interface Ask {
  /** One of our parties; the first, if it is left out. */
  readonly from?: Party;
  readonly signal?: AbortSignal;
}

/** What the modules of a client have in common. */
export interface Client {
  readonly context: BridgeContext;
  /** One request, now. */
  ask<T extends z.ZodType>(to: Party, name: string, options: AskOptions, schema: T): Promise<z.infer<T>>;
  ask(to: Party, name: string, options: AskOptions, schema: null): Promise<unknown>;
  request(
    to: Party,
    connection: Registered,
    url: URL,
    options: AskOptions & { readonly endpoint: Endpoint },
  ): Promise<PeerAnswer>;
  /** By the outbox: whatever happens, it arrives. */
  push(to: Party, name: string, options: PushOptions): Promise<Queued>;
  find(name: string, connection: Registered | null): Endpoint;
}

export interface AskOptions extends Ask {
  readonly parameters?: PathParameters;
  readonly query?: URLSearchParams;
  readonly body?: unknown;
}

export interface PushOptions extends Omit<AskOptions, 'signal'> {
  /** What it is about. Default: the path. */
  readonly lane?: string;
}

export function createClient(context: BridgeContext, outbox: Outbox): Client {
  const find = (name: string, connection: Registered | null): Endpoint => {
    const table = endpoints[connection?.version ?? '2.2.1'];
    return table.find((one) => one.name === name) as Endpoint;
  };
  const request: Client['request'] = (to, connection, url, { endpoint, from, body, signal }) =>
    callPeer(
      context,
      connection.callToken,
      {
        ...{ method: endpoint.method, url, body: body === undefined ? null : JSON.stringify(body) },
        ...(endpoint.routed ? { parties: { from: from ?? context.firstParty, to } } : {}),
      },
      signal,
    );
  async function ask(to: Party, name: string, options: AskOptions, schema: z.ZodType | null): Promise<unknown> {
    const connection = await registeredConnection(context);
    const endpoint = find(name, connection);
    const url = urlOf(connection, endpoint, options);
    return dataOf(await request(to, connection, url, { ...options, endpoint }), schema);
  }
  return {
    context,
    ask: ask as Client['ask'],
    request,
    find,
    push(to, name, { from, parameters, query, body, lane }) {
      const { module, role, method, path } = find(name, null);
      const draft: Draft = {
        ...{
          to,
          module,
          role: role ?? 'RECEIVER',
          method,
          path: endpointPath({ ...find(name, null), path }, parameters),
        },
        ...{ body: body === undefined ? null : JSON.stringify(body), query: query?.toString() ?? '' },
        ...(from ? { from } : {}),
        ...(lane === undefined ? {} : { lane }),
      };
      return outbox.add(draft);
    },
  };
}

/** The URL of an endpoint at the other side. @throws {NoSuchModuleError} */
export function urlOf(connection: Registered, endpoint: Endpoint, { parameters, query }: AskOptions): URL {
  const base = moduleUrl(connection, endpoint.module, endpoint.role ?? 'RECEIVER');
  const search = query === undefined || query.size === 0 ? '' : `?${query}`;
  return new URL(`${base.href.replace(/\/$/, '')}${endpointPath(endpoint, parameters)}${search}`);
}
