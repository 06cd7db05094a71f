import { z } from 'zod';
import {
  activeChargingProfileResultSchema,
  activeChargingProfileSchema,
  chargingProfileResponseSchema,
  setChargingProfileSchema,
} from './chargingProfiles.ts';
import { clientInfoSchema } from './clientInfo.ts';
import {
  type CommandType,
  commandResponseSchema,
  commandResultSchema,
  commandSchemas,
  commandTypes,
} from './commands.ts';
import { credentialsSchema } from './credentials.ts';
import { dataEndpoints } from './dataEndpoints.ts';
import {
  durationQuery,
  type Endpoint,
  type EndpointDraft,
  type NamedParty,
  responseUrlQuery,
  side,
} from './endpoint.ts';
import { versionDetailsSchema, versionListSchema } from './versions.ts';

const rolesInRequest: NamedParty = { where: 'request', at: ['roles', '*'], is: 'requester' };
const rolesInResponse: NamedParty = { where: 'response', at: ['roles', '*'], is: 'responder' };
const subject = (where: NamedParty['where'], ...at: readonly string[]): NamedParty => ({ where, at, is: 'subject' });

/** @see OCPI 2.2.1-d2, "Versions" and "Credentials" */
const configuration: readonly Endpoint[] = [
  ...side('versions', null, false, {
    list: { method: 'GET', response: versionListSchema },
    // Where the details of a version are is said in the list.
    details: { method: 'GET', path: null, response: versionDetailsSchema },
  }),
  ...side('credentials', null, false, {
    get: { method: 'GET', response: credentialsSchema, parties: [rolesInResponse] },
    register: credentialsExchange('POST'),
    update: credentialsExchange('PUT'),
    unregister: { method: 'DELETE' },
  }),
];

function credentialsExchange(method: 'POST' | 'PUT'): EndpointDraft {
  const parties = [rolesInRequest, rolesInResponse];
  return { method, request: credentialsSchema, response: credentialsSchema, parties };
}

/** @see OCPI 2.2.1-d2, "Hub Client Info", Interfaces */
const hubClientInfo: readonly Endpoint[] = [
  ...side('hubclientinfo', 'SENDER', false, {
    list: {
      method: 'GET',
      response: z.array(clientInfoSchema).max(10_000),
      pages: 'paged',
      parties: [subject('response', '*')],
    },
  }),
  ...side('hubclientinfo', 'RECEIVER', false, {
    getPushed: {
      method: 'GET',
      path: '/{country_code}/{party_id}',
      response: clientInfoSchema,
      parties: [subject('path'), subject('response')],
    },
    put: {
      method: 'PUT',
      path: '/{country_code}/{party_id}',
      request: clientInfoSchema,
      parties: [subject('path'), subject('request')],
    },
  }),
];

function command(type: CommandType): EndpointDraft {
  const isForToken = type === 'START_SESSION' || type === 'RESERVE_NOW';
  return {
    method: 'POST',
    path: `/${type}`,
    request: commandSchemas[type],
    response: commandResponseSchema,
    parties: isForToken ? [{ where: 'request', at: ['token'], is: 'requester' }] : [],
  };
}

/** @see OCPI 2.2.1-d2, "Commands", Interfaces and endpoints */
const commands: readonly Endpoint[] = [
  ...side('commands', 'RECEIVER', true, Object.fromEntries(commandTypes.map((type) => [type, command(type)]))),
  ...side('commands', 'SENDER', true, { result: { method: 'POST', path: null, request: commandResultSchema } }),
];

/** @see OCPI 2.2.1-d2, "Charging Profiles", Interfaces and endpoints */
const chargingProfiles: readonly Endpoint[] = [
  ...side('chargingprofiles', 'RECEIVER', true, {
    get: {
      method: 'GET',
      path: '/{session_id}',
      query: [durationQuery, responseUrlQuery],
      response: chargingProfileResponseSchema,
    },
    put: {
      method: 'PUT',
      path: '/{session_id}',
      request: setChargingProfileSchema,
      response: chargingProfileResponseSchema,
    },
    delete: {
      method: 'DELETE',
      path: '/{session_id}',
      query: [responseUrlQuery],
      response: chargingProfileResponseSchema,
    },
  }),
  ...side('chargingprofiles', 'SENDER', true, {
    result: { method: 'POST', path: null, request: activeChargingProfileResultSchema },
    putActive: { method: 'PUT', path: '/{session_id}', request: activeChargingProfileSchema },
  }),
];

/** The versions that this package speaks. */
export type OcpiVersion = '2.2' | '2.2.1';

function all(version: OcpiVersion): readonly Endpoint[] {
  return [...configuration, ...dataEndpoints(version), ...commands, ...chargingProfiles, ...hubClientInfo];
}

/**
 * Every endpoint of OCPI, as data: what a router, a client and their tests are made from.
 *
 * @example `endpoints['2.2.1'].filter(({ module, role }) => module === 'tokens' && role === 'RECEIVER')`
 */
export const endpoints: Readonly<Record<OcpiVersion, readonly Endpoint[]>> = {
  '2.2.1': all('2.2.1'),
  '2.2': all('2.2'),
};
