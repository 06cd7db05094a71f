import { z } from 'zod';
import {
  clientInfoSchema,
  credentialsSchema,
  versionDetailsSchema,
  versionListSchema,
} from '../../../../protocol/ocpi/index.ts';
import { pageQuery, versionParams } from './parameters.ts';
import { route } from './route.ts';

const none = { params: null, query: null, request: null, format: 'ocpi' } as const;

export const listVersions = route({
  ...none,
  name: 'versions.list',
  method: 'GET',
  path: '/ocpi/versions',
  summary: 'The versions of OCPI that this node speaks',
  security: 'anyToken',
  response: versionListSchema,
});

export const showVersion = route({
  ...none,
  name: 'versions.details',
  method: 'GET',
  path: '/ocpi/{version}',
  summary: 'The endpoints of this node in one version',
  description: 'Every module that there is, on both sides: which of them a message reaches depends on its receiver.',
  security: 'anyToken',
  params: versionParams,
  response: versionDetailsSchema,
});

const credentials = { ...none, path: '/ocpi/{version}/credentials', params: versionParams } as const;

export const showCredentials = route({
  ...credentials,
  name: 'credentials.get',
  method: 'GET',
  summary: 'The credentials of this node, with the token that the request came with',
  security: 'anyToken',
  response: credentialsSchema,
});

export const registerCredentials = route({
  ...credentials,
  name: 'credentials.register',
  method: 'POST',
  summary: 'Registers a platform, by its registration token',
  description:
    'The parties have to be among those that the token was made for, and in the registry with this node and these roles. The node asks the platform for its versions and endpoints. Once all is stored, the registration token is used up, and the token of the answer is the one to call this node with. HTTP 405 for a platform that is registered.',
  security: 'anyToken',
  request: credentialsSchema,
  response: credentialsSchema,
});

export const updateCredentials = route({
  ...credentials,
  name: 'credentials.update',
  method: 'PUT',
  summary: 'Replaces the credentials of a platform, and its token',
  description:
    'The token that the request came with holds until all is stored, and is then replaced by the one of the answer. HTTP 405 for a platform that is not registered.',
  security: 'anyToken',
  request: credentialsSchema,
  response: credentialsSchema,
});

export const removeCredentials = route({
  ...credentials,
  name: 'credentials.unregister',
  method: 'DELETE',
  summary: 'Unregisters a platform',
  description: 'Its tokens and rules are forgotten. HTTP 405 for a platform that is not registered.',
  security: 'anyToken',
  response: null,
});

export const listClients = route({
  ...none,
  name: 'hubclientinfo.list',
  method: 'GET',
  path: '/ocpi/{version}/hubclientinfo',
  alsoAt: ['/ocpi/sender/{version}/hubclientinfo'],
  summary: 'Which parties of the network can be reached: those of this node, and those that other nodes have told of',
  security: 'credentials',
  params: versionParams,
  query: pageQuery,
  response: z.array(clientInfoSchema).max(10_000),
  responseHeaders: {
    Link: 'The next page, with rel="next"; not on the last one',
    'X-Total-Count': 'How many there are on all pages',
    'X-Limit': 'How many a page has at most',
  },
});
