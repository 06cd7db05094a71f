import { z } from 'zod';
import { cdr22Schema, cdrSchema } from './cdr.ts';
import { chargingPreferencesResponseSchema, chargingPreferencesSchema } from './chargingPreferences.ts';
import { connectorPatchSchema, connectorSchema } from './connector.ts';
import {
  type Endpoint,
  type NamedParty,
  ownerInList,
  ownerInPath,
  ownerInRequest,
  side,
  tokenTypeQuery,
} from './endpoint.ts';
import { evsePatchSchema, evseSchema } from './evse.ts';
import { locationPatchSchema, locationSchema } from './location.ts';
import { session22PatchSchema, session22Schema, sessionPatchSchema, sessionSchema } from './session.ts';
import { tariffSchema } from './tariff.ts';
import { authorizationInfoSchema, locationReferencesSchema, tokenPatchSchema, tokenSchema } from './token.ts';

/** More objects than a page may have. */
const MAX_PAGE = 10_000;
const page = (schema: z.ZodType) => z.array(schema).max(MAX_PAGE);

const ownerInResponse: NamedParty = { where: 'response', at: [], is: 'requester' };
const senderInResponse: NamedParty = { where: 'response', at: [], is: 'responder' };
const tokenOwner: NamedParty = { where: 'request', at: ['cdr_token'], is: 'subject' };
const tokenOwnerInList: NamedParty = { where: 'response', at: ['*', 'cdr_token'], is: 'subject' };
const pushed = [ownerInPath, ownerInRequest];

const OF_PARTY = '/{country_code}/{party_id}';
const LOCATION = `${OF_PARTY}/{location_id}`;
const EVSE = `${LOCATION}/{evse_uid}`;
const CONNECTOR = `${EVSE}/{connector_id}`;
const SESSION = `${OF_PARTY}/{session_id}`;
const TARIFF = `${OF_PARTY}/{tariff_id}`;
const TOKEN = `${OF_PARTY}/{token_uid}`;
const get = { method: 'GET' } as const;
const put = { method: 'PUT' } as const;
const patch = { method: 'PATCH' } as const;

/** @see OCPI 2.2.1-d2, "Locations", Interfaces and endpoints */
const locations: readonly Endpoint[] = [
  ...side('locations', 'SENDER', true, {
    list: { ...get, response: page(locationSchema), pages: 'paged', parties: [ownerInList] },
    get: { ...get, path: '/{location_id}', response: locationSchema, parties: [senderInResponse] },
    getEvse: { ...get, path: '/{location_id}/{evse_uid}', response: evseSchema },
    getConnector: { ...get, path: '/{location_id}/{evse_uid}/{connector_id}', response: connectorSchema },
  }),
  ...side('locations', 'RECEIVER', true, {
    getPushed: { ...get, path: LOCATION, response: locationSchema, parties: [ownerInPath, ownerInResponse] },
    getPushedEvse: { ...get, path: EVSE, response: evseSchema, parties: [ownerInPath] },
    getPushedConnector: { ...get, path: CONNECTOR, response: connectorSchema, parties: [ownerInPath] },
    put: { ...put, path: LOCATION, request: locationSchema, parties: pushed },
    putEvse: { ...put, path: EVSE, request: evseSchema, parties: [ownerInPath] },
    putConnector: { ...put, path: CONNECTOR, request: connectorSchema, parties: [ownerInPath] },
    patch: { ...patch, path: LOCATION, request: locationPatchSchema, parties: pushed },
    patchEvse: { ...patch, path: EVSE, request: evsePatchSchema, parties: [ownerInPath] },
    patchConnector: { ...patch, path: CONNECTOR, request: connectorPatchSchema, parties: [ownerInPath] },
  }),
];

/** @see OCPI 2.2.1-d2, "Sessions", Interfaces and Endpoints */
function sessions(session: z.ZodType, sessionPatch: z.ZodType): readonly Endpoint[] {
  return [
    ...side('sessions', 'SENDER', true, {
      list: { ...get, response: page(session), pages: 'byDate', parties: [ownerInList, tokenOwnerInList] },
      setChargingPreferences: {
        ...put,
        path: '/{session_id}/charging_preferences',
        request: chargingPreferencesSchema,
        response: chargingPreferencesResponseSchema,
      },
    }),
    ...side('sessions', 'RECEIVER', true, {
      getPushed: { ...get, path: SESSION, response: session, parties: [ownerInPath, ownerInResponse] },
      put: { ...put, path: SESSION, request: session, parties: [...pushed, tokenOwner] },
      patch: { ...patch, path: SESSION, request: sessionPatch, parties: pushed },
    }),
  ];
}

/** @see OCPI 2.2.1-d2, "CDRs", Interfaces and Endpoints */
function cdrs(cdr: z.ZodType): readonly Endpoint[] {
  return [
    ...side('cdrs', 'SENDER', true, {
      list: { ...get, response: page(cdr), pages: 'paged', parties: [ownerInList, tokenOwnerInList] },
    }),
    ...side('cdrs', 'RECEIVER', true, {
      getPushed: { ...get, path: null, response: cdr, parties: [ownerInResponse] },
      post: { method: 'POST', request: cdr, creates: true, parties: [ownerInRequest, tokenOwner] },
    }),
  ];
}

/** @see OCPI 2.2.1-d2, "Tariffs", Interfaces and Endpoints */
const tariffs: readonly Endpoint[] = [
  ...side('tariffs', 'SENDER', true, {
    list: { ...get, response: page(tariffSchema), pages: 'paged', parties: [ownerInList] },
  }),
  ...side('tariffs', 'RECEIVER', true, {
    getPushed: { ...get, path: TARIFF, response: tariffSchema, parties: [ownerInPath, ownerInResponse] },
    put: { ...put, path: TARIFF, request: tariffSchema, parties: pushed },
    delete: { method: 'DELETE', path: TARIFF, parties: [ownerInPath] },
  }),
];

/** @see OCPI 2.2.1-d2, "Tokens", Interfaces and endpoints */
const tokens: readonly Endpoint[] = [
  ...side('tokens', 'SENDER', true, {
    list: { ...get, response: page(tokenSchema), pages: 'paged', parties: [ownerInList] },
    authorize: {
      method: 'POST',
      path: '/{token_uid}/authorize',
      query: [tokenTypeQuery],
      request: locationReferencesSchema,
      requestOptional: true,
      response: authorizationInfoSchema,
      parties: [{ where: 'response', at: ['token'], is: 'responder' }],
    },
  }),
  ...side('tokens', 'RECEIVER', true, {
    getPushed: {
      ...get,
      path: TOKEN,
      query: [tokenTypeQuery],
      response: tokenSchema,
      parties: [ownerInPath, ownerInResponse],
    },
    put: { ...put, path: TOKEN, query: [tokenTypeQuery], request: tokenSchema, parties: pushed },
    patch: { ...patch, path: TOKEN, query: [tokenTypeQuery], request: tokenPatchSchema, parties: pushed },
  }),
];

/** The modules whose objects have an owner. */
export function dataEndpoints(version: '2.2' | '2.2.1'): readonly Endpoint[] {
  const ofVersion =
    version === '2.2'
      ? [...sessions(session22Schema, session22PatchSchema), ...cdrs(cdr22Schema)]
      : [...sessions(sessionSchema, sessionPatchSchema), ...cdrs(cdrSchema)];
  return [...locations, ...ofVersion, ...tariffs, ...tokens];
}
