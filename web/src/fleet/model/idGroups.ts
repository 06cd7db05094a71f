import type { Hex } from '@gridseal/sdk/bytes';

/**
 * A device's id in groups of four digits, to be compared by eye or by voice with what the device shows.
 *
 * @example `idGroups(id) // ['5572', '203c', …]`, sixteen of them
 */
export function idGroups(id: Hex): readonly string[] {
  return id.slice(2).match(/.{1,4}/g) ?? [];
}
