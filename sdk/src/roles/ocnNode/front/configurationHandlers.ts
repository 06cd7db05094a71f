import type { Hono } from 'hono';
import {
  endpoints,
  type OcpiVersion,
  type VersionDetails,
  type VersionEndpoint,
} from '../../../protocol/ocpi/index.ts';
import type { NodeEnv } from '../server/env.ts';
import { getClients } from './clients/clientHandlers.ts';
import {
  getCredentials,
  registerPlatform,
  unregisterPlatform,
  updatePlatform,
} from './credentials/credentialsHandlers.ts';
import type { FrontContext } from './frontContext.ts';
import * as routes from './routes/configurationRoutes.ts';
import { ourVersions } from './routes/parameters.ts';
import { serve } from './routes/serve.ts';

/**
 * The endpoints of a node in one version: its own modules, and both sides of every module that goes from party to party.
 *
 * @see OCPI 2.2.1-d2, "Versions", Version details endpoint: the role of the credentials module means nothing, SENDER is advised.
 */
export function nodeEndpoints(url: string, version: OcpiVersion): VersionDetails {
  const sides = new Map<string, VersionEndpoint>();
  for (const { module, role, routed } of endpoints[version]) {
    if (!routed || role === null) continue;
    const at = `${url}/ocpi/${role.toLowerCase()}/${version}/${module}`;
    sides.set(`${module} ${role}`, { identifier: module, role, url: at });
  }
  const own = (identifier: string): VersionEndpoint => ({
    identifier,
    role: 'SENDER',
    url: `${url}/ocpi/${version}/${identifier}`,
  });
  return { version, endpoints: [own('credentials'), own('hubclientinfo'), ...sides.values()] };
}

export function serveConfiguration(app: Hono<NodeEnv>, context: FrontContext): void {
  const { url } = context.self;
  serve(app, context, routes.listVersions, async () => ({
    data: ourVersions.map((version) => ({ version, url: `${url}/ocpi/${version}` })),
  }));
  serve(app, context, routes.showVersion, async ({ params }) => ({ data: nodeEndpoints(url, params.version) }));
  serve(app, context, routes.showCredentials, (call) => getCredentials(context, call));
  serve(app, context, routes.registerCredentials, (call) => registerPlatform(context, call));
  serve(app, context, routes.updateCredentials, (call) => updatePlatform(context, call));
  serve(app, context, routes.removeCredentials, (call) => unregisterPlatform(context, call));
  serve(app, context, routes.listClients, (call) => getClients(context, call));
}
