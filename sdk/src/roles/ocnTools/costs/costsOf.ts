import {
  type ChargingPeriod,
  type Price,
  type PriceComponent,
  parseDateTime,
  type Tariff,
} from '../../../protocol/ocpi/index.ts';
import { type Exact, exact, per, rounded, times, toNumber, upTo } from './amounts.ts';
import { applies, type Situation } from './restrictions.ts';

/** What a session has used, in the periods of its CDR. */
export interface Usage {
  readonly periods: readonly ChargingPeriod[];
  readonly end: string;
  /** Of the location. */
  readonly timeZone: string;
  /** A reservation that was not used. */
  readonly reservationExpired?: boolean;
}

/** As in a CDR: prices rounded to four digits, and the total is their sum, or the least or most that the tariff says. */
export interface Costs {
  readonly total_cost: Price;
  readonly total_fixed_cost?: Price;
  readonly total_energy: number;
  readonly total_energy_cost?: Price;
  readonly total_time: number;
  readonly total_time_cost?: Price;
  readonly total_parking_time: number;
  readonly total_parking_cost?: Price;
  readonly total_reservation_cost?: Price;
}

type Kind = 'ENERGY' | 'TIME' | 'PARKING_TIME' | 'RESERVATION';
type Component = PriceComponent;

/** What was used of one kind, and at which price, part after part. */
type Parts = { readonly volume: Exact; readonly component: Component | null }[];

const HOUR = 3_600;
const none: Exact = 0n;

/**
 * What a session costs by a tariff.
 *
 * For each period and kind, the first element counts whose restrictions hold and that has a price for the kind. A step counts once for all
 * energy and once for time: in steps of the last element that was used for it; if a session has both charging and parking time, only the one that
 * it ended with is rounded up.
 *
 * @see OCPI 2.2.1-d2, "Tariffs", PriceComponent, step_size, and TariffElement
 * @example
 * ```ts
 * const { total_cost, total_energy_cost } = costsOf(tariff, { periods, end, timeZone: 'Europe/Berlin' });
 * ```
 */
export function costsOf(tariff: Tariff, usage: Usage): Costs {
  const parts: Record<Kind, Parts> = { ENERGY: [], TIME: [], PARKING_TIME: [], RESERVATION: [] };
  const flats = new Set<Component>();
  let lastTime: Kind | null = null;
  for (const { situation, volumes } of situationsOf(usage)) {
    const flat = componentFor(tariff, 'FLAT', situation);
    if (flat) flats.add(flat);
    for (const kind of Object.keys(volumes) as Kind[]) {
      const component = componentFor(tariff, kind === 'RESERVATION' ? 'TIME' : kind, situation);
      parts[kind].push({ volume: volumes[kind] as Exact, component });
      if (kind === 'TIME' || kind === 'PARKING_TIME') lastTime = kind;
    }
  }
  const fixed = sum([...flats].map((component) => money(exact(component.price), component)));
  const energy = costOf(parts.ENERGY, 1_000);
  const time = costOf(parts.TIME, lastTime === 'TIME' ? HOUR : null);
  const parking = costOf(parts.PARKING_TIME, lastTime === 'PARKING_TIME' ? HOUR : null);
  const reservation = costOf(parts.RESERVATION, HOUR);
  const all = [fixed, energy, time, parking, reservation].filter((one) => one !== null);
  return {
    total_cost: bounded(tariff, sum(all) ?? { excl: none, incl: none }),
    ...priced('total_fixed_cost', fixed),
    total_energy: total(parts.ENERGY),
    ...priced('total_energy_cost', energy),
    total_time: total([...parts.TIME, ...parts.PARKING_TIME]),
    ...priced('total_time_cost', time),
    total_parking_time: total(parts.PARKING_TIME),
    ...priced('total_parking_cost', parking),
    ...priced('total_reservation_cost', reservation),
  };
}

interface Part {
  readonly situation: Situation;
  readonly volumes: Partial<Record<Kind, Exact>>;
}

function situationsOf({ periods, end, timeZone, reservationExpired }: Usage): readonly Part[] {
  let [kwh, seconds] = [0, 0];
  return periods.map(({ start_date_time, dimensions }, i) => {
    const start = parseDateTime(start_date_time);
    const stop = parseDateTime(periods[i + 1]?.start_date_time ?? end);
    const volume = (type: string) => dimensions.find((one) => one.type === type)?.volume ?? null;
    const [energy, hours, parked, reserved] = ['ENERGY', 'TIME', 'PARKING_TIME', 'RESERVATION_TIME'].map(volume);
    const length = (stop - start) / 1000;
    const reservation = reserved === null ? null : reservationExpired ? 'RESERVATION_EXPIRES' : 'RESERVATION';
    const power = energy === null || energy === undefined || length <= 0 ? null : (energy * HOUR) / length;
    const current = volume('MAX_CURRENT');
    const situation: Situation = { at: start, timeZone, kwh, seconds, power, current, reservation };
    kwh += energy ?? 0;
    if (reservation === null) seconds += length;
    const volumes: Partial<Record<Kind, Exact>> = {};
    const put = (kind: Kind, value: number | null | undefined, read = exact) => {
      if (value !== null && value !== undefined) volumes[kind] = read(value);
    };
    put('ENERGY', energy);
    put('TIME', hours, (value) => hoursOf(value, length));
    put('PARKING_TIME', parked, (value) => hoursOf(value, length));
    put('RESERVATION', reserved, (value) => hoursOf(value, length));
    return { situation, volumes };
  });
}

/** Hours have four digits, which are a third of a second; if they mean the whole period, its times say it exactly. */
function hoursOf(hours: number, seconds: number): Exact {
  return Math.abs(hours * HOUR - seconds) <= 0.18 ? per(exact(seconds), exact(HOUR)) : exact(hours);
}

function componentFor(tariff: Tariff, type: Component['type'], situation: Situation): Component | null {
  for (const { price_components, restrictions } of tariff.elements) {
    const component = price_components.find((one) => one.type === type);
    if (component && applies(restrictions, situation)) return component;
  }
  return null;
}

interface Money {
  readonly excl: Exact;
  /** Null if a price does not say its VAT. */
  readonly incl: Exact | null;
}

const money = (excl: Exact, { vat }: Component): Money => ({
  excl,
  incl: vat === null || vat === undefined ? null : excl + times(excl, per(exact(vat), exact(100))),
});

/** @param unit How many units of `step_size` one unit of the volume has; null if nothing is rounded up. */
function costOf(parts: Parts, unit: number | null): Money | null {
  const used = parts.flatMap(({ volume, component }) => (component && volume > none ? [{ volume, component }] : []));
  const last = used.at(-1)?.component;
  if (!last) return null;
  const costs = used.map(({ volume, component }) => money(times(volume, exact(component.price)), component));
  if (unit !== null) {
    const volume = used.reduce((all, part) => all + part.volume, none);
    // In the step's own unit, where every step is a whole number: an hour is not a decimal fraction of seconds.
    const inUnits = nearest(volume * BigInt(unit));
    const more = per(upTo(inUnits, exact(last.step_size)) - inUnits, exact(unit));
    costs.push(money(times(more, exact(last.price)), last));
  }
  return sum(costs);
}

/** Hours with four or more digits are whole seconds that were divided: within a hundredth of a second, the second is meant. */
function nearest(value: Exact): Exact {
  const one = exact(1);
  const whole = ((value + one / 2n) / one) * one;
  const difference = value > whole ? value - whole : whole - value;
  return difference < exact(0.01) ? whole : value;
}

function sum(all: readonly Money[]): Money | null {
  if (all.length === 0) return null;
  return all.reduce((a, b) => ({
    excl: a.excl + b.excl,
    incl: a.incl === null || b.incl === null ? null : a.incl + b.incl,
  }));
}

const priceOf = ({ excl, incl }: Money): Price => ({
  excl_vat: toNumber(rounded(excl)),
  ...(incl === null ? {} : { incl_vat: toNumber(rounded(incl)) }),
});

const priced = (name: keyof Costs, cost: Money | null): Partial<Costs> => (cost ? { [name]: priceOf(cost) } : {});

const total = (parts: Parts): number => toNumber(rounded(parts.reduce((all, { volume }) => all + volume, none)));

/** At least and at most what the tariff says. */
function bounded({ min_price, max_price }: Tariff, cost: Money): Price {
  let { excl, incl } = cost;
  for (const [bound, isOut] of [
    [min_price, (a: Exact, b: Exact) => a < b],
    [max_price, (a: Exact, b: Exact) => a > b],
  ] as const) {
    if (!bound) continue;
    if (isOut(excl, exact(bound.excl_vat))) excl = exact(bound.excl_vat);
    const most = bound.incl_vat;
    if (incl !== null && most !== null && most !== undefined && isOut(incl, exact(most))) incl = exact(most);
  }
  return priceOf({ excl, incl });
}
