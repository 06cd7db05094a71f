import { hiddenCharacters } from '../bytes/index.ts';

const hidden = new RegExp(`[${hiddenCharacters}]`, 'u');
const otherSpace = /(?! )\p{Zs}|^ | $| {2}/u;
const lettersAndNumbers = /[\p{L}\p{N}]/gu;
const stackedMarks = /\p{M}{5}/u;
const words = /[\p{L}\p{M}\p{N}]+/gu;

/** Scripts whose letters look alike (UTS #39): a word is written in one of them. */
const scripts = {
  Latin: /\p{Script=Latin}/u,
  Greek: /\p{Script=Greek}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Armenian: /\p{Script=Armenian}/u,
  Cherokee: /\p{Script=Cherokee}/u,
  Coptic: /\p{Script=Coptic}/u,
};

/**
 * The look-alike scripts in a text: whoever shows a name that is not in Latin letters says so, as a whole word in another script
 * can still look like a Latin one.
 *
 * @example `scriptsOf('Еnergy 1') // ['Latin', 'Cyrillic']`
 */
export function scriptsOf(text: string): readonly string[] {
  return Object.entries(scripts)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
}

/**
 * What is wrong with a subject's name; null if nothing is.
 *
 * @example `nameProblem('pay\u202eto') // 'contains an invisible or direction-changing character (U+202E)'`
 */
export function nameProblem(name: string): string | null {
  const length = [...name].length;
  if (length < 1 || length > 200) return 'does not have 1 to 200 characters';
  const bad = hidden.exec(name)?.[0];
  if (bad !== undefined) return `contains an invisible or direction-changing character (${codePoint(bad)})`;
  if (otherSpace.test(name)) return 'has a space at an end, two together, or one other than U+0020';
  if (name.normalize('NFC') !== name) return 'is not in Unicode normalization form C';
  if (stackedMarks.test(name)) return 'has more than four marks on one letter';
  for (const [character] of name.matchAll(lettersAndNumbers)) {
    if (character.normalize('NFKC') !== character) {
      return `contains a look-alike of other characters (${codePoint(character)})`;
    }
  }
  for (const [word] of name.matchAll(words)) {
    const mixed = scriptsOf(word);
    if (mixed.length > 1) return `mixes ${mixed.join(' and ')} letters in one word`;
  }
  return null;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
