import type { Language } from './feature.ts';

/** Texts of numbers and times in one language, by Intl. Times are shown in the reader's zone, which is named. */
export interface Format {
  number(value: number | bigint): string;
  percent(share: number): string;
  bytes(count: number): string;
  /** 20 Nov 2026 */
  date(at: Date): string;
  /** 20 Nov 2026, 14:05:09 CET */
  dateTime(at: Date): string;
  /** 14:05:09 */
  time(at: Date): string;
  /** in 3 days, 2 hours ago */
  relative(at: Date, now: Date): string;
  /** 1 d 02:03:04 */
  duration(seconds: number): string;
  list(items: readonly string[]): string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
const made = new Map<Language, Format>();

/**
 * @example
 * ```ts
 * formatIn('de').number(10_000); // '10.000'
 * ```
 */
export function formatIn(language: Language): Format {
  const known = made.get(language) ?? makeFormat(LOCALES[language]);
  made.set(language, known);
  return known;
}

function makeFormat(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    bytes: (count) => inBytes(count, size),
    date: (at) => (isTime(at) ? date.format(at) : '–'),
    dateTime: (at) => (isTime(at) ? dateTime.format(at) : '–'),
    time: (at) => (isTime(at) ? time.format(at) : '–'),
    relative: (at, now) => (isTime(at) ? inRelation((at.getTime() - now.getTime()) / 1_000, relative) : '–'),
    duration: inDuration,
    list: (items) => list.format(items),
  };
}

/** Dates out of range (years beyond 275760) would make Intl throw. */
function isTime(at: Date): boolean {
  return Number.isFinite(at.getTime());
}

function inBytes(count: number, size: Intl.NumberFormat): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = count;
  let unit = 0;
  for (; value >= 1_024 && unit < units.length - 1; unit++) value /= 1_024;
  return `${size.format(value)} ${units[unit]}`;
}

function inRelation(seconds: number, relative: Intl.RelativeTimeFormat): string {
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return relative.format(Math.trunc(seconds), 'second');
}

function inDuration(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const days = Math.floor(left / 86_400);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(Math.floor((left % 86_400) / 3_600))}:${two(Math.floor((left % 3_600) / 60))}:${two(left % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}
