import { randomUUID } from 'node:crypto';
import { type Bridge, memoryBackOffice, type ReadyBackOffice } from '../../../ocn/index.ts';
import {
  type AuthorizationInfo,
  type Cdr,
  type CommandResult,
  formatDateTime,
  type Location,
  OcpiError,
  type Party,
  partyKey,
  type Session,
  type Tariff,
  type Token,
} from '../../../protocol/ocpi/index.ts';
import { costsOf } from '../costs/costsOf.ts';
import { cdrText } from './mockCpo.ts';
import { createMock, type MockBase, type MockOptions, nameOf } from './mockOptions.ts';
import { type MockToken, mockTokens } from './tokens.ts';

export interface MockEmspOptions extends MockOptions {
  /** How many tokens. Default 20. */
  readonly tokens?: number | undefined;
}

/** Where to charge; what is left out is chosen. */
export interface Place {
  readonly locationId?: string | undefined;
  readonly evseUid?: string | undefined;
  readonly token?: Token | undefined;
}

/** What a command came to: what was said at once if that was a refusal, else what the charge point said. */
export interface Commanded {
  readonly result: CommandResult['result'] | 'NOT_SUPPORTED' | 'UNKNOWN_SESSION';
}

/** An e-mobility provider that is not real, on a network that is. */
export interface MockEmsp {
  readonly url: string;
  readonly bridge: Bridge;
  readonly office: ReadyBackOffice;
  readonly tokens: readonly MockToken[];
  register(tokenA: string, signal?: AbortSignal): Promise<void>;
  /** Asks a CPO for all of its locations and tariffs, page by page. */
  pull(cpo: Party, signal?: AbortSignal): Promise<{ readonly locations: number; readonly tariffs: number }>;
  /** Sends all tokens to a CPO. */
  pushTokens(cpo: Party): Promise<void>;
  charge(cpo: Party, place?: Place): Promise<Commanded>;
  stop(cpo: Party, sessionId: string): Promise<Commanded>;
  reserve(cpo: Party, reservationId: string, expires: number, place?: Place): Promise<Commanded>;
  cancel(cpo: Party, reservationId: string): Promise<Commanded>;
  unlock(cpo: Party, locationId: string, evseUid: string, connectorId: string): Promise<Commanded>;
  /** What was pulled. */
  locations(): readonly Location[];
  /** Sends what has still to be sent. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a mock EMSP: tokens that are allowed, blocked, expired or without credit; it receives everything, checks what CDRs cost, and sends commands.
 *
 * @throws {TransportError} if it cannot listen there. @throws {ArgumentError} naming the option that cannot be.
 * @example
 * ```ts
 * const emsp = await startMockEmsp({ party, name: 'Drive Along', listen: { host: '127.0.0.1', port: 0 }, versionsUrl });
 * await emsp.register(tokenA);
 * await emsp.pull(cpo);
 * await emsp.charge(cpo, { locationId: 'LOC-0001' });
 * ```
 */
export async function startMockEmsp(options: MockEmspOptions): Promise<MockEmsp> {
  const { party, name, seed = 1, now = Date.now } = options;
  const tokens = mockTokens({ owner: party, name, seed, count: options.tokens ?? 20, now: now() });
  const seen = { locations: new Map<string, Location>(), tariffs: new Map<string, Tariff>() };
  const parts: { base?: MockBase } = {};
  const office = memoryBackOffice({
    roles: ['EMSP'],
    authorize: async ({ uid, type, location }, call) => {
      const found = tokens.find(({ token }) => token.uid === uid && token.type === type);
      if (!found) throw new OcpiError('unknownToken', 'is not known', { field: 'token_uid', httpStatus: 404 });
      parts.base?.say('authorize', `${nameOf(call.from)} asks for ${uid}: ${found.allowed}`, {
        uid,
        allowed: found.allowed,
        signedBy: call.signedBy,
      });
      return authorization(found, location);
    },
    onReceived: (kind, { id, owner }, object, { from, signedBy }) => {
      if (kind === 'locations' && object !== null) {
        seen.locations.set(`${partyKey(owner)}/${(object as Location).id}`, object as Location);
      }
      const text = textOf(kind, object, seen.locations) ?? `${kind} ${id} ${object === null ? 'is gone' : 'has come'}`;
      parts.base?.say(kind, `${nameOf(from)}: ${text}`, { kind, id, owner: nameOf(owner), object, signedBy });
    },
  });
  for (const { token } of tokens) await office.own.tokens.put(token);
  const base = await createMock(options, 'EMSP', office);
  parts.base = base;
  return {
    ...{ url: base.url, bridge: base.bridge, office, tokens },
    register: (tokenA, signal) => base.bridge.register(tokenA, signal),
    locations: () => [...seen.locations.values()],
    ...asking(base, office, tokens, seen),
    finish: () => base.drain(),
    async close() {
      await base.drain();
      await base.close();
    },
  };
}

function authorization({ token, allowed }: MockToken, location: AuthorizationInfo['location']): AuthorizationInfo {
  return {
    ...{ allowed, token },
    ...(location && allowed === 'ALLOWED' ? { location, authorization_reference: randomUUID() } : {}),
    ...(allowed === 'NO_CREDIT' ? { info: { language: 'en', text: 'Please top up your account.' } } : {}),
  };
}

interface Seen {
  readonly locations: Map<string, Location>;
  readonly tariffs: Map<string, Tariff>;
}

function asking(
  { bridge, say, meet }: MockBase,
  { received }: ReadyBackOffice,
  tokens: readonly MockToken[],
  seen: Seen,
) {
  const good = tokens.filter(({ allowed }) => allowed === 'ALLOWED').map(({ token }) => token);
  let next = 0;
  const take = ({ token }: Place): Token => token ?? (good[next++ % good.length] as Token);
  type Asked = Awaited<ReturnType<typeof bridge.commands.startSession>>;
  const outcome = async (what: string, cpo: Party, asked: Asked): Promise<Commanded> => {
    const { result: said } = asked.response;
    const { result } = said === 'ACCEPTED' ? await asked.result() : { result: said };
    say('command', `${what} at ${nameOf(cpo)}: ${result}`, { command: what, result });
    return { result };
  };
  const choose = (cpo: Party, { locationId, evseUid }: Place): { location_id: string; evse_uid?: string } => {
    if (locationId !== undefined) return { location_id: locationId, ...(evseUid && { evse_uid: evseUid }) };
    const all = [...seen.locations.values()].filter((one) => partyKey(one) === partyKey(cpo));
    const found = all.find(({ evses }) => evses?.some(({ status }) => status === 'AVAILABLE'));
    if (found) return { location_id: found.id };
    throw new OcpiError('unknownLocation', 'is not known: ask for locations first', { field: 'location_id' });
  };
  return {
    async pull(cpo: Party, signal?: AbortSignal) {
      meet(cpo);
      const [before] = [{ locations: 0, tariffs: 0 }];
      for await (const location of bridge.locations.list(cpo, { limit: 50, ...(signal && { signal }) })) {
        seen.locations.set(`${partyKey(location)}/${location.id}`, location);
        await received.locations.put(location);
        before.locations++;
      }
      for await (const tariff of bridge.tariffs.list(cpo, { limit: 50, ...(signal && { signal }) })) {
        seen.tariffs.set(`${partyKey(tariff)}/${tariff.id}`, tariff);
        await received.tariffs.put(tariff);
        before.tariffs++;
      }
      say('pulled', `${nameOf(cpo)} has ${before.locations} locations and ${before.tariffs} tariffs`, before);
      return before;
    },
    async pushTokens(cpo: Party) {
      for (const { token } of tokens) await bridge.tokens.put(cpo, token);
    },
    charge: async (cpo: Party, place: Place = {}) => {
      const draft = { token: take(place), ...choose(cpo, place) };
      return outcome('START_SESSION', cpo, await bridge.commands.startSession(cpo, draft));
    },
    stop: async (cpo: Party, session_id: string) =>
      outcome('STOP_SESSION', cpo, await bridge.commands.stopSession(cpo, { session_id })),
    reserve: async (cpo: Party, reservation_id: string, expires: number, place: Place = {}) => {
      const when = { expiry_date: formatDateTime(expires), reservation_id };
      const draft = { token: take(place), ...when, ...choose(cpo, place) };
      return outcome('RESERVE_NOW', cpo, await bridge.commands.reserveNow(cpo, draft));
    },
    cancel: async (cpo: Party, reservation_id: string) =>
      outcome('CANCEL_RESERVATION', cpo, await bridge.commands.cancelReservation(cpo, { reservation_id })),
    unlock: async (cpo: Party, location_id: string, evse_uid: string, connector_id: string) =>
      outcome(
        'UNLOCK_CONNECTOR',
        cpo,
        await bridge.commands.unlockConnector(cpo, { location_id, evse_uid, connector_id }),
      ),
  };
}

function textOf(kind: string, object: unknown, locations: ReadonlyMap<string, Location>): string | null {
  if (object === null) return null;
  if (kind === 'sessions') {
    const { id, kwh, status, currency, total_cost } = object as Session;
    const cost = total_cost ? `, ${total_cost.excl_vat.toFixed(2)} ${currency}` : '';
    return `session ${id}: ${kwh.toFixed(3)} kWh${cost}, ${status}`;
  }
  if (kind !== 'cdrs') return null;
  const cdr = object as Cdr;
  return `${cdrText(cdr)}${verdictOf(cdr, locations)}`;
}

/** Whether a CDR costs what its own tariff says. */
export function checkCdr(cdr: Cdr, timeZone: string): boolean | null {
  const [tariff, ...others] = cdr.tariffs ?? [];
  if (!tariff || others.length > 0) return null;
  const usage = { periods: cdr.charging_periods, end: cdr.end_date_time, timeZone };
  const same = ({ excl_vat, incl_vat }: Cdr['total_cost']) =>
    excl_vat === cdr.total_cost.excl_vat && (incl_vat ?? null) === (cdr.total_cost.incl_vat ?? null);
  const isReservation = cdr.charging_periods.every(({ dimensions }) =>
    dimensions.some(({ type }) => type === 'RESERVATION_TIME'),
  );
  return (
    same(costsOf(tariff, usage).total_cost) ||
    (isReservation && same(costsOf(tariff, { ...usage, reservationExpired: true }).total_cost))
  );
}

function verdictOf(cdr: Cdr, locations: ReadonlyMap<string, Location>): string {
  const location = locations.get(`${partyKey(cdr)}/${cdr.cdr_location.id}`);
  if (!location) return '';
  const isRight = checkCdr(cdr, location.time_zone);
  return isRight === null ? '' : isRight ? ', as its tariff says' : ', which is NOT what its tariff says';
}
