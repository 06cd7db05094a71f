import { DecodeError } from '../../../errors/index.ts';
import {
  type Endpoint,
  type EndpointMatch,
  endpoints,
  type HttpMethod,
  matchEndpoint,
  OcpiError,
  type OcpiVersion,
} from '../../../protocol/ocpi/index.ts';
import type { Route } from './call.ts';

/** What a path below our URL is about. */
export type Target =
  | { readonly kind: 'versions' }
  | { readonly kind: 'details' | 'credentials'; readonly version: OcpiVersion }
  | { readonly kind: 'module'; readonly route: Route };

const MODULE = /^\/(sender|receiver)\/([^/]+)\/([^/]+)(\/.*)?$/;

/** Null for what leads nowhere. */
export function targetOf(path: string, versions: readonly OcpiVersion[]): Target | null {
  if (path === '/versions') return { kind: 'versions' };
  for (const version of versions) {
    if (path === `/${version}`) return { kind: 'details', version };
    if (path === `/${version}/credentials`) return { kind: 'credentials', version };
  }
  const [, side, said, module, rest = ''] = MODULE.exec(path) ?? [];
  const version = versions.find((one) => one === said);
  if (!version || module === undefined) return null;
  const role = side === 'sender' ? 'SENDER' : 'RECEIVER';
  return { kind: 'module', route: { version, module, role, path: rest } };
}

/** The endpoint of a request; null for modules of the parties' own. @throws {OcpiError} 404 or 405. */
export function endpointOf(route: Route, method: string, isCustom: boolean): Match {
  if (isCustom) return { endpoint: null, parameters: {} };
  const match = ourOwn(route, method) ?? matchEndpoint(endpoints[route.version], { ...route, method });
  if (!match) throw new OcpiError('clientError', 'leads nowhere', { field: 'path', httpStatus: 404 });
  if (match.endpoint) return match;
  throw new OcpiError('clientError', `is only for ${match.allowed.join(', ')}`, { field: 'method', httpStatus: 405 });
}

export interface Match {
  readonly endpoint: Endpoint | null;
  readonly parameters: Readonly<Record<string, string>>;
}

/** URLs that we chose ourselves: where results go, and where CDRs are. */
function ourOwn({ version, module, role, path }: Route, method: string): EndpointMatch | null {
  const named = (name: string): Endpoint => endpoints[version].find((one) => one.name === name) as Endpoint;
  const [, id] = /^\/results\/([\w-]{1,64})$/.exec(path) ?? [];
  const hasResults = module === 'commands' || module === 'chargingprofiles';
  if (id !== undefined && role === 'SENDER' && hasResults) {
    return method === 'POST'
      ? { endpoint: named(`${module}.result`), parameters: { id } }
      : { endpoint: null, allowed: ['POST'] };
  }
  const [, country_code, party_id, cdr] = /^\/([A-Za-z]{2})\/([A-Za-z0-9]{3})\/([^/]{1,120})$/.exec(path) ?? [];
  if (cdr === undefined || role !== 'RECEIVER' || module !== 'cdrs') return null;
  if (method !== 'GET') return { endpoint: null, allowed: ['GET'] };
  const parameters = { country_code: country_code as string, party_id: party_id as string, cdr_id: decodeSegment(cdr) };
  return { endpoint: named('cdrs.getPushed'), parameters };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new DecodeError('has a broken percent escape', { field: 'path' });
  }
}

/** What a request's method may be. @throws {OcpiError} 405. */
export function methodOf(method: string): HttpMethod {
  const known = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((one) => one === method);
  if (!known) throw new OcpiError('clientError', 'is none of OCPI', { field: 'method', httpStatus: 405 });
  return known;
}
