const units = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 } as const;

/** Longer than any certificate should be. */
const most = 20 * units.y;

/** Whether access of this length is worth a countdown. */
export const temporary = units.d;

/** What is offered, in seconds: from a visit to two years. */
export const presets = [900, 3_600, 28_800, units.d, 7 * units.d, 30 * units.d, 90 * units.d, units.y] as const;

/**
 * Seconds of a duration: `90s`, `15m`, `8h`, `30d`, `2w`, `1y`, or a plain number of seconds. Null for what is none, or is not between
 * one second and twenty years.
 *
 * @example `parseDuration('8h') // 28800`
 */
export function parseDuration(text: string): number | null {
  const [, digits, unit = 's'] = /^([0-9]{1,10})\s*([smhdwy])?$/.exec(text.trim().toLowerCase()) ?? [];
  if (digits === undefined) return null;
  const seconds = Number(digits) * units[unit as keyof typeof units];
  return seconds >= 1 && seconds <= most ? seconds : null;
}

/** The shortest way to write it: what {@link parseDuration} and the command line read. */
export function formatDuration(seconds: number): string {
  for (const unit of ['y', 'w', 'd', 'h', 'm'] as const) {
    if (seconds >= units[unit] && seconds % units[unit] === 0) return `${seconds / units[unit]}${unit}`;
  }
  return `${seconds}s`;
}
