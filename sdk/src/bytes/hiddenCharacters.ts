/**
 * Characters that nobody sees, or that change how those around them are read, as the inside of a character class (flag `u`):
 * controls, format characters (bidirectional, zero-width, tags), line separators, surrogates, private and unassigned code points,
 * everything else that is blank by default (fillers, variation selectors, joiners), and the blank Braille pattern.
 *
 * @see Unicode Standard Annex #44, `General_Category` and `Default_Ignorable_Code_Point`
 * @example `new RegExp(`[${hiddenCharacters}]`, 'u').test('a\u{e0100}') // true`
 */
export const hiddenCharacters = '\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800';
