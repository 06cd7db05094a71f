/** How much of a text goes into one code that any camera reads: with its head, 97 modules a side. */
const partSize = 640;
/** More codes than this are too long a film; use a file. */
const mostParts = 16;

const pattern = /^GSQ1\/([0-9a-f]{8})\/(\d{1,2})\/(\d{1,2})\/([\s\S]*)$/;

/**
 * A text in parts, each for a code of its own: `GSQ1/<checksum of the whole>/<number from 1>/<count>/<text>`. A text that fits into one
 * code stays as it is; null for one that is too long.
 */
export function toCodeParts(text: string): readonly string[] | null {
  // By code points: half a character cannot be written into a code.
  const characters = [...text];
  if (characters.length <= partSize) return [text];
  const count = Math.ceil(characters.length / partSize);
  if (count > mostParts) return null;
  const size = Math.ceil(characters.length / count);
  return Array.from({ length: count }, (_, i) => {
    const part = characters.slice(i * size, (i + 1) * size).join('');
    return `GSQ1/${checksum(text)}/${i + 1}/${count}/${part}`;
  });
}

/** How far a reader of codes is. */
export type PartsRead =
  | { readonly text: string }
  /** Some of `count` were read. */
  | { readonly read: number; readonly count: number };

/**
 * Puts together what is read, in any order; a part of another text begins anew.
 *
 * @example
 * ```ts
 * const collect = createPartsReader();
 * const result = collect(code);
 * if ('text' in result) use(result.text);
 * ```
 */
export function createPartsReader(): (code: string) => PartsRead {
  let parts = new Map<number, string>();
  let of = '';
  return (code) => {
    const [, sum = '', number = '', count = '', part = ''] = pattern.exec(code) ?? [];
    const [at, all] = [Number(number), Number(count)];
    if (sum === '' || at < 1 || at > all || all > mostParts) return { text: code };
    if (of !== `${sum}/${all}`) parts = new Map();
    of = `${sum}/${all}`;
    parts.set(at, part);
    if (parts.size < all) return { read: parts.size, count: all };
    const text = Array.from({ length: all }, (_, i) => parts.get(i + 1)).join('');
    parts = new Map();
    of = '';
    // Parts of different texts, or one that was misread.
    return checksum(text) === sum ? { text } : { read: 0, count: all };
  };
}

/** Tells texts apart; nothing secure (FNV-1a, 32 bits, of UTF-16 code units). */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
