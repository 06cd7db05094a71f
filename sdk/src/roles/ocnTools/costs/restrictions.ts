import { daysOfWeek, type TariffRestrictions } from '../../../protocol/ocpi/index.ts';

/** What tells whether an element of a tariff is for a part of a session. */
export interface Situation {
  /** When the part begins, in milliseconds since 1970. */
  readonly at: number;
  /** A name of IANA's time zones: restrictions are in the location's time. */
  readonly timeZone: string;
  /** kWh and seconds of the session before this part. */
  readonly kwh: number;
  readonly seconds: number;
  /** kW and ampere, if they are known. */
  readonly power: number | null;
  readonly current: number | null;
  readonly reservation: 'RESERVATION' | 'RESERVATION_EXPIRES' | null;
}

/**
 * Whether all restrictions hold. Lower bounds are inclusive, upper ones exclusive.
 *
 * @see OCPI 2.2.1-d2, "Tariffs", TariffRestrictions
 */
export function applies(restrictions: TariffRestrictions | null | undefined, situation: Situation): boolean {
  // Elements for reservations are for nothing else, and nothing else is for reservations.
  if ((restrictions?.reservation ?? null) !== situation.reservation) return false;
  if (!restrictions) return true;
  const { kwh, seconds, power, current } = situation;
  const local = localTime(situation.at, situation.timeZone);
  return (
    isWithin(kwh, restrictions.min_kwh, restrictions.max_kwh) &&
    isWithin(seconds, restrictions.min_duration, restrictions.max_duration) &&
    isWithin(power, restrictions.min_power, restrictions.max_power) &&
    isWithin(current, restrictions.min_current, restrictions.max_current) &&
    isWithin(local.date, restrictions.start_date, restrictions.end_date) &&
    isInDay(local.time, restrictions.start_time, restrictions.end_time) &&
    (!restrictions.day_of_week?.length || restrictions.day_of_week.includes(local.day))
  );
}

type Bound<T> = T | null | undefined;

/** What is not known fulfils no bound. */
function isWithin<T extends number | string>(value: T | null, from: Bound<T>, to: Bound<T>): boolean {
  const has = (bound: Bound<T>): bound is T => bound !== null && bound !== undefined;
  if (value === null) return !has(from) && !has(to);
  return !(has(from) && value < from) && !(has(to) && value >= to);
}

/** An end before the start is on the next day. */
function isInDay(time: string, start: Bound<string>, end: Bound<string>): boolean {
  if (!start || !end || start < end) return isWithin(time, start, end);
  return time >= start || time < end;
}

/** The date, the time of day and the day of the week of a moment, where it is. */
export function localTime(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', weekday: 'long', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const day = part('weekday').toUpperCase();
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    day: daysOfWeek.find((one) => one === day) ?? 'MONDAY',
  };
}
