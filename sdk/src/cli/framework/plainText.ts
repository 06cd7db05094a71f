import { escapeText } from '../../quorum/plainText.ts';

/** More than any page of ours; less than what would drown a terminal. */
const maxLength = 1_000_000;

/**
 * Text from outside, made fit for a terminal: what is invisible, breaks lines or changes the reading direction is shown by its
 * number, so that nothing is hidden and nothing acts.
 *
 * @example
 * ```ts
 * plainText('a\u001b[2Jb\u202ec'); // 'a\\u{1b}[2Jb\\u{202e}c'
 * ```
 */
export function plainText(text: string): string {
  return ascii.test(text) && !text.includes('\\') ? text : escapeText(text, { maxLength });
}

/** East Asian wide and fullwidth characters and emoji take two columns, combining marks none. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ascii = /^[\x20-\x7e]*$/;

/** How many columns `text` takes. */
export function textWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}
