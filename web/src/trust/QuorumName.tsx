import type { Hex } from '@gridseal/sdk/bytes';
import { useSettings } from '../data/index.ts';
import { Address } from '../ui/index.ts';

export interface QuorumNameProps {
  /** A quorum's id, or a signer. */
  readonly value: Hex;
  readonly full?: boolean;
  readonly copy?: boolean;
}

/** A quorum or another signer, with the name that this browser's user gave it. */
export function QuorumName({ value, full = false, copy = true }: QuorumNameProps) {
  const [{ names }] = useSettings();
  const name = names[value.toLowerCase() as Hex];
  return <Address value={value} full={full} copy={copy} {...(name ? { name } : {})} />;
}
