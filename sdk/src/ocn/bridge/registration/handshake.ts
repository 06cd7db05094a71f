import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { BaseError, VerificationError } from '../../../errors/index.ts';
import {
  type Credentials,
  chooseVersion,
  findModule,
  OcpiError,
  type OcpiVersion,
  type VersionDetails,
  versionDetailsSchema,
  versionListSchema,
} from '../../../protocol/ocpi/index.ts';
import { AnswerError } from '../client/answerError.ts';
import { callPeer, dataOf } from '../client/peer.ts';
import type { BridgeContext } from '../context.ts';
import type { Connection } from '../store/bridgeStore.ts';
import { askUntilAnswered } from './askUntilAnswered.ts';

/** Tokens of ours beside the first: one of each exchange that was not answered may be what the other calls us with. */
const MAX_TRIED = 6;

/** A token is kept as this where we are called with it. */
export const digestOf = (token: string): Hex => sha256Hex(utf8Encode(token));

export const noConnection: Connection = {
  state: 'planned',
  tokenDigests: [],
  callToken: null,
  versionsUrl: null,
  version: null,
  endpoints: [],
  roles: [],
  revision: 0,
};

/** A token of 64 characters at most, from ids with 122 random bits or more. */
export function newToken({ randomId }: BridgeContext): string {
  return `${randomId()}${randomId()}`.replace(/[^\x21-\x7e]|-/g, '').slice(0, 64);
}

/** What we are, for the other side. */
export function ourCredentials(context: BridgeContext, token: string): Credentials {
  return { token, url: `${context.url}/versions`, roles: [...context.roles] };
}

/** What is found out about the other side before it is talked to. */
export interface Discovered {
  readonly version: OcpiVersion;
  readonly details: VersionDetails;
}

/**
 * Reads the other side's versions, and the details of the best that both have. All of its URLs have to be of one origin: the token goes
 * nowhere else.
 *
 * @throws {OcpiError} 3002 if no version is the same, 3003 without credentials. @throws {VerificationError} for a URL of another origin.
 */
export async function discover(
  context: BridgeContext,
  versionsUrl: string,
  token: string,
  signal?: AbortSignal,
): Promise<Discovered> {
  const list = dataOf(
    await callPeer(context, token, { method: 'GET', url: new URL(versionsUrl) }, signal),
    versionListSchema,
  );
  const chosen = chooseVersion(list, context.versions);
  if (!chosen) throw new OcpiError('unsupportedVersion', 'has no version that we have', { field: 'versions' });
  assertSameOrigin(chosen.url, versionsUrl, 'versions.url');
  const answer = await callPeer(context, token, { method: 'GET', url: new URL(chosen.url) }, signal);
  const details = dataOf(answer, versionDetailsSchema);
  for (const { url, identifier } of details.endpoints) assertSameOrigin(url, versionsUrl, `endpoints.${identifier}`);
  if (!findModule(details, 'credentials', 'RECEIVER')) {
    throw new OcpiError('noMatchingEndpoints', 'has no credentials', { field: 'endpoints' });
  }
  return { version: chosen.version as OcpiVersion, details };
}

/**
 * As {@link discover}; with a token that was replaced by one whose answer never came, which is good for credentials and nothing else,
 * what was discovered then.
 */
async function discoverAgain(
  context: BridgeContext,
  versionsUrl: string,
  token: string,
  method: 'POST' | 'PUT',
  known: Connection | null,
  signal?: AbortSignal,
): Promise<Discovered> {
  try {
    return await discover(context, versionsUrl, token, signal);
  } catch (error) {
    const isRefused = (error instanceof OcpiError || error instanceof AnswerError) && error.httpStatus === 401;
    const before = known?.pending ?? (method === 'PUT' ? known : null);
    if (!isRefused || !before?.version || before.versionsUrl !== versionsUrl) throw error;
    return { version: before.version, details: { version: before.version, endpoints: [...before.endpoints] } };
  }
}

/** @throws {VerificationError} */
export function assertSameOrigin(url: string, expected: string, field: string): void {
  if (URL.canParse(url) && new URL(url).origin === new URL(expected).origin) return;
  throw new VerificationError('is not of the origin of the versions', { field });
}

/**
 * Registers with a node (or another back office), or changes both tokens of a registration.
 *
 * What we are called with is noted before the other can know it, so that nothing that it sends is refused, whenever the process ends. If the answer is lost, the same call can be made again, here or after a restart.
 */
export async function exchange(
  context: BridgeContext,
  method: 'POST' | 'PUT',
  token: string,
  signal?: AbortSignal,
): Promise<Connection> {
  const { store, node } = context;
  const known = await store.connection.load();
  // Token A is of the node that the bridge was made for, which may be another one than before: back offices move.
  const versionsUrl = (method === 'PUT' && known?.versionsUrl) || node.versionsUrl;
  const { version, details } = await discoverAgain(context, versionsUrl, token, method, known, signal);
  const ours = newToken(context);
  const digest = digestOf(ours);
  await change(context, (now) => ({
    ...now,
    tokenDigests: [...now.tokenDigests.slice(0, 1), ...now.tokenDigests.slice(1).slice(-MAX_TRIED), digest],
    pending: { versionsUrl, version, endpoints: details.endpoints },
  }));
  const url = new URL(findModule(details, 'credentials', 'RECEIVER')?.url as string);
  const body = JSON.stringify(ourCredentials(context, ours));
  const theirs = await askUntilAnswered(context, token, { method, url, body }, signal);
  assertSameOrigin(theirs.url, versionsUrl, 'credentials.url');
  return change(context, ({ pending: _, ...now }) => ({
    ...now,
    state: 'registered',
    tokenDigests: [digest],
    callToken: theirs.token,
    versionsUrl: theirs.url,
    version,
    endpoints: details.endpoints,
    roles: theirs.roles,
  }));
}

/** Writes a change of the connection over whatever other processes have changed of it. */
export async function change(context: BridgeContext, change: (now: Connection) => Connection): Promise<Connection> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const now = (await context.store.connection.load()) ?? noConnection;
    const saved = await context.store.connection.save({ ...change(now), revision: now.revision });
    if (saved) return saved;
  }
  throw new BaseError('CONFLICT', 'is changed by other processes all the time', { field: 'connection' });
}
