import { describe, expect, test } from 'vitest';
import { nameProblem, scriptsOf } from './subjectName.ts';

describe('nameProblem', () => {
  test.each([
    'A',
    'station-7',
    'Zähler 東京 7',
    'Ελλάδα Energy',
    'Энергия 24',
    'O’Neil & Söhne (GmbH)',
    'محطة',
    'x'.repeat(200),
  ])('behavior: accepts %s', (name) => expect(nameProblem(name)).toBeNull());

  test.each([
    ['nothing', ''],
    ['201 characters', 'x'.repeat(201)],
    ['a line feed', 'a\nb'],
    ['an escape sequence', 'a\u001b[31mb'],
    ['NUL', 'a\0b'],
    ['a right-to-left override', 'a\u202eb'],
    ['a right-to-left isolate', 'a\u2067b'],
    ['a right-to-left mark', 'a\u200fb'],
    ['a zero-width space', 'a\u200bb'],
    ['a zero-width joiner', 'a\u200db'],
    ['a byte order mark', '\ufeffab'],
    ['a soft hyphen', 'a\u00adb'],
    ['a tag character', 'a\u{e0041}b'],
    ['a variation selector', 'a\ufe0fb'],
    ['a variation selector of the supplement', 'a\u{e0100}b'],
    ['a Mongolian variation selector', 'a\u180bb'],
    ['a combining grapheme joiner', 'a\u034fb'],
    ['an inherent vowel of Khmer', 'a\u17b4b'],
    ['a Hangul filler', 'a\u3164b'],
    ['a blank Braille pattern', 'a\u2800b'],
    ['a line separator', 'a\u2028b'],
    ['a private-use character', 'a\ue000b'],
    ['an unassigned character', 'a\u0378b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a no-break space', 'a\u00a0b'],
    ['an ideographic space', 'a\u3000b'],
    ['two spaces', 'a  b'],
    ['a space first', ' a'],
    ['a space last', 'a '],
    ['only a space', ' '],
    ['decomposed letters', 'a\u0308'],
    ['five marks on a letter', `q${'\u0323'.repeat(5)}`],
    ['full-width letters', '\uff21'],
    ['mathematical letters', '\u{1d400}'],
    ['a ligature', '\ufb01'],
    ['Latin and Cyrillic in a word', 'p\u0430ypal'],
    ['Latin and Greek in a word', '\u039fCPI'],
    ['Latin and Armenian in a word', 's\u0585ap'],
    ['Latin and Cherokee in a word', 'D\u13a0'],
  ])('error: %s', (_, name) => expect(nameProblem(name)).toEqual(expect.any(String)));

  test('behavior: scripts that look like Latin are named', () => {
    expect(scriptsOf('Eng 1')).toEqual(['Latin']);
    expect(scriptsOf('Энергия Ω')).toEqual(['Greek', 'Cyrillic']);
  });
});
