import type { Hex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { shorten } from '../../../lib/shorten.ts';
import { useNaming } from '../../../trust/index.ts';

/** A quorum's name as plain text that is safe to show, for titles: the user's own or a certified one, else its shortened id. */
export function useNameText(id: Hex): string {
  const { naming } = useNaming(id);
  return naming && naming.source !== 'claimed' ? escapeText(naming.name, { maxLength: 60 }) : shorten(id);
}
