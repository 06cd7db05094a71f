import type { z } from 'zod';
import {
  type ActiveChargingProfile,
  type ActiveChargingProfileResult,
  activeChargingProfileResultSchema,
  type ChargingProfile,
  type ChargingProfileResponse,
  type CommandResponse,
  type CommandResult,
  type CommandType,
  chargingProfileResponseSchema,
  commandResponseSchema,
  commandResultSchema,
  decode,
  type HttpMethod,
  type InterfaceRole,
  type OcpiVersion,
  type Party,
} from '../../../protocol/ocpi/index.ts';
import { NoResultError } from '../bridgeErrors.ts';
import type { CommandOf } from '../commandOf.ts';
import type { Outbox, Queued } from '../outbox/outbox.ts';
import type { Results } from '../outbox/results.ts';
import { ourModuleUrl } from '../registration/ourVersions.ts';
import type { PendingResult } from '../store/bridgeStore.ts';
import type { Ask, AskOptions, Client } from './client.ts';
import { callPeer, dataOf, moduleUrl, registeredConnection } from './peer.ts';

/** What was answered at once, and what comes of it. */
export interface Asked<Response, Result> {
  /** Names the result, also for `onResult` of the back office after a restart. */
  readonly id: string;
  readonly response: Response;
  /**
   * Waits for the result.
   *
   * @throws {NoResultError} if there is none within the time that the other named, or none is to come.
   */
  result(signal?: AbortSignal): Promise<Result>;
}

/** A command without its `response_url`, which is the bridge's to choose. */
export type CommandDraft<T extends CommandType> = Omit<CommandOf<T>, 'response_url'>;

/** How long a result may still come after the time that was named. */
const GRACE_MS = 5_000;
/** How long we know of a result that is to come, whatever the other says of it. */
const KNOWN_MS = 86_400_000;

/** @see OCPI 2.2.1-d2, "Commands" */
export function commandsClient(client: Client, results: Results) {
  const send = <T extends CommandType>(to: Party, type: T, draft: CommandDraft<T>, ask: Ask = {}) =>
    asking<CommandResponse, CommandResult>(client, results, {
      ...{ to, ask, module: 'commands', name: `commands.${type}`, path: type },
      ...{ responses: commandResponseSchema, results: commandResultSchema },
      options: (response_url) => ({ body: { ...draft, response_url } }),
    });
  return {
    send,
    startSession: (to: Party, draft: CommandDraft<'START_SESSION'>, ask?: Ask) => send(to, 'START_SESSION', draft, ask),
    stopSession: (to: Party, draft: CommandDraft<'STOP_SESSION'>, ask?: Ask) => send(to, 'STOP_SESSION', draft, ask),
    reserveNow: (to: Party, draft: CommandDraft<'RESERVE_NOW'>, ask?: Ask) => send(to, 'RESERVE_NOW', draft, ask),
    cancelReservation: (to: Party, draft: CommandDraft<'CANCEL_RESERVATION'>, ask?: Ask) =>
      send(to, 'CANCEL_RESERVATION', draft, ask),
    unlockConnector: (to: Party, draft: CommandDraft<'UNLOCK_CONNECTOR'>, ask?: Ask) =>
      send(to, 'UNLOCK_CONNECTOR', draft, ask),
  };
}

/** @see OCPI 2.2.1-d2, "Charging Profiles" */
export function chargingProfilesClient(client: Client, results: Results) {
  const send = (to: Party, name: string, session_id: string, ask: Ask, options: (url: string) => AskOptions) =>
    asking<ChargingProfileResponse, ActiveChargingProfileResult>(client, results, {
      ...{ to, ask, name, module: 'chargingprofiles' },
      ...{ responses: chargingProfileResponseSchema, results: activeChargingProfileResultSchema },
      options: (url) => ({ ...options(url), parameters: { session_id } }),
    });
  return {
    /** @param duration Seconds of the profile. */
    get: (to: Party, sessionId: string, duration: number, ask: Ask = {}) =>
      send(to, 'chargingprofiles.get', sessionId, ask, (response_url) => ({
        query: new URLSearchParams({ duration: String(duration), response_url }),
      })),
    set: (to: Party, sessionId: string, charging_profile: ChargingProfile, ask: Ask = {}) =>
      send(to, 'chargingprofiles.put', sessionId, ask, (response_url) => ({
        body: { charging_profile, response_url },
      })),
    clear: (to: Party, sessionId: string, ask: Ask = {}) =>
      send(to, 'chargingprofiles.delete', sessionId, ask, (response_url) => ({
        query: new URLSearchParams({ response_url }),
      })),
    /** The CPO says that a profile has changed by itself. */
    putActive: (
      to: Party,
      session_id: string,
      profile: ActiveChargingProfile,
      options: Pick<Ask, 'from'> = {},
    ): Promise<Queued> =>
      client.push(to, 'chargingprofiles.putActive', { ...options, parameters: { session_id }, body: profile }),
  };
}

interface Asking {
  readonly to: Party;
  readonly ask: Ask;
  readonly module: PendingResult['module'];
  readonly name: string;
  readonly responses: z.ZodType;
  readonly results: z.ZodType;
  readonly options: (responseUrl: string) => AskOptions;
}

async function asking<Response extends { readonly result: string; readonly timeout: number }, Result>(
  client: Client,
  results: Results,
  { to, ask, module, name, responses, results: schema, options }: Asking,
): Promise<Asked<Response, Result>> {
  const { context } = client;
  const own = ask.from ?? context.firstParty;
  const connection = await registeredConnection(context);
  const version: OcpiVersion = connection.version ?? '2.2.1';
  const id = context.randomId();
  // Noted before it can come: some results are faster than the answer.
  await results.expect({ id, module, own, other: to, expires: context.now() + KNOWN_MS });
  const url = `${ourModuleUrl(context, version, module, 'SENDER')}/results/${id}`;
  const response = (await client.ask(to, name, { ...ask, ...options(url) }, responses)) as Response;
  const until = context.now() + response.timeout * 1000 + GRACE_MS;
  return {
    id,
    response,
    async result(signal) {
      const result = response.result === 'ACCEPTED' ? await results.wait(id, until, signal) : null;
      if (result === null) throw new NoResultError(response.timeout);
      return decode(schema, result, 'result') as Result;
    },
  };
}

/** A request to a module of the parties' own. */
export interface CustomDraft extends Ask {
  readonly method: HttpMethod;
  readonly role: InterfaceRole;
  /** Below the module's URL: `/alarms/7`. */
  readonly path?: string;
  readonly query?: URLSearchParams;
  readonly body?: unknown;
}

/** One module of the parties' own, named by them. */
export function customClient(client: Client, outbox: Outbox, module: string) {
  const { context } = client;
  return {
    /** One request, now. @returns The data of the response. */
    async ask(to: Party, { method, role, path = '', query, body, from, signal }: CustomDraft): Promise<unknown> {
      const connection = await registeredConnection(context);
      const base = moduleUrl(connection, module, role, true).href.replace(/\/$/, '');
      const url = new URL(`${base}${path}${query === undefined || query.size === 0 ? '' : `?${query}`}`);
      const parties = { from: from ?? context.firstParty, to };
      const request = { method, url, parties, body: body === undefined ? null : JSON.stringify(body) };
      return dataOf(await callPeer(context, connection.callToken, request, signal), null);
    },
    /** By the outbox: whatever happens, it arrives. */
    push: (to: Party, { method, role, path = '', query, body, from }: Omit<CustomDraft, 'signal'>): Promise<Queued> =>
      outbox.add({
        ...{
          to,
          module,
          role,
          method,
          path,
          query: query?.toString() ?? '',
          body: body === undefined ? null : JSON.stringify(body),
        },
        ...(from ? { from } : {}),
      }),
  };
}
