import { toHex, utf8Encode } from '../../../../bytes/index.ts';
import { sha256 } from '../../../../crypto/index.ts';
import {
  type Credentials,
  decodeAuthorization,
  OcpiError,
  type OcpiVersion,
  sameParty,
} from '../../../../protocol/ocpi/index.ts';
import { readLatest } from '../../latestRegistry.ts';
import type { Platform } from '../../platform.ts';
import { announceStatus, statusOf } from '../clients/clientStatus.ts';
import type { FrontContext } from '../frontContext.ts';
import type { RouteCall, RouteReply } from '../routes/serve.ts';
import { allowedParties } from './allowedParties.ts';
import { askPlatform } from './platformApi.ts';

type Call<B = unknown> = RouteCall<{ version: OcpiVersion }, unknown, B>;

/** What the store keeps of a token. */
export function tokenDigest(token: string) {
  return toHex(sha256(utf8Encode(token)));
}

/** The credentials of this node, with a token. */
function ownCredentials(context: FrontContext, token: string): Credentials {
  const { country_code, party_id, business } = context.front.hub;
  return {
    token,
    url: `${context.self.url}/ocpi/versions`,
    roles: [{ role: 'HUB', country_code, party_id, business_details: business }],
  };
}

/** Nothing but digests of tokens is kept: which token it was is found out from the request once more. */
async function tokenOf(context: FrontContext, call: Call): Promise<string> {
  for (const token of decodeAuthorization(call.authorization)) {
    const found = await context.store.platforms.byToken(tokenDigest(token), context.now(), 'fresh');
    if (found?.platform.id === call.platform.id) return token;
  }
  throw new OcpiError('clientError', 'is not a token of this node', { field: 'Authorization', httpStatus: 401 });
}

export async function getCredentials(context: FrontContext, call: Call): Promise<RouteReply<Credentials>> {
  return { data: ownCredentials(context, await tokenOf(context, call)) };
}

export async function registerPlatform(
  context: FrontContext,
  call: Call<Credentials>,
): Promise<RouteReply<Credentials>> {
  if (call.tokenKind !== 'registration') throw notNow('is registered already: PUT replaces credentials');
  const reply = await exchange(context, call);
  context.log.info({ platform: call.platform.id }, 'A platform has registered');
  return reply;
}

export async function updatePlatform(context: FrontContext, call: Call<Credentials>): Promise<RouteReply<Credentials>> {
  if (call.tokenKind !== 'credentials') throw notNow('is not registered: POST registers');
  const reply = await exchange(context, call);
  context.log.info({ platform: call.platform.id }, 'A platform has replaced its credentials');
  return reply;
}

export async function unregisterPlatform(context: FrontContext, call: Call): Promise<RouteReply<undefined>> {
  if (call.tokenKind !== 'credentials') throw notNow('is not registered');
  const { id, revision } = call.platform;
  // A token that another process has replaced is good here for a moment: not good enough to end everything.
  await unlessOvertaken(context.store.platforms.remove(id, revision));
  context.log.info({ platform: id }, 'A platform has unregistered');
  await announceChange(context, call.platform, { ...call.platform, parties: [] });
  return { data: undefined };
}

/**
 * Takes over credentials and gives ours. Everything that can fail comes first; then one write replaces the platform, the token that it
 * is called with and the token that it calls with, or nothing. The token of the call can make it once more until the new one is used:
 * an answer that is lost leaves nobody without a token.
 */
async function exchange(context: FrontContext, call: Call<Credentials>): Promise<RouteReply<Credentials>> {
  const { platform, body } = call;
  const digest = tokenDigest(await tokenOf(context, call));
  const parties = await partiesOf(context, platform, body);
  const address = { versionsUrl: body.url, token: body.token };
  const api = await askPlatform(context, address, call.params.version, call.signal);
  const token = context.random.token();
  const next: Platform = {
    ...platform,
    ...api,
    parties,
    state: platform.state === 'suspended' ? 'suspended' : 'registered',
    versionsUrl: body.url,
    connection: 'CONNECTED',
    lastSeen: context.now(),
  };
  const former = { digest, until: context.now() + context.policy.formerTokenMs };
  const tokens = { tokenDigest: tokenDigest(token), callToken: body.token, former };
  const saved = await unlessOvertaken(context.store.platforms.save(next, tokens));
  await announceChange(context, platform, saved);
  return { data: ownCredentials(context, token) };
}

/** The registry is read again before anybody is refused: a party that was entered a moment ago is not known yet. */
async function partiesOf(context: FrontContext, platform: Platform, { roles }: Credentials) {
  try {
    return allowedParties(context, platform.parties, roles);
  } catch (error) {
    if (!(error instanceof OcpiError)) throw error;
    await readLatest(context);
    return allowedParties(context, platform.parties, roles);
  }
}

/** The write decides who was first; the other one is told so. */
async function unlessOvertaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'CONFLICT')) throw error;
    const why = 'another request has changed the credentials at the same time';
    throw new OcpiError('clientError', why, { field: 'credentials', cause: error });
  }
}

/** The handshake is over by now: if the network cannot be told, the jobs do it later. */
async function announceChange(context: FrontContext, before: Platform, after: Platform): Promise<void> {
  const gone = before.parties.filter((one) => !after.parties.some((other) => sameParty(one, other)));
  try {
    if (before.state !== 'planned') await announceStatus(context, gone, 'PLANNED');
    await announceStatus(context, after.parties, statusOf(after));
  } catch (error) {
    context.log.warn({ err: error, platform: after.id }, 'The status of a platform could not be noted');
  }
}

function notNow(why: string): OcpiError {
  return new OcpiError('clientError', why, { field: 'credentials', httpStatus: 405 });
}
