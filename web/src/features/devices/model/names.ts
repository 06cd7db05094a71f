import { readName } from '@gridseal/sdk/identity';

/** Whether text may be a label or the name of a group. */
export function isName(text: string): boolean {
  try {
    readName(text.normalize('NFC').trim(), 'name');
    return true;
  } catch {
    return false;
  }
}

/** The names of groups in a line of text, separated by commas. */
export function groupsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
