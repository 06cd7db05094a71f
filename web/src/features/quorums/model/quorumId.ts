import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';

/** The id in a page's address: an id, or the quorum's own signer of this registry; null for anything else. */
export function quorumIdFrom(text: string | undefined, registry: Hex): Hex | null {
  const given = (text ?? '').trim().toLowerCase() as Hex;
  if (isHex(given, 32)) return given;
  return isHex(given, 52) ? Quorum.idOfSigner(registry, given) : null;
}
