/**
 * The beginning and the end of a hex text, for places where the whole would not fit. Never compare by it: look-alikes are cheap to
 * make, so whatever matters can be shown in full and copied.
 *
 * @example
 * ```ts
 * shorten('0x1234567890abcdef1234567890abcdef12345678'); // '0x123456…345678'
 * ```
 */
export function shorten(hex: string, ends = 6): string {
  const head = hex.startsWith('0x') ? ends + 2 : ends;
  return hex.length <= head + ends + 1 ? hex : `${hex.slice(0, head)}…${hex.slice(-ends)}`;
}
