import type { Context } from 'hono';
import { DecodeError } from '../../../errors/index.ts';
import { isModuleId, readCustomModule, readPath, readQuery } from '../../../ocn/message/index.ts';
import {
  decodeMessageHeaders,
  type HttpMethod,
  type InterfaceRole,
  OcpiError,
  type OcpiVersion,
} from '../../../protocol/ocpi/index.ts';
import type { NodeEnv } from '../server/env.ts';
import { routedModules, type Unchecked } from './form.ts';
import { fromPlatform } from './routed.ts';

const routed = /^\/ocpi\/(sender|receiver)\/(2\.2|2\.2\.1)\/([a-z]{1,32})(\/.*)?$/;
const custom = /^\/ocpi\/custom\/(sender|receiver)\/([^/]{1,200})(\/.*)?$/;

interface Place {
  readonly role: InterfaceRole;
  readonly version: OcpiVersion | null;
  readonly module: string;
  readonly path: string;
}

/** What a URL of the routed modules is about; null for any other. */
function placeOf(path: string): Place | null {
  const standard = routed.exec(path);
  if (standard) {
    const [, role = '', version, module = '', rest = ''] = standard;
    if (!routedModules.has(module)) return null;
    return { role: role.toUpperCase() as InterfaceRole, version: version as OcpiVersion, module, path: rest };
  }
  const [, role, module = '', rest = ''] = custom.exec(path) ?? [];
  return role === undefined ? null : { role: role.toUpperCase() as InterfaceRole, version: null, module, path: rest };
}

/**
 * A message, as a platform has sent it.
 *
 * @returns null for a path that is none of a routed module.
 * @throws {DecodeError} naming the header, or the part of the URL.
 */
export function readPlatformRequest(c: Context<NodeEnv>): Unchecked | null {
  const { url } = c.req;
  const start = url.indexOf('/ocpi/', url.indexOf('://') + 3);
  const [path = '', query = ''] = (start < 0 ? '' : url.slice(start)).split(/\?(.*)/s);
  const place = placeOf(path);
  if (place === null) return null;
  const { requestId, correlationId, from, to } = decodeMessageHeaders(c.req.raw.headers);
  const platform = c.get('platform');
  if (platform.state !== 'registered') {
    throw new OcpiError('clientError', 'is not registered', { field: 'Authorization', httpStatus: 403 });
  }
  return {
    ...fromPlatform,
    version: place.version ?? platform.version ?? '2.2.1',
    module: isModuleId(place.module) ? place.module : readCustomModule(place.module, 'module'),
    role: place.role,
    method: c.req.method as HttpMethod,
    path: readPath(place.path, 'path'),
    query: readQuery(query, 'query'),
    from: present(from, 'OCPI-from-party-id'),
    to: present(to, 'OCPI-to-party-id'),
    requestId: present(requestId, 'X-Request-ID'),
    correlationId: present(correlationId, 'X-Correlation-ID'),
    body: c.get('rawBody'),
    json: undefined,
    signature: c.req.header('ocn-signature') ?? null,
    source: { kind: 'platform', platform },
  };
}

function present<T>(value: T | null, field: string): T {
  if (value === null) throw new DecodeError('is missing', { field });
  return value;
}
