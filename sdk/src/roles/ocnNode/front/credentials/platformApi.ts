import { z } from 'zod';
import { BaseError } from '../../../../errors/index.ts';
import {
  chooseVersion,
  decodeData,
  decodeEnvelope,
  decodeJson,
  encodeAuthorization,
  moduleIds,
  OcpiError,
  type OcpiVersion,
  type VersionEndpoint,
  versionDetailsSchema,
  versionEndpointSchema,
  versionListSchema,
} from '../../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../../context.ts';
import { ourVersions } from '../routes/parameters.ts';

/** A list of endpoints is a few kilobytes. */
const MAX_ANSWER = 256 * 1024;

/** Far more than the standard has, for modules of the parties' own: they are kept, and read with every message. */
const MAX_ENDPOINTS = 200;
/** A platform without any endpoint is understood, and told what it lacks. */
const detailsSchema = versionDetailsSchema.extend({ endpoints: z.array(versionEndpointSchema).max(MAX_ENDPOINTS) });

/** Where a platform says that it is, and what it is called with. */
export interface PlatformAddress {
  readonly versionsUrl: string;
  /** A secret: it goes to the origin of {@link versionsUrl} and nowhere else. */
  readonly token: string;
}

/** What a platform says of itself. */
export interface PlatformApi {
  readonly version: OcpiVersion;
  readonly endpoints: readonly VersionEndpoint[];
}

type Http = Pick<NodeContext, 'http' | 'policy' | 'random'>;

/**
 * Asks a platform for something of its configuration modules.
 *
 * @throws {OcpiError} 3001 if it cannot be reached, answers something else than HTTP 200, or no success, or not what it should.
 */
async function ask<T extends z.ZodType>(
  context: Http,
  address: PlatformAddress,
  url: string,
  schema: T,
  signal: AbortSignal | undefined,
): Promise<z.infer<T>> {
  try {
    const answer = await context.http.send(
      {
        method: 'GET',
        url,
        headers: {
          authorization: encodeAuthorization(address.token),
          accept: 'application/json',
          'x-request-id': context.random.uuid(),
          'x-correlation-id': context.random.uuid(),
        },
        body: null,
        timeoutMs: context.policy.timeoutMs,
        maxBytes: MAX_ANSWER,
        reach: { kind: 'platform', origin: new URL(address.versionsUrl).origin },
      },
      signal,
    );
    if (answer.status !== 200) throw new OcpiError('unusableClientApi', `answers with HTTP ${answer.status}`);
    return decodeData(schema, decodeEnvelope(decodeJson(answer.body, 'response')));
  } catch (error) {
    throw unusable(error);
  }
}

/** What is told to a platform about itself: which of our rules it broke, and nothing that it could not know. */
function unusable(error: unknown): unknown {
  if (!(error instanceof BaseError)) return error;
  const said = error.field ? `${error.field} ${error.shortMessage}` : error.shortMessage;
  return new OcpiError('unusableClientApi', `the platform could not be asked: ${said}`, { cause: error });
}

/**
 * Whether a platform answers, as for the still-alive check.
 *
 * @throws {OcpiError} 3001 if it does not.
 */
export async function askVersions(context: Http, address: PlatformAddress, signal?: AbortSignal) {
  return ask(context, address, address.versionsUrl, versionListSchema, signal);
}

/**
 * Asks a platform for its versions and the endpoints of one that both have.
 *
 * @param wanted The version whose credentials endpoint it has called; if it does not have that, the best of ours that it has.
 * @throws {OcpiError} 2001 for a URL that this node does not request, 3001 if it cannot be asked, 3002 if there is no version that
 *   both have, 3003 if it has no endpoint that this node knows.
 * @see OCPI 2.2.1-d2, "Credentials", Registration, and "Status codes", 3xxx
 */
export async function askPlatform(
  context: Http,
  address: PlatformAddress,
  wanted: OcpiVersion,
  signal?: AbortSignal,
): Promise<PlatformApi> {
  await assertReachable(context, address.versionsUrl);
  const versions = await askVersions(context, address, signal);
  const chosen = chooseVersion(versions, [wanted, ...ourVersions]);
  if (!chosen) throw new OcpiError('unsupportedVersion', `has none of the versions ${ourVersions.join(', ')}`);
  const details = await ask(context, address, chosen.url, detailsSchema, signal);
  if (details.version !== chosen.version) {
    throw new OcpiError('unusableClientApi', 'the platform answers with the details of another version');
  }
  return { version: chosen.version as OcpiVersion, endpoints: usable(details.endpoints, address.versionsUrl) };
}

/** A URL that came with the request is the fault of the request. */
async function assertReachable(context: Http, url: string): Promise<void> {
  try {
    await context.http.check(url, { kind: 'platform', origin: new URL(url).origin });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    throw new OcpiError('invalidParameters', error.shortMessage, { field: 'request.url', cause: error });
  }
}

/** Endpoints on other hosts would get the token of this one, or lead into somebody's network. */
function usable(endpoints: readonly VersionEndpoint[], versionsUrl: string): readonly VersionEndpoint[] {
  const { origin } = new URL(versionsUrl);
  const found = new Map<string, VersionEndpoint>();
  for (const { identifier, role, url } of endpoints) {
    const at = new URL(url);
    if (at.origin !== origin || at.username !== '' || at.password !== '' || at.hash !== '') {
      throw new OcpiError('unusableClientApi', 'has a URL that is not of the host of the versions', {
        field: `endpoints.${identifier}`,
      });
    }
    const key = `${identifier} ${role}`;
    // Two URLs for one thing: which of them counts would be a guess.
    if (found.has(key) && found.get(key)?.url !== url) {
      throw new OcpiError('noMatchingEndpoints', 'is there more than once', { field: `endpoints.${identifier}` });
    }
    found.set(key, { identifier, role, url });
  }
  const known: readonly string[] = moduleIds;
  if (![...found.values()].some(({ identifier }) => known.includes(identifier))) {
    throw new OcpiError('noMatchingEndpoints', 'has no endpoint of a module that this node knows');
  }
  return [...found.values()];
}
