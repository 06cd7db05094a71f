import { type Endpoint, endpoints, type OcpiVersion } from '../../../../protocol/ocpi/index.ts';
import type { Operation, QueryDoc } from './operation.ts';

const text = (name: string, required: boolean, pattern?: RegExp): QueryDoc => ({
  name,
  required,
  schema: { type: 'string', ...(pattern ? { pattern: pattern.source } : {}) },
});

const pageHeaders = {
  Link: 'The next page, with rel="next"; not on the last one. It leads to this node',
  'X-Total-Count': 'How many there are on all pages',
  'X-Limit': 'How many a page has at most',
};

function queryOf({ pages, query }: Endpoint): readonly QueryDoc[] {
  const own = query.map(({ name, required, pattern }) => text(name, required, pattern));
  if (pages === 'none') return own;
  const page = ['date_to', 'offset', 'limit'].map((name) => text(name, false));
  return [...own, text('date_from', pages === 'byDate'), ...page];
}

/** Where a message of an endpoint comes in; null for URLs that the node gives out itself. */
function operationOf(endpoint: Endpoint, version: OcpiVersion): Operation | null {
  const { name, module, role, method, path, request, requestOptional, response, creates } = endpoint;
  if (path === null || role === null) return null;
  const at = `/ocpi/${role.toLowerCase()}/${version}/${module}`;
  const headers = {
    ...(endpoint.pages === 'none' ? {} : pageHeaders),
    ...(creates ? { Location: 'Where it is' } : {}),
  };
  return {
    id: `${name}.${role.toLowerCase()}.${version}`,
    method,
    path: `${at}${path}`,
    tag: module,
    summary: `${method} of ${module}, to its ${role.toLowerCase()}`,
    description: `Carried to the party that it is for. See OCPI ${version}.`,
    security: 'credentials',
    query: queryOf(endpoint),
    routed: true,
    request,
    requestOptional,
    response,
    format: 'ocpi',
    responseHeaders: headers,
  };
}

/** What the node gives out instead of URLs of parties: next pages, response URLs, locations of what was created. */
function linkOperations(version: OcpiVersion): readonly Operation[] {
  const of = (name: string) => endpoints[version].find((one) => one.name === name && one.routed) as Endpoint;
  const base = { security: 'credentials', routed: true, format: 'ocpi', tag: 'links' } as const;
  const pages = endpoints[version].filter(({ routed, role, pages }) => routed && role === 'SENDER' && pages !== 'none');
  return [
    ...pages.map(({ name, module, response }) => ({
      ...base,
      id: `${name}.page.${version}`,
      method: 'GET' as const,
      path: `/ocpi/sender/${version}/${module}/page/{uid}`,
      summary: `A further page of ${module}, as a Link of this node says`,
      response,
      responseHeaders: pageHeaders,
    })),
    ...['commands', 'chargingprofiles'].map((module) => ({
      ...base,
      id: `${module}.result.${version}`,
      method: 'POST' as const,
      path: `/ocpi/sender/${version}/${module}/{command}/{uid}`,
      summary: 'The result of what was asked for, at the response URL of this node',
      request: of(`${module}.result`).request,
      response: null,
    })),
    {
      ...base,
      id: `cdrs.location.${version}`,
      method: 'GET',
      path: `/ocpi/receiver/${version}/cdrs/{uid}`,
      summary: 'A CDR that was sent, at the Location of this node',
      response: of('cdrs.getPushed')?.response ?? null,
    },
  ];
}

const customMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Modules that two parties have agreed on, of which the node knows nothing but the name. */
function customOperations(): readonly Operation[] {
  return (['sender', 'receiver'] as const).flatMap((role) =>
    customMethods.flatMap((method) =>
      ['', '/{path}'].map((below) => ({
        id: `custom.${role}.${method.toLowerCase()}${below === '' ? '' : '.below'}`,
        method,
        path: `/ocpi/custom/${role}/{module}${below}`,
        tag: 'custom modules',
        summary: 'Carried unseen to the party that it is for',
        ...(below === '' ? {} : { description: 'The path may have any number of segments.' }),
        security: 'credentials' as const,
        routed: true,
        response: null,
        format: 'ocpi' as const,
      })),
    ),
  );
}

/** Everything that goes from party to party. */
export function routedOperations(): readonly Operation[] {
  const ofVersion = (version: OcpiVersion) => [
    ...endpoints[version].filter(({ routed }) => routed).flatMap((endpoint) => operationOf(endpoint, version) ?? []),
    ...linkOperations(version),
  ];
  return [...ofVersion('2.2.1'), ...ofVersion('2.2'), ...customOperations()];
}
