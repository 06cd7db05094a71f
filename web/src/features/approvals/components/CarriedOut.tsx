import type { Proposal } from '@gridseal/sdk/quorum';
import { useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Digest, TextLink } from '../../../ui/index.ts';
import { useCarriedOut } from '../model/useCarriedOut.ts';
import { useText } from '../useText.ts';

/** The transaction that did what a proposal asks for, and whether it may still be undone. */
export function CarriedOut({ proposal }: { readonly proposal: Proposal.Proposal }) {
  const t = useText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const { settled } = useIndex();
  const event = useCarriedOut(proposal);
  if (!event) return null;
  const isFinal = settled !== null && event.block <= settled;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2">
      {t('done.transaction')}
      {explorer ? (
        <TextLink href={`${explorer}/tx/${event.transaction}`}>
          <Digest value={event.transaction} copy={false} />
        </TextLink>
      ) : (
        <Digest value={event.transaction} />
      )}
      <span className="text-muted">
        {t('done.block', { block: format.number(event.block) })} · {t(isFinal ? 'done.final' : 'done.notFinal')}
      </span>
    </p>
  );
}
