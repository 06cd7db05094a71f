import { escapeText, type Proposal } from '@gridseal/sdk/quorum';
import type { TextOf } from '../../../i18n/index.ts';
import type en from '../messages/en.ts';

/** Keeps a name's reading direction to itself in places that are plain text. */
const isolate = (text: string) => `\u2068${text}\u2069`;

/** A proposal as a heading: what is to be done, and with which certificate. Safe to show. */
export function titleOf(proposal: Proposal.Proposal, t: TextOf<typeof en>): string {
  const { action } = proposal;
  if (action === 'rotate') return t('action.rotate', { version: proposal.message.version + 1 });
  if (action === 'approve') return t('action.approve');
  const name = nameIn(proposal.certificate);
  return name === null ? t(`action.${action}Unnamed`) : t(`action.${action}`, { name: isolate(name) });
}

function nameIn(certificate: Proposal.Proposal['certificate']): string | null {
  const name = (certificate as { readonly subject?: { readonly name?: unknown } } | undefined)?.subject?.name;
  return typeof name === 'string' ? escapeText(name, { maxLength: 60 }) : null;
}
