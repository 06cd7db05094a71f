import { randomUUID } from 'node:crypto';
import type { Endpoint, OcpiVersion, Party } from '../../../protocol/ocpi/index.ts';
import { type BridgeOptions, createBridge } from '../../index.ts';
import { memoryBackOffice } from '../offices/memoryBackOffice.ts';
import type { OfficeOptions } from '../offices/office.ts';
import { digestOf, noConnection } from '../registration/handshake.ts';
import { memoryBridgeStore } from '../store/memoryBridgeStore.ts';
import { serve } from './serve.ts';

export const us: Party = { country_code: 'DE', party_id: 'GSL' };
export const them: Party = { country_code: 'NL', party_id: 'EMP' };

export interface Raw {
  readonly method: string;
  /** Below the bridge's URL. */
  readonly path: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly status_code: number; readonly data?: never; readonly status_message?: string };
}

/** As if we were a hub ourselves. */
const nobody = { list: async () => ({ objects: [], total: 0 }) };

/** A bridge behind a hub that is played by the test, over real HTTP. */
export async function hubbed(options: Partial<BridgeOptions> & { readonly office?: OfficeOptions } = {}) {
  const { office: more, ...given } = options;
  const [server, hub] = [await serve(), await serve()];
  const office = memoryBackOffice(more);
  const store = given.store ?? memoryBridgeStore();
  const bridge = createBridge({
    roles: [
      { ...us, role: 'CPO', business_details: { name: 'Both' } },
      { ...us, role: 'EMSP', business_details: { name: 'Both' } },
    ],
    url: `${server.origin}/ocpi`,
    node: { versionsUrl: `${hub.origin}/ocpi/versions` },
    data: { ...office.data, hubclientinfo: { ...office.data.hubclientinfo, sender: nobody } },
    now: Date.now,
    randomId: randomUUID,
    fetch,
    ...given,
    store,
    limits: { backoffMs: 5, maxBackoffMs: 20, pollMs: 10, ...given.limits },
  });
  server.handler = (request) => bridge.fetch(request);
  const modules = [
    'locations',
    'sessions',
    'cdrs',
    'tariffs',
    'tokens',
    'commands',
    'chargingprofiles',
    'hubclientinfo',
  ];
  await store.connection.save({
    ...noConnection,
    state: 'registered',
    tokenDigests: [digestOf('token-b')],
    callToken: 'token-c',
    versionsUrl: `${hub.origin}/ocpi/versions`,
    version: '2.2.1',
    endpoints: [
      { identifier: 'credentials', role: 'RECEIVER', url: `${hub.origin}/ocpi/2.2.1/credentials` },
      ...modules.flatMap((identifier) =>
        (['SENDER', 'RECEIVER'] as const).map((role) => ({
          identifier,
          role,
          url: `${hub.origin}/ocpi/${role.toLowerCase()}/2.2.1/${identifier}`,
        })),
      ),
    ],
    roles: [{ country_code: 'CH', party_id: 'OCN', role: 'HUB', business_details: { name: 'Hub' } }],
  });

  async function ask({ method, path, body, text, headers = {} }: Raw): Promise<Told> {
    const all = {
      authorization: `Token ${btoa('token-b')}`,
      'x-request-id': randomUUID(),
      'x-correlation-id': randomUUID(),
      'ocpi-from-country-code': them.country_code,
      'ocpi-from-party-id': them.party_id,
      'ocpi-to-country-code': us.country_code,
      'ocpi-to-party-id': us.party_id,
      'content-type': 'application/json',
      ...headers,
    };
    const sent = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    );
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${server.origin}/ocpi${path}`, {
      method,
      headers: sent,
      ...(payload === undefined ? {} : { body: payload }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Told['body'] };
  }

  return {
    bridge,
    office,
    store,
    hub,
    origin: server.origin,
    ask,
    async close() {
      await bridge.stop();
      await Promise.all([server.close(), hub.close()]);
    },
  };
}

/** `/receiver/2.2.1/locations`. */
export function modulePath(version: OcpiVersion, { module, role }: Pick<Endpoint, 'module' | 'role'>): string {
  return `/${(role ?? 'RECEIVER').toLowerCase()}/${version}/${module}`;
}
