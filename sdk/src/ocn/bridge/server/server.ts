import { DecodeError, TransportError } from '../../../errors/index.ts';
import {
  credentialsSchema,
  decode,
  decodeAuthorization,
  decodeJson,
  OcpiError,
  type OcpiVersion,
} from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import { readBody } from '../http/readBody.ts';
import type { Results } from '../outbox/results.ts';
import { acceptCredentials } from '../registration/credentialsServer.ts';
import { digestOf, ourCredentials } from '../registration/handshake.ts';
import { ourVersionDetails } from '../registration/ourVersions.ts';
import type { Connection, KeptAnswer } from '../store/bridgeStore.ts';
import { answered, refused } from './reply.ts';
import { methodOf, targetOf } from './routes.ts';
import { serveModule } from './serveModule.ts';

type Context = BridgeContext & { readonly pending: Results };

/** Answers every request below our URL. */
export function createServer(context: Context): (request: Request) => Promise<Response> {
  const base = new URL(context.url);
  return async (request) => {
    try {
      return await serve(context, base, request);
    } catch (error) {
      return plain(refused(context, error), request);
    }
  };
}

async function serve(context: Context, base: URL, request: Request): Promise<Response> {
  const asked = new URL(request.url);
  const prefix = base.pathname.replace(/\/$/, '');
  const isBelow = asked.pathname === prefix || asked.pathname.startsWith(`${prefix}/`);
  const target = isBelow ? targetOf(asked.pathname.slice(prefix.length), context.versions) : null;
  const { connection, token } = await authenticate(context, request);
  if (!target) throw new OcpiError('clientError', 'leads nowhere', { field: 'path', httpStatus: 404 });
  const raw = await bodyOf(context, request);
  if (target.kind === 'module') {
    if (connection.state !== 'registered') throw unauthorized('is only for registering');
    const url = new URL(`${asked.pathname}${asked.search}`, base);
    return serveModule(context, connection, {
      route: target.route,
      method: request.method,
      url,
      headers: request.headers,
      raw,
    });
  }
  if (target.kind === 'credentials')
    return plain(await credentials(context, { connection, token }, request.method, raw), request);
  if (methodOf(request.method) !== 'GET')
    throw new OcpiError('clientError', 'is only for GET', { field: 'method', httpStatus: 405 });
  const data = target.kind === 'versions' ? versionList(context) : ourVersionDetails(context, target.version);
  return plain(answered(context, { data }), request);
}

const versionList = ({ versions, url }: BridgeContext) =>
  versions.map((version: OcpiVersion) => ({ version, url: `${url}/${version}` }));

const unauthorized = (message: string) =>
  new OcpiError('clientError', message, { field: 'Authorization', httpStatus: 401 });

/** Who calls, and with which token. */
interface Caller {
  readonly connection: Connection;
  readonly token: string;
}

async function authenticate({ store }: BridgeContext, request: Request): Promise<Caller> {
  let tokens: readonly string[];
  try {
    tokens = decodeAuthorization(request.headers.get('authorization'));
  } catch (error) {
    if (error instanceof DecodeError) throw unauthorized(error.shortMessage);
    throw error;
  }
  const connection = await store.connection.load();
  const token = tokens.find((one) => connection?.tokenDigests.includes(digestOf(one)));
  if (connection && token !== undefined) return { connection, token };
  throw unauthorized('is not a token of ours');
}

async function bodyOf({ limits }: BridgeContext, request: Request): Promise<Uint8Array> {
  try {
    return await readBody(request, limits.maxBodyBytes);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new OcpiError('invalidParameters', error.shortMessage, { field: 'body', httpStatus: 413 });
  }
}

async function credentials(context: Context, caller: Caller, method: string, raw: Uint8Array): Promise<KeptAnswer> {
  const { connection, token } = caller;
  switch (methodOf(method)) {
    case 'GET':
      return answered(context, { data: ourCredentials(context, token) });
    case 'POST':
    case 'PUT': {
      const theirs = decode(credentialsSchema, decodeJson(raw, 'request'), 'request');
      return answered(context, {
        data: await acceptCredentials(context, connection, method as 'POST' | 'PUT', theirs),
      });
    }
    case 'DELETE':
      if (connection.state !== 'registered')
        throw new OcpiError('clientError', 'is not registered', { httpStatus: 405 });
      await context.store.connection.clear();
      return answered(context, {});
    default:
      throw new OcpiError('clientError', 'is not for credentials', { field: 'method', httpStatus: 405 });
  }
}

function plain(answer: KeptAnswer, request: Request): Response {
  const ids = ['x-request-id', 'x-correlation-id'].flatMap((name) => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const headers = { 'Content-Type': 'application/json', ...Object.fromEntries(ids), ...answer.headers };
  return new Response(answer.body, { status: answer.status, headers });
}
