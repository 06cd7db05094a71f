import { DecodeError } from '../../../errors/index.ts';
import { decodedQuery, isModuleId } from '../../../ocn/message/index.ts';
import {
  decode,
  decodeJson,
  decodePageQuery,
  type Endpoint,
  endpoints,
  matchEndpoint,
  OcpiError,
  type PathParameters,
  partiesNamed,
  sameParty,
} from '../../../protocol/ocpi/index.ts';
import { type LinkUse, linkUse } from './linkPaths.ts';
import { Refusal } from './refusals.ts';
import type { Routed } from './routed.ts';

/** A message before anybody has looked at what it is about. */
export type Unchecked = Omit<Routed, 'endpoint' | 'link'>;

/** Modules whose messages go from party to party; credentials and the like are between platform and node. */
export const routedModules: ReadonlySet<string> = new Set(
  endpoints['2.2.1'].filter(({ routed }) => routed).map(({ module }) => module),
);

/**
 * Looks whether a message is one of OCPI: path, parameters, body, and that nobody speaks for others.
 *
 * @param linkUid The link that a peer names; from a platform, it is in the path.
 * @throws {OcpiError} HTTP 404 and 405 for what is no endpoint.
 * @throws {DecodeError} naming what is wrong.
 */
export function checkForm(message: Unchecked, maxBytes: number, linkUid: string | null = null): Routed {
  if (!isModuleId(message.module)) return { ...message, endpoint: null, link: linkUid };
  if (!routedModules.has(message.module)) throw notFound();
  const found = findEndpoint(message);
  const { endpoint } = found;
  checkQuery(endpoint, message);
  const json = readBody(endpoint, message, maxBytes);
  const foreign = partiesNamed(endpoint, { path: found.parameters, request: json }).find(
    ({ is, party }) => is === 'requester' && !sameParty(party, message.from),
  );
  if (foreign) {
    throw new Refusal('sender', 'invalidParameters', 'names another party than the one that sends', {
      field: foreign.field,
    });
  }
  // A copy tells a service what was said, and uses nothing.
  return { ...message, json, endpoint, link: message.copyOf === null ? (linkUid ?? found.uid) : null };
}

const notFound = () => new OcpiError('clientError', 'is not an endpoint', { field: 'path', httpStatus: 404 });

interface Found {
  readonly endpoint: Endpoint;
  readonly parameters: PathParameters;
  readonly uid: string | null;
}

function findEndpoint(message: Unchecked): Found {
  const { module, role, method, path, version, copyOf } = message;
  const table = endpoints[version];
  const use: LinkUse | null = linkUse(message);
  if (use !== null) {
    const endpoint = table.find(({ name, role: side }) => name === use.endpoint && side === role);
    if (!endpoint) throw notFound();
    if (endpoint.method !== method) throw notAllowed();
    if (copyOf !== null && use.purpose !== 'response') throw notFound();
    return { endpoint, parameters: {}, uid: use.uid };
  }
  const match = matchEndpoint(table, { module, role, method, path });
  if (match === null) throw notFound();
  if (match.endpoint === null) throw notAllowed();
  return { ...match, uid: null };
}

const notAllowed = () =>
  new OcpiError('clientError', 'is not a method of this endpoint', { field: 'method', httpStatus: 405 });

function checkQuery(endpoint: Endpoint, message: Unchecked): void {
  if (linkUse(message) !== null) return;
  const query = decodedQuery(message.query, 'query');
  for (const { name, pattern, required } of endpoint.query) {
    const values = query.filter(([given]) => given === name).map(([, value]) => value);
    if (values.length === 0 && !required) continue;
    if (values.length !== 1 || !pattern.test(values[0] as string)) {
      throw new DecodeError('is not what this parameter has to be, once', { field: name });
    }
  }
  if (endpoint.pages === 'none') return;
  const parameters = new URLSearchParams(query.map(([name, value]) => [name, value]));
  decodePageQuery(parameters, { maxLimit: Number.MAX_SAFE_INTEGER, requireDateFrom: endpoint.pages === 'byDate' });
}

function readBody({ request, requestOptional }: Endpoint, message: Unchecked, maxBytes: number): unknown {
  const { body, json } = message;
  if (body === null || body.length === 0) {
    if (request === null || requestOptional) return undefined;
    throw new DecodeError('is missing', { field: 'request' });
  }
  if (request === null) throw new DecodeError('is there where none is expected', { field: 'request' });
  const value = json === undefined ? decodeJson(body, 'request', { bytes: maxBytes }) : json;
  return decode(request, value, 'request');
}
