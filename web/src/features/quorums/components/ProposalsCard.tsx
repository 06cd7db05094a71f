import type { Hex } from '@gridseal/sdk/bytes';
import { useProposals } from '../../../data/index.ts';
import { Card, Digest, TextLink } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

const MOST = 10;

/** What waits for the quorum's approval; approving is done on each proposal's own page. */
export function ProposalsCard({ quorum }: { readonly quorum: Hex }) {
  const t = useText();
  const { data } = useProposals({ quorum, states: ['open', 'unknown'], limit: MOST });
  const open = (data?.items ?? []).filter(({ state, content }) => state === 'open' || content !== 'malformed');
  return (
    <Card title={t('detail.proposals')}>
      {open.length === 0 ? <p className="text-sm text-muted">{t('detail.noProposals')}</p> : null}
      <ul className="divide-y divide-line">
        {open.map((record) => (
          <li key={record.draft} className="flex flex-wrap items-baseline gap-x-3 py-1.5 first:pt-0 last:pb-0">
            <TextLink to={`/approvals/${record.draft}`}>
              {t(`detail.propose.${record.proposal?.action ?? 'unknown'}`)}
            </TextLink>
            <span className="text-sm text-muted">
              <Digest value={record.draft} copy={false} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
