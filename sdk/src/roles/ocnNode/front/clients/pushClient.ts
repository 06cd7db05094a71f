import { utf8Encode } from '../../../../bytes/index.ts';
import { BaseError } from '../../../../errors/index.ts';
import {
  type ClientInfo,
  decodeEnvelope,
  decodeJson,
  encodeAuthorization,
  findModule,
  formatDateTime,
  type Role,
  sameParty,
  statusKind,
} from '../../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../../context.ts';
import type { Platform } from '../../platform.ts';
import type { KnownClient } from '../../store/nodeStore.ts';
import { eachPlatform } from './eachPlatform.ts';

/** An answer to a push says whether it worked and nothing else. */
const MAX_ANSWER = 64 * 1024;

export function toClientInfo(client: KnownClient): ClientInfo {
  return {
    party_id: client.party_id,
    country_code: client.country_code,
    role: client.role as Role,
    status: client.status,
    last_updated: formatDateTime(client.updated),
  };
}

/**
 * Tells the platforms of this node that have the receiver's side of hubclientinfo of a party's status; but not the party's own. One
 * that cannot be told asks for the list when it is back. Does not throw.
 *
 * @see OCPI 2.2.1-d2, "Hub Client Info", Receiver Interface, PUT Method
 * @example `if (await context.store.network.setClient(client)) await pushClient(context, client);`
 */
export async function pushClient(context: NodeContext, client: KnownClient, signal?: AbortSignal): Promise<void> {
  try {
    await eachPlatform(context, signal, async (platform) => {
      if (platform.state !== 'registered' || platform.connection === 'OFFLINE') return;
      if (platform.parties.some((party) => sameParty(party, client))) return;
      await pushTo(context, platform, client, signal);
    });
  } catch (error) {
    context.log.warn({ err: error }, 'Platforms could not be told of the status of a party');
  }
}

async function pushTo(context: NodeContext, platform: Platform, client: KnownClient, signal?: AbortSignal) {
  const { endpoints, version, versionsUrl } = platform;
  if (version === null || versionsUrl === null) return;
  const endpoint = findModule({ version, endpoints: [...endpoints] }, 'hubclientinfo', 'RECEIVER');
  const token = endpoint ? await context.store.platforms.callToken(platform.id) : null;
  if (!endpoint || token === null) return;
  try {
    const { status, body } = await context.http.send(
      {
        method: 'PUT',
        url: `${endpoint.url.replace(/\/+$/, '')}/${client.country_code}/${client.party_id}`,
        headers: {
          authorization: encodeAuthorization(token),
          'content-type': 'application/json',
          'x-request-id': context.random.uuid(),
          'x-correlation-id': context.random.uuid(),
        },
        body: utf8Encode(JSON.stringify(toClientInfo(client))),
        timeoutMs: context.policy.timeoutMs,
        maxBytes: MAX_ANSWER,
        reach: { kind: 'platform', origin: new URL(versionsUrl).origin },
      },
      signal,
    );
    const isTaken = status < 300 && statusKind(decodeEnvelope(decodeJson(body, 'answer')).status_code) === 'success';
    if (!isTaken) context.log.info({ platform: platform.id, status }, 'A platform did not take a status');
  } catch (error) {
    const code = error instanceof BaseError ? error.code : 'INTERNAL';
    context.log.info({ platform: platform.id, code }, 'A platform could not be told of a status');
  }
}
