/** A text that differs in one place from another one. */
export interface Edit {
  /** Where, in characters of the text as it is. */
  readonly at: number;
  readonly text: string;
  /** What was signed there, and what is there now. */
  readonly was: string;
  readonly is: string;
}

const classes = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const splice = (text: string, at: number, length: number, instead: string): string =>
  text.slice(0, at) + instead + text.slice(at + length);

/** What the text may have been before somebody changed one character of it, the likely first. */
export function* edits(text: string): Generator<Edit> {
  for (let at = 0; at < text.length; at++) {
    yield { at, text: splice(text, at, 1, ''), was: '', is: text[at] as string };
  }
  for (let at = 0; at + 1 < text.length; at++) {
    const [is, was] = [text.slice(at, at + 2), `${text[at + 1]}${text[at]}`];
    if (is !== was) yield { at, text: splice(text, at, 2, was), was, is };
  }
  yield* replacements(text, (character) => [...(classes.find((one) => one.includes(character)) ?? '')]);
  for (let at = 0; at <= text.length; at++) {
    for (const was of printable) yield { at, text: splice(text, at, 0, was), was, is: '' };
  }
  yield* replacements(text, (character) => {
    const known = classes.find((one) => one.includes(character)) ?? '';
    return printable.filter((one) => !known.includes(one));
  });
}

function* replacements(text: string, others: (character: string) => readonly string[]): Generator<Edit> {
  for (let at = 0; at < text.length; at++) {
    const is = text[at] as string;
    for (const was of others(is)) if (was !== is) yield { at, text: splice(text, at, 1, was), was, is };
  }
}

/** A value as some other program may write it, and in which words. */
export interface Variant {
  readonly text: string;
  readonly how: string;
}

const truths: readonly (readonly string[])[] = [
  ['true', 'True', 'TRUE'],
  ['false', 'False', 'FALSE'],
];

/** Other ways to write one value that programs are known for. */
export function variants(value: unknown): readonly Variant[] {
  const found: Variant[] = [];
  const add = (text: string, how: string) => {
    if (text !== String(value) && !found.some((one) => one.text === text)) found.push({ text, how });
  };
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value))) {
    if (Number.isInteger(Number(value))) add(`${value}.0`, 'a number with ".0"');
    add(String(value).replace(/\.0+$/, ''), 'a number without ".0"');
    add(`${value}0`, 'a number with a zero at its end');
    add(`-${value}`, 'with another sign');
    add(String(value).replace(/^-/, ''), 'with another sign');
  }
  for (const [words, opposite] of [truths, [...truths].reverse()]) {
    if (words === undefined || opposite === undefined || !words.includes(String(value))) continue;
    for (const text of words) add(text, 'another way to write the truth value');
    for (const text of opposite) add(text, 'the opposite truth value');
  }
  if (typeof value === 'string') for (const one of textVariants(value)) add(one.text, one.how);
  return found.filter(({ text }) => text !== '');
}

function textVariants(value: string): readonly Variant[] {
  return [
    { text: value.toLowerCase(), how: 'in lower case' },
    { text: value.toUpperCase(), how: 'in upper case' },
    { text: value.trim(), how: 'without white space around it' },
    { text: value.replace(/\.\d+Z$/, 'Z'), how: 'a time without fractions of a second' },
    { text: value.replace(/(:\d\d)Z$/, '$1.000Z'), how: 'a time with fractions of a second' },
    { text: value.replace(/Z$/, ''), how: 'a time without Z' },
    { text: value.replace(/(T.*\d)$/, '$1Z'), how: 'a time with Z' },
    { text: value.replace(/Z$/, '+00:00'), how: 'a time with an offset' },
    { text: value.normalize('NFC'), how: 'in the Unicode form NFC' },
    { text: value.normalize('NFD'), how: 'in the Unicode form NFD' },
    { text: value.replace(/^http:/, 'https:'), how: 'with https' },
    { text: value.replace(/^https:/, 'http:'), how: 'with http' },
    { text: value.replace(/\/$/, ''), how: 'without a slash at its end' },
    { text: `${value}/`, how: 'with a slash at its end' },
    { text: unescaped(value), how: 'without percent escapes' },
    { text: encodeURI(value.toWellFormed()), how: 'with percent escapes' },
  ];
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
