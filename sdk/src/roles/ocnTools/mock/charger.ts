import {
  type AuthMethod,
  type CdrToken,
  type ChargingPeriod,
  type Connector,
  type Evse,
  formatDateTime,
  type Location,
  parseDateTime,
  type Session,
  type SessionPatch,
  sessionOnlyDimensions,
  type Tariff,
} from '../../../protocol/ocpi/index.ts';
import { costsOf } from '../costs/costsOf.ts';
import { type Charging, charge, notCharged, type Visit } from './charging.ts';

/** What goes on at one EVSE: somebody has reserved it, charges, or stands there with a full battery. */
export type Mode = 'reserved' | 'charging' | 'parking';

/** A session while it runs. Times are milliseconds since 1970. */
export interface Running {
  readonly id: string;
  readonly location: Location;
  readonly evse: Evse;
  readonly connector: Connector;
  readonly tariff: Tariff;
  readonly token: CdrToken;
  readonly authMethod: AuthMethod;
  readonly authorizationReference: string | null;
  readonly visit: Visit;
  readonly start: number;
  /** Until when it is simulated. */
  now: number;
  mode: Mode;
  modeSince: number;
  charging: Charging;
  periods: ChargingPeriod[];
  periodStart: number;
  periodEnergy: number;
  maxPower: number;
  /** Of a reservation. */
  readonly reservation: { readonly id: string; readonly expires: number } | null;
}

/** Charging periods end on these marks of the clock, and with that on every mark of a tariff. */
const GRID_MS = 300_000;

export const four = (value: number): number => Math.round(value * 10_000) / 10_000;

export type RunningDraft = Omit<
  Running,
  'now' | 'mode' | 'modeSince' | 'charging' | 'periods' | 'periodStart' | 'periodEnergy' | 'maxPower'
>;

export function begin(draft: RunningDraft): Running {
  return {
    ...draft,
    ...{ now: draft.start, mode: draft.reservation ? 'reserved' : 'charging', modeSince: draft.start },
    ...{ charging: notCharged(draft.visit), periods: [], periodStart: draft.start, periodEnergy: 0, maxPower: 0 },
  };
}

/** Goes on until a time or until something changes: a period or the charging has ended. @returns Whether a period has ended. */
export function goOn(one: Running, until: number): boolean {
  const mark = nextMark(one);
  const stop = Math.min(until, mark);
  if (one.mode === 'charging') {
    // Second by second, so that the period ends with the charging.
    while (one.now < stop && !one.charging.isFull) {
      const milliseconds = Math.min(5_000, stop - one.now);
      one.charging = charge(one.visit, one.connector, one.charging, milliseconds / 1000);
      one.maxPower = Math.max(one.maxPower, one.charging.power);
      one.now += milliseconds;
    }
    if (one.charging.isFull) {
      enter(one, 'parking');
      return true;
    }
  }
  one.now = Math.max(one.now, stop);
  if (one.now < mark) return false;
  endPeriod(one);
  return true;
}

function nextMark({ now, tariff, periods, periodStart }: Running): number {
  const bounds = tariff.elements.flatMap(({ restrictions }) => [
    restrictions?.min_duration,
    restrictions?.max_duration,
  ]);
  // A reservation before it is no part of how long a car charges.
  const first = periods.find(({ dimensions }) => dimensions.every(({ type }) => type !== 'RESERVATION_TIME'));
  const start = first ? parseDateTime(first.start_date_time) : periodStart;
  const marks = bounds.flatMap((seconds) => (typeof seconds === 'number' ? [start + seconds * 1000] : []));
  return Math.min((Math.floor(now / GRID_MS) + 1) * GRID_MS, ...marks.filter((mark) => mark > now));
}

/** What goes on from now on is something else. */
export function enter(one: Running, mode: Mode): void {
  endPeriod(one);
  one.mode = mode;
  one.modeSince = one.now;
}

export function endPeriod(one: Running): void {
  const hours = (one.now - one.periodStart) / 3_600_000;
  if (hours > 0) one.periods.push(periodOf(one, hours));
  one.periodStart = one.now;
  one.periodEnergy = four(one.charging.energy);
  one.maxPower = 0;
}

function periodOf(one: Running, hours: number): ChargingPeriod {
  const { mode, charging, periodEnergy, periodStart, maxPower, tariff } = one;
  const dimension = (type: ChargingPeriod['dimensions'][number]['type'], volume: number) => ({
    type,
    volume: four(volume),
  });
  const time = { reserved: 'RESERVATION_TIME', charging: 'TIME', parking: 'PARKING_TIME' } as const;
  return {
    start_date_time: formatDateTime(periodStart),
    dimensions: [
      dimension(time[mode], hours),
      ...(mode === 'charging'
        ? [
            // Differences of rounded readings, so that they add up to the last one.
            dimension('ENERGY', four(charging.energy) - periodEnergy),
            dimension('MAX_POWER', maxPower),
            dimension('POWER', charging.power),
            dimension('CURRENT', charging.current),
            dimension('STATE_OF_CHARGE', charging.charge * 100),
          ]
        : []),
    ],
    tariff_id: tariff.id,
  };
}

const isForCdr = ({ type }: ChargingPeriod['dimensions'][number]): boolean => !sessionOnlyDimensions.includes(type);

/** The periods as a CDR has them: without what is for a running session alone. */
export const cdrPeriods = (one: Running): ChargingPeriod[] =>
  one.periods.map((period) => ({ ...period, dimensions: period.dimensions.filter(isForCdr) }));

export function costs(one: Running, reservationExpired = false) {
  return costsOf(one.tariff, {
    ...{ periods: cdrPeriods(one), end: formatDateTime(one.now), timeZone: one.location.time_zone },
    reservationExpired,
  });
}

export function sessionOf(one: Running): Session {
  const { id, location, evse, connector, token, authMethod, authorizationReference, start, charging, mode, tariff } =
    one;
  return {
    ...{ country_code: location.country_code, party_id: location.party_id, id },
    start_date_time: formatDateTime(start),
    ...{ kwh: four(charging.energy), cdr_token: token, auth_method: authMethod },
    ...(authorizationReference === null ? {} : { authorization_reference: authorizationReference }),
    ...{ location_id: location.id, evse_uid: evse.uid, connector_id: connector.id, meter_id: `MTR-${evse.uid}` },
    currency: tariff.currency,
    charging_periods: one.periods,
    total_cost: costs(one).total_cost,
    status: mode === 'reserved' ? 'RESERVATION' : 'ACTIVE',
    last_updated: formatDateTime(one.now),
  };
}

/** What is new since so many periods. */
export function patchOf(one: Running, periodsBefore: number): SessionPatch {
  return {
    kwh: four(one.charging.energy),
    ...(one.periods.length > periodsBefore ? { charging_periods: one.periods.slice(periodsBefore) } : {}),
    total_cost: costs(one).total_cost,
    last_updated: formatDateTime(one.now),
  };
}
