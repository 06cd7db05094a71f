import type { Hex } from '@gridseal/sdk/bytes';

/** A certificate's id out of an address, in lower case; null if it is none. */
export function certificateId(text: string | undefined): Hex | null {
  return text !== undefined && /^0x[0-9a-f]{64}$/i.test(text) ? (text.toLowerCase() as Hex) : null;
}
