import { hiddenCharacters } from '../bytes/index.ts';

const invisible = new RegExp(`[${hiddenCharacters}\\\\]`, 'gu');
/** More marks on one letter than any living script needs paint over the lines around it. */
const stackedMarks = /(\p{M}{4})(\p{M}+)/gu;

function escapeCharacters(text: string): string {
  let escaped = '';
  for (const character of text) {
    escaped += character === '\\' ? '\\\\' : `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
  }
  return escaped;
}

/**
 * Text from outside in a form that is safe to show: whatever is invisible, moves the cursor or changes the reading direction
 * becomes `\u{…}`, stacked marks are broken up, and length is bounded.
 *
 * @example
 * ```ts
 * escapeText('pay\u202eto'); // 'pay\\u{202e}to'
 * ```
 */
export function escapeText(text: string, options: { readonly maxLength?: number } = {}): string {
  const maxLength = options.maxLength ?? 200;
  const characters = [...text.slice(0, 2 * maxLength + 2)];
  const shown = characters.length > maxLength ? `${characters.slice(0, maxLength).join('')}…` : characters.join('');
  return shown
    .replace(invisible, escapeCharacters)
    .replace(stackedMarks, (_, first: string, rest: string) => first + escapeCharacters(rest));
}
