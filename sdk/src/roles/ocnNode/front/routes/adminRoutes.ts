import { z } from 'zod';
import {
  businessDetailsSchema,
  clientInfoSchema,
  connectionStatuses,
  partySchema,
  roles,
  versionEndpointSchema,
} from '../../../../protocol/ocpi/index.ts';
import { cursorQuery, pageQuery, partyParams, platformParams } from './parameters.ts';
import { route } from './route.ts';
import { rulesSchema } from './rulesRoutes.ts';

const base = { params: null, query: null, request: null, response: null, security: 'admin', format: 'json' } as const;
const time = z.iso.datetime().describe('UTC');
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const partyOnly = z.object({
  country_code: partySchema.shape.country_code,
  party_id: partySchema.shape.party_id,
});
const someParties = z.array(partyOnly).min(1).max(100);

export const platformSchema = z.object({
  id: z.uuid(),
  state: z.enum(['planned', 'registered', 'suspended']),
  suspended_by: z.enum(['operator', 'registry']).nullable(),
  parties: z.array(z.object({ ...partyOnly.shape, role: z.enum(roles), business: businessDetailsSchema })),
  version: z.enum(['2.2', '2.2.1']).nullable(),
  versions_url: z.string().nullable(),
  endpoints: z.array(versionEndpointSchema),
  speaks: z
    .enum(['none', 'v1', 'v2'])
    .describe('The best signature that ever came from it; it is heard with no lesser one'),
  connection: z.enum(connectionStatuses),
  last_seen: time.nullable(),
  rules: rulesSchema,
});
export type PlatformView = z.infer<typeof platformSchema>;

export const generateRegistrationToken = route({
  ...base,
  name: 'admin.generateRegistrationToken',
  method: 'POST',
  path: '/admin/generate-registration-token',
  summary: 'Makes a token by which a platform can register these parties, once',
  description:
    'It replaces a token that was made for one of them and not used. HTTP 409 if one of them is on a registered platform.',
  request: someParties,
  response: z.object({
    token: z.string().describe('Credentials token A'),
    versions: z.url().describe('Where the platform begins'),
  }),
});

export const connectionStatus = route({
  ...base,
  name: 'admin.connectionStatus',
  method: 'GET',
  path: '/admin/connection-status/{country_code}/{party_id}',
  summary: 'Whether a party of this node is connected',
  params: partyParams,
  response: z.enum(connectionStatuses),
  format: 'text',
});

export const listPlatforms = route({
  ...base,
  name: 'admin.platforms.list',
  method: 'GET',
  path: '/admin/platforms',
  summary: 'The platforms of this node',
  query: cursorQuery,
  response: z.object({ platforms: z.array(platformSchema), next: z.string().nullable() }),
});

const onePlatform = { ...base, params: platformParams, response: platformSchema } as const;

export const showPlatform = route({
  ...onePlatform,
  name: 'admin.platforms.show',
  method: 'GET',
  path: '/admin/platforms/{id}',
  summary: 'One platform',
});

export const setPlatformParties = route({
  ...onePlatform,
  name: 'admin.platforms.setParties',
  method: 'PUT',
  path: '/admin/platforms/{id}/parties',
  summary: 'Says which parties a platform may speak for',
  description:
    'New ones have to be in the registry with this node. The platform says the rest (roles, business details) with its next credentials.',
  request: someParties,
});

export const suspendPlatform = route({
  ...onePlatform,
  name: 'admin.platforms.suspend',
  method: 'POST',
  path: '/admin/platforms/{id}/suspend',
  summary: 'Stops carrying messages from and to a platform; its tokens stay',
});

export const resumePlatform = route({
  ...onePlatform,
  name: 'admin.platforms.resume',
  method: 'POST',
  path: '/admin/platforms/{id}/resume',
  summary: 'Carries messages of a suspended platform again',
});

export const resetSpeaks = route({
  ...onePlatform,
  name: 'admin.platforms.resetSpeaks',
  method: 'POST',
  path: '/admin/platforms/{id}/reset-speaks',
  summary: 'Forgets which signatures came from a platform, so that it is heard with lesser ones',
});

export const removePlatform = route({
  ...base,
  name: 'admin.platforms.remove',
  method: 'DELETE',
  path: '/admin/platforms/{id}',
  summary: 'Removes a platform with its tokens and rules',
  params: platformParams,
});

export const platformRules = route({
  ...onePlatform,
  name: 'admin.platforms.rules',
  method: 'GET',
  path: '/admin/platforms/{id}/rules',
  summary: 'What a platform wants to receive',
  response: rulesSchema,
});

export const adminClients = route({
  ...base,
  name: 'admin.clients',
  method: 'GET',
  path: '/admin/clients',
  summary: 'Every party of the network that this node knows the status of',
  query: pageQuery,
  response: z.object({ clients: z.array(clientInfoSchema), total: z.int() }),
});

export const adminPeers = route({
  ...base,
  name: 'admin.peers',
  method: 'GET',
  path: '/admin/peers',
  summary: 'The other nodes of the registry, and which signatures they are known to speak',
  query: z.object({
    offset: z
      .string()
      .regex(/^[0-9]{1,7}$/, 'is not an integer of 0 or more')
      .optional(),
    limit: cursorQuery.shape.limit,
  }),
  response: z.object({
    peers: z.array(
      z.object({
        operator: address,
        url: z.string(),
        parties: z.int().describe('How many parties it serves'),
        speaks: z.enum(['v1', 'v2']).nullable().describe('Null for a node that was never asked'),
      }),
    ),
    total: z.int(),
  }),
});

export const adminNode = route({
  ...base,
  name: 'admin.node',
  method: 'GET',
  path: '/admin/node',
  summary: 'Who this node is, and how new what it knows of the registry is',
  response: z.object({
    operator: address,
    url: z.string(),
    network: z.string(),
    hub: partyOnly,
    registry: z.object({ block: z.int(), time }).nullable(),
  }),
});

const flowSchema = z.object({
  from: partyOnly.nullable().describe('Null for kinds of messages that there was no room to tell apart'),
  to: partyOnly.nullable(),
  module: z.string(),
  direction: z.enum(['out', 'in', 'local']),
  outcome: z.string(),
  count: z.int(),
  mean_ms: z.number(),
  max_ms: z.number(),
});
export type FlowView = z.infer<typeof flowSchema>;

export const adminFlows = route({
  ...base,
  name: 'admin.flows',
  method: 'GET',
  path: '/admin/flows',
  summary: 'What went through this process lately, by parties, module and outcome',
  description: 'Kept in memory only; with several processes each answers for itself.',
  response: z.object({ last_minute: z.array(flowSchema), last_hour: z.array(flowSchema) }),
});
