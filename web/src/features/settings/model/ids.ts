import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { Settings, TrustSettings } from '../../../data/index.ts';

/** The longest signer that can get a name: a P-521 or hybrid key with its verifier fits well. */
const longestSigner = 4_096;
const longestName = 60;

/** A quorum's id in lower case; null if the text is none. */
export function readQuorum(text: string): Hex | null {
  const given = text.trim();
  return isHex(given, 32) ? (given.toLowerCase() as Hex) : null;
}

/** What can have a name: a quorum, or a signer by its ERC-7913 bytes (at least an address). Null if the text is neither. */
export function readNamed(text: string): Hex | null {
  const given = text.trim();
  const size = (given.length - 2) / 2;
  return isHex(given) && size >= 20 && size <= longestSigner ? (given.toLowerCase() as Hex) : null;
}

/** The names with one more, or one changed; with one less, if its name is empty. */
export function withName(names: Settings['names'], id: Hex, name: string): Settings['names'] {
  const { [id]: _, ...others } = names;
  const kept = name.trim().slice(0, longestName);
  return kept === '' ? others : { ...others, [id]: kept };
}

/** Trust with one more anchor; what is known of one that is there stays. */
export function withAnchor(trust: TrustSettings, quorum: Hex): TrustSettings {
  if (trust.anchors.some((anchor) => anchor.quorum === quorum)) return trust;
  return { ...trust, anchors: [...trust.anchors, { quorum }] };
}

export function withoutAnchor(trust: TrustSettings, quorum: Hex): TrustSettings {
  return { ...trust, anchors: trust.anchors.filter((anchor) => anchor.quorum !== quorum) };
}
