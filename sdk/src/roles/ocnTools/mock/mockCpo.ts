import { randomUUID } from 'node:crypto';
import { type Bridge, memoryBackOffice, type ReadyBackOffice } from '../../../ocn/index.ts';
import { type Cdr, type Session, sameParty, type Token } from '../../../protocol/ocpi/index.ts';
import { chanceOf } from './chance.ts';
import { commandsOf } from './cpoCommands.ts';
import { createMock, type MockBase, type MockOptions, nameOf } from './mockOptions.ts';
import { mockLocations } from './network.ts';
import { createStations, type StationEvents, type Stations } from './stations.ts';
import { mockTariffs } from './tariffs.ts';

export interface MockCpoOptions extends MockOptions {
  /** How many locations. Default 10. */
  readonly locations?: number | undefined;
  /** How many seconds pass at the charge points in one second. Default 1. Its objects have the times of there. */
  readonly speed?: number | undefined;
  /** How often a car comes by itself, with a token that somebody has sent: times an hour, of the charge points. Default 0. */
  readonly visits?: number | undefined;
  /** Real milliseconds between looks at the charge points. Default 500. */
  readonly tickMs?: number | undefined;
}

/** A charge point operator that is not real, on a network that is. */
export interface MockCpo {
  readonly url: string;
  readonly bridge: Bridge;
  readonly office: ReadyBackOffice;
  readonly stations: Stations;
  register(tokenA: string, signal?: AbortSignal): Promise<void>;
  /** Somebody holds a token to a charge point: it asks the token's owner if it has to. @returns The session, or null if they may not. */
  swipe(token: Token, locationId: string, evseUid: string): Promise<string | null>;
  /** Lets no more time pass at the charge points, and sends what has still to be sent. */
  finish(): Promise<void>;
  /** As {@link finish}; then takes no more, and ends. */
  close(): Promise<void>;
}

/**
 * Starts a mock CPO: locations, tariffs, sessions that charge as cars do, CDRs that cost what the tariffs say, all commands.
 *
 * @throws {TransportError} if it cannot listen there. @throws {ArgumentError} naming the option that cannot be.
 * @example
 * ```ts
 * const cpo = await startMockCpo({
 *   party: { country_code: 'DE', party_id: 'GSL' }, name: 'Gridseal Charging', listen: { host: '127.0.0.1', port: 0 },
 *   versionsUrl: 'https://node.example/ocpi/versions', speed: 60, say: ({ text }) => console.log(text),
 * });
 * await cpo.register(tokenA);
 * ```
 */
export async function startMockCpo(options: MockCpoOptions): Promise<MockCpo> {
  const { party, name, seed = 1, locations: count = 10 } = options;
  const clock = fastClock(options);
  const locations = mockLocations({ owner: party, name, seed, locations: count, now: clock() });
  const tariffs = mockTariffs(party, clock());
  // The bridge, the back office and the charge points know of each other; the last to be made is put in last.
  const parts: { base?: MockBase; stations?: Stations } = {};
  const stations = (): Stations => parts.stations as Stations;
  const office = memoryBackOffice({
    roles: ['CPO'],
    onCommand: (type, command, call) => {
      parts.base?.meet(call.from);
      return commandsOf({ stations: stations(), clock, say: (...said) => parts.base?.say(...said) })(
        type,
        command,
        call,
      );
    },
    onReceived: (kind, { id }, _, { from, signedBy }) => {
      parts.base?.say('received', `${nameOf(from)} has sent ${kind} ${id}`, { kind, id, from: nameOf(from), signedBy });
    },
  });
  for (const tariff of tariffs) await office.own.tariffs.put(tariff);
  for (const location of locations) await office.own.locations.put(location);
  const base = await createMock(
    options,
    'CPO',
    listening(office, (from) => parts.base?.meet(from)),
  );
  parts.base = base;
  const work = inOrder((error) => base.say('trouble', `could not be sent: ${String(error)}`));
  const events = publishing(base, office, work.add);
  parts.stations = createStations({ locations, tariffs, seed, randomId: randomUUID, now: clock(), events });
  const swipe = swiping(base, stations());
  const chance = chanceOf(seed ^ 0x76_69_73_74);
  const { speed = 1, visits = 0, tickMs = 500 } = options;
  const timer = setInterval(() => {
    stations().advance(clock());
    if (chance.next() < (visits * speed * tickMs) / 3_600_000)
      work.add(() => visit(office, stations(), swipe, chance.pick));
  }, tickMs);
  const finish = async () => {
    clearInterval(timer);
    await work.idle();
    await base.drain();
  };
  return {
    ...{ url: base.url, bridge: base.bridge, office, stations: stations(), swipe },
    register: (tokenA, signal) => base.bridge.register(tokenA, signal),
    finish,
    async close() {
      await finish();
      await base.close();
    },
  };
}

/** A clock that goes faster, from now on. */
function fastClock({ now = Date.now, speed = 1 }: MockCpoOptions): () => number {
  const begun = now();
  return () => Math.floor(begun + (now() - begun) * speed);
}

/** Notes who asks for locations or tariffs: they are told when those change. */
function listening(office: ReadyBackOffice, meet: (from: Parameters<MockBase['meet']>[0]) => void): ReadyBackOffice {
  const { locations, tariffs } = office.data;
  const heard = <T extends { list(...args: never[]): unknown }>(sender: T): T => ({
    ...sender,
    list: (...args: Parameters<T['list']>) => {
      meet((args[1] as unknown as { from: Parameters<MockBase['meet']>[0] }).from);
      return sender.list(...args);
    },
  });
  return {
    ...office,
    data: {
      ...office.data,
      locations: { ...locations, ...(locations?.sender && { sender: heard(locations.sender) }) },
      tariffs: { ...tariffs, ...(tariffs?.sender && { sender: heard(tariffs.sender) }) },
    },
  };
}

type Work = () => Promise<unknown>;

/** One thing after the other, whatever happens to each. */
function inOrder(onError: (error: unknown) => void) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add(work: Work): void {
      last = last.then(work).catch(onError);
    },
    async idle(): Promise<void> {
      await last;
    },
  };
}

/** Tells everybody, in the order in which things happen, and keeps it for those who ask. */
function publishing(
  { bridge, say, partners }: MockBase,
  office: ReadyBackOffice,
  add: (work: Work) => void,
): StationEvents {
  const kept = (session: Session) => office.own.sessions.put(session);
  return {
    evse(location, { uid, status, last_updated }) {
      say('evse', `${uid} is ${status}`, { location: location.id, evse: uid, status });
      add(async () => {
        await office.own.locations.put(location);
        const owner = { country_code: location.country_code, party_id: location.party_id };
        for (const to of partners()) {
          const sent = await bridge.locations.patchEvse(to, owner, location.id, uid, { status, last_updated });
          // Who has never had the location cannot change it, and gets all of it.
          void sent.arrived().catch(() => bridge.locations.put(to, location).catch(() => undefined));
        }
      });
    },
    started(session) {
      say('session', `session ${session.id} at ${session.evse_uid}: ${session.status}`, { session });
      add(async () => {
        await kept(session);
        await bridge.publish.session(session);
      });
    },
    changed(session, patch) {
      say('session', sessionText(session), { session: session.id, patch });
      add(async () => {
        await kept(session);
        await bridge.publish.sessionChange(session, patch);
      });
    },
    ended(session, patch, cdr) {
      say('cdr', cdrText(cdr), { cdr });
      add(async () => {
        await kept(session);
        await bridge.publish.sessionChange(session, patch);
        await office.own.cdrs.put(cdr);
        await bridge.publish.cdr(cdr);
      });
    },
  };
}

const sessionText = ({ id, kwh, total_cost, status, currency }: Session): string =>
  `session ${id}: ${kwh.toFixed(3)} kWh, ${total_cost?.excl_vat.toFixed(2) ?? '–'} ${currency}, ${status}`;

/** A CDR in a line. */
export const cdrText = ({ id, total_energy, total_time, total_cost, currency }: Cdr): string =>
  `CDR ${id}: ${total_energy.toFixed(3)} kWh in ${Math.round(total_time * 60)} min, ${total_cost.excl_vat.toFixed(2)} ${currency} without VAT`;

function swiping({ bridge, say }: MockBase, stations: Stations): MockCpo['swipe'] {
  return async (token, locationId, evseUid) => {
    const { uid, type, contract_id, whitelist, valid, country_code, party_id } = token;
    let authorizationReference: string | null = null;
    if (whitelist !== 'ALWAYS') {
      const location = { location_id: locationId, evse_uids: [evseUid] };
      const answer = await bridge.tokens.authorize(token, uid, { type, location });
      say('authorize', `token ${uid} of ${nameOf(token)}: ${answer.allowed}`, { uid, allowed: answer.allowed });
      if (answer.allowed !== 'ALLOWED') return null;
      authorizationReference = answer.authorization_reference ?? null;
    } else if (!valid) return null;
    const authMethod = whitelist === 'ALWAYS' ? 'WHITELIST' : 'AUTH_REQUEST';
    const cdrToken = { country_code, party_id, uid, type, contract_id };
    const found = stations.start({ token: cdrToken, locationId, evseUid, authMethod, authorizationReference });
    return 'sessionId' in found ? found.sessionId : null;
  };
}

/** A car comes to a free EVSE, with a token that was sent to us. */
async function visit(
  office: ReadyBackOffice,
  stations: Stations,
  swipe: MockCpo['swipe'],
  pick: <T>(from: readonly T[]) => T,
): Promise<void> {
  const { objects: tokens } = await office.received.tokens.list();
  const inUse = stations.running().map(({ cdr_token }) => cdr_token);
  const idle = tokens.filter((token) => !inUse.some((one) => one.uid === token.uid && sameParty(one, token)));
  const free = stations
    .locations()
    .flatMap(({ id, evses }) =>
      (evses ?? []).flatMap(({ uid, status }) => (status === 'AVAILABLE' ? [{ id, uid }] : [])),
    );
  if (idle.length === 0 || free.length === 0) return;
  const place = pick(free);
  await swipe(pick(idle), place.id, place.uid);
}
