import type { Hex } from '@gridseal/sdk/bytes';
import { useSettings } from '../../../data/index.ts';
import { Address } from '../../../ui/index.ts';

/** A quorum or another signer by the name that the user gave it, if any. */
export function NamedHex({ value, full = false }: { readonly value: Hex; readonly full?: boolean }) {
  const [{ names }] = useSettings();
  const name = names[value.toLowerCase() as Hex];
  return <Address value={value} full={full} {...(name ? { name } : {})} />;
}
