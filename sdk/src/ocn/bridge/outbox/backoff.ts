/**
 * How long to wait after a failure: doubled each time, up to a maximum, and somewhere in the upper half of that, so that many that failed
 * together do not come back together.
 *
 * @param attempts Failures so far, from 1.
 * @param chance Any text of chance: its last digits decide.
 */
export function backoff(
  attempts: number,
  chance: string,
  limits: { readonly backoffMs: number; readonly maxBackoffMs: number },
): number {
  const full = Math.min(limits.backoffMs * 2 ** Math.min(attempts - 1, 30), limits.maxBackoffMs);
  return Math.round(full / 2 + (full / 2) * fraction(chance));
}

/** From 0 to 1. */
function fraction(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 16_777_619);
  return (hash >>> 0) / 0xffff_ffff;
}
