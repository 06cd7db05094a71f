import { hiddenCharacters } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';

const hidden = new RegExp(`[${hiddenCharacters}]`, 'u');

/**
 * A name that people read: 1 to 200 characters in NFC, without controls, bidirectional or invisible ones.
 *
 * @throws {DecodeError} naming `field`.
 */
export function readName(value: unknown, field: string): string {
  const characters = typeof value === 'string' ? [...value] : [];
  if (typeof value !== 'string' || characters.length < 1 || characters.length > 200) {
    throw new DecodeError('is not a name of 1 to 200 characters', { field });
  }
  if (value.normalize('NFC') !== value || hidden.test(value)) {
    throw new DecodeError('has control or invisible characters, or is not in NFC', { field });
  }
  return value;
}
