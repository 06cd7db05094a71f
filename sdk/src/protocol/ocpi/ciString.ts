/**
 * The one spelling by which CiStrings are compared and indexed: lower case.
 *
 * Only A to Z have a second case in printable ASCII; anything else is left as it is, so that no other letter folds into one.
 *
 * @see OCPI 2.2.1-d2, "Types", CiString
 * @example `foldCiString('NL*tnm') // 'nl*tnm'`
 */
export function foldCiString(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Whether two CiStrings are the same.
 *
 * @example `sameCiString('DE8AA', 'de8aa') // true`
 */
export function sameCiString(a: string, b: string): boolean {
  return a.length === b.length && foldCiString(a) === foldCiString(b);
}
