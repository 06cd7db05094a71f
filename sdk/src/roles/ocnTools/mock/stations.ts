import {
  type AuthMethod,
  type Cdr,
  type CdrToken,
  type Connector,
  type Evse,
  type EvseStatus,
  formatDateTime,
  type Location,
  type Session,
  type SessionPatch,
  type Tariff,
} from '../../../protocol/ocpi/index.ts';
import { chanceOf } from './chance.ts';
import { begin, cdrPeriods, costs, endPeriod, enter, goOn, patchOf, type Running, sessionOf } from './charger.ts';
import { visitOf } from './charging.ts';
import { tariffOf } from './network.ts';

/** What happens at charge points. */
export interface StationEvents {
  evse(location: Location, evse: Evse): void;
  started(session: Session): void;
  changed(session: Session, patch: SessionPatch): void;
  ended(session: Session, patch: SessionPatch, cdr: Cdr): void;
}

export interface StationsOptions {
  readonly locations: readonly Location[];
  readonly tariffs: readonly Tariff[];
  readonly seed: number;
  readonly randomId: () => string;
  /** Milliseconds since 1970, when the simulation begins. */
  readonly now: number;
  readonly events: StationEvents;
}

/** Who wants to charge or to reserve, and where. */
export interface Wish {
  readonly token: CdrToken;
  readonly locationId: string;
  /** Any that is free, if it is left out. */
  readonly evseUid?: string | null | undefined;
  readonly connectorId?: string | null | undefined;
  readonly authMethod: AuthMethod;
  readonly authorizationReference?: string | null | undefined;
}

export type Refusal = 'unknownLocation' | 'occupied' | 'inoperative' | 'unknownReservation';

/** Charge points without a network: cars come, charge and leave as time passes. */
export interface Stations {
  locations(): readonly Location[];
  /** @returns The session's id, or why not. */
  start(wish: Wish): { readonly sessionId: string } | { readonly refusal: Refusal };
  /** @returns False if there is no such session. */
  stop(sessionId: string): boolean;
  reserve(
    wish: Wish,
    reservation: { id: string; expires: number },
  ): { readonly sessionId: string } | { readonly refusal: Refusal };
  cancel(reservationId: string): boolean;
  /** Ends what goes on at a connector, if anything does. */
  unlock(locationId: string, evseUid: string, connectorId: string): Refusal | null;
  running(): readonly Session[];
  /** Lets time pass. */
  advance(now: number): void;
}

/** How long a car may stand there when it is full: minutes, from and to. */
const LINGERING = [4, 35] as const;
const known = new Set<EvseStatus>(['INOPERATIVE', 'OUTOFORDER', 'PLANNED', 'REMOVED', 'UNKNOWN']);

interface Spot {
  readonly location: Location;
  readonly evse: Evse;
}

export function createStations({
  locations: given,
  tariffs,
  seed,
  randomId,
  now: begun,
  events,
}: StationsOptions): Stations {
  const locations = new Map(given.map((one) => [one.id, one]));
  const sessions = new Map<string, Running>();
  const leaving = new Map<string, number>();
  const chance = chanceOf(seed ^ 0x63_61_72_73);
  let now = begun;

  function find({ locationId, evseUid, token }: Wish): Spot | Refusal {
    const location = locations.get(locationId);
    const evses = (location?.evses ?? []).filter(({ uid }) => !evseUid || uid === evseUid);
    if (!location || evses.length === 0) return 'unknownLocation';
    const evse = evses.find((one) => isFree(one, token));
    if (evse) return { location, evse };
    return evses.every(({ status }) => known.has(status)) ? 'inoperative' : 'occupied';
  }

  const at = (evseUid: string) => [...sessions.values()].find(({ evse }) => evse.uid === evseUid);
  const isFree = ({ uid, status }: Evse, token: CdrToken): boolean =>
    status === 'AVAILABLE' || (status === 'RESERVED' && at(uid)?.token.uid === token.uid);

  function setStatus({ location, evse }: Spot, status: EvseStatus): void {
    const current = locations.get(location.id) as Location;
    const last_updated = formatDateTime(now);
    const change = (one: Evse): Evse => (one.uid === evse.uid ? { ...one, status, last_updated } : one);
    const changed = { ...current, evses: (current.evses ?? []).map(change), last_updated };
    locations.set(location.id, changed);
    events.evse(changed, changed.evses.find(({ uid }) => uid === evse.uid) as Evse);
  }

  function add(wish: Wish, { location, evse }: Spot, reservation: Running['reservation']): Running {
    const connector = evse.connectors.find(({ id }) => id === wish.connectorId) ?? (evse.connectors[0] as Connector);
    const one = begin({
      ...{ id: randomId(), location, evse, connector, tariff: tariffOf(tariffs, connector), token: wish.token },
      ...{ authMethod: wish.authMethod, authorizationReference: wish.authorizationReference ?? null },
      ...{ visit: visitOf(chance), start: now, reservation },
    });
    sessions.set(one.id, one);
    setStatus(one, reservation ? 'RESERVED' : 'CHARGING');
    events.started(sessionOf(one));
    return one;
  }

  function end(one: Running, reservationExpired = false): void {
    const before = one.periods.length;
    endPeriod(one);
    sessions.delete(one.id);
    leaving.delete(one.id);
    const cost = costs(one, reservationExpired);
    const patch: SessionPatch = {
      ...patchOf(one, before),
      ...{ end_date_time: formatDateTime(one.now), status: 'COMPLETED', total_cost: cost.total_cost },
    };
    const session: Session = { ...sessionOf(one), ...(patch as Partial<Session>), charging_periods: one.periods };
    setStatus(one, 'AVAILABLE');
    events.ended(session, patch, cdrOf(one, session, cost, `C-${randomId()}`));
  }

  function pass(one: Running, until: number): void {
    while (one.now < until && sessions.has(one.id)) {
      const [mode, before] = [one.mode, one.periods.length];
      const limit = Math.min(
        until,
        leaving.get(one.id) ?? until,
        one.mode === 'reserved' ? (one.reservation?.expires ?? until) : until,
      );
      const isEnded = goOn(one, limit);
      now = Math.max(now, one.now);
      if (one.mode === 'parking' && mode === 'charging') {
        leaving.set(one.id, one.now + chance.between(...LINGERING) * 60_000);
        setStatus(one, 'BLOCKED');
      }
      if (one.mode === 'reserved' && one.reservation && one.now >= one.reservation.expires) end(one, true);
      else if (one.now >= (leaving.get(one.id) ?? Number.POSITIVE_INFINITY)) end(one);
      else if (isEnded) events.changed(sessionOf(one), patchOf(one, before));
    }
  }

  const request = (wish: Wish, reservation: Running['reservation']) => {
    const spot = find(wish);
    if (typeof spot === 'string') return { refusal: spot };
    const reserved = at(spot.evse.uid);
    if (!reserved) return { sessionId: add(wish, spot, reservation).id };
    if (reservation) return { refusal: 'occupied' as const };
    // The reservation becomes the session.
    const before = reserved.periods.length;
    enter(reserved, 'charging');
    setStatus(reserved, 'CHARGING');
    events.changed(sessionOf(reserved), { ...patchOf(reserved, before), status: 'ACTIVE' });
    return { sessionId: reserved.id };
  };

  return {
    locations: () => [...locations.values()],
    start: (wish) => request(wish, null),
    reserve: (wish, reservation) => request(wish, reservation),
    stop(sessionId) {
      const one = sessions.get(sessionId);
      if (!one) return false;
      end(one);
      return true;
    },
    cancel(reservationId) {
      const one = [...sessions.values()].find(
        ({ mode, reservation }) => mode === 'reserved' && reservation?.id === reservationId,
      );
      if (!one) return false;
      end(one);
      return true;
    },
    unlock(locationId, evseUid, connectorId) {
      const evse = locations.get(locationId)?.evses?.find(({ uid }) => uid === evseUid);
      if (!evse?.connectors.some(({ id }) => id === connectorId)) return 'unknownLocation';
      const one = at(evseUid);
      if (one && one.mode !== 'reserved') end(one);
      return null;
    },
    running: () => [...sessions.values()].map(sessionOf),
    advance(until) {
      for (const one of [...sessions.values()]) pass(one, until);
      now = Math.max(now, until);
    },
  };
}

function cdrOf(one: Running, session: Session, cost: ReturnType<typeof costs>, id: string): Cdr {
  const { location, evse, connector, tariff, start, now } = one;
  const { address, city, postal_code, country, coordinates, name } = location;
  const place = { id: location.id, name, address, city, postal_code, country, coordinates };
  const { country_code, party_id, cdr_token, auth_method, authorization_reference, meter_id, currency } = session;
  return {
    ...{ country_code, party_id, id, start_date_time: formatDateTime(start), end_date_time: formatDateTime(now) },
    ...{ session_id: session.id, cdr_token, auth_method, meter_id, currency, tariffs: [tariff] },
    ...(authorization_reference ? { authorization_reference } : {}),
    cdr_location: {
      ...{ ...place, evse_uid: evse.uid, evse_id: evse.evse_id ?? evse.uid, connector_id: connector.id },
      ...{ connector_standard: connector.standard, connector_format: connector.format },
      connector_power_type: connector.power_type,
    },
    charging_periods: periodsOr(one),
    ...cost,
    last_updated: formatDateTime(now),
  };
}

/** A CDR has one period at least: what ended as it began has one of no length. */
function periodsOr(one: Running): Cdr['charging_periods'] {
  const periods = cdrPeriods(one);
  if (periods.length > 0) return periods;
  const dimensions = [
    { type: 'TIME' as const, volume: 0 },
    { type: 'ENERGY' as const, volume: 0 },
  ];
  return [{ start_date_time: formatDateTime(one.start), dimensions, tariff_id: one.tariff.id }];
}
