import { RefreshCw, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'wouter';
import { type QuorumRecord, useIndex, useNetwork, useQuorum, useTrustPolicy } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { AnchorDialog } from '../../../trust/index.ts';
import { Badge, ButtonLink, Callout, Card, EmptyState, ErrorPanel, Menu, Page, Skeleton } from '../../../ui/index.ts';
import { HistoryCard } from '../components/HistoryCard.tsx';
import { IdentityCard } from '../components/IdentityCard.tsx';
import { MarkBadges } from '../components/MarkBadges.tsx';
import { ProposalsCard } from '../components/ProposalsCard.tsx';
import { RenameDialog } from '../components/RenameDialog.tsx';
import { SaidCard } from '../components/SaidCard.tsx';
import { TrustCard } from '../components/TrustCard.tsx';
import { VersionsCard } from '../components/VersionsCard.tsx';
import { WhoDecides } from '../components/WhoDecides.tsx';
import { markContext, marksOf } from '../model/marks.ts';
import { quorumIdFrom } from '../model/quorumId.ts';
import { useNameText } from '../model/useNameText.ts';
import { useNested } from '../model/useNested.ts';
import { useOwn } from '../model/useOwn.ts';
import { useText } from '../useText.ts';

/** One quorum: who decides, what it said, who trusts it, how it came to be so. */
export default function QuorumDetail() {
  const t = useText();
  const { addresses } = useNetwork();
  const id = quorumIdFrom(useParams<{ id: string }>().id, addresses.quorumRegistry);
  const { data: record, error, refetch } = useQuorum(id);
  const { status } = useIndex();
  const back = { to: '/quorums', label: t('title') };
  if (id === null) {
    return (
      <Page title={t('detail.noId')} back={back}>
        <Card>
          <EmptyState icon={SearchX} title={t('detail.noId')} body={t('detail.noIdBody')} />
        </Card>
      </Page>
    );
  }
  if (record) return <Detail record={record} back={back} />;
  return (
    <Page title={shorten(id)} back={back}>
      {error ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : record === undefined ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : (
        <>
          {status === 'syncing' ? <Callout>{t('detail.reading')}</Callout> : null}
          <Card>
            <EmptyState icon={SearchX} title={t('detail.unknown')} body={t('detail.unknownBody')} />
          </Card>
        </>
      )}
    </Page>
  );
}

interface DetailProps {
  readonly record: QuorumRecord;
  readonly back: { readonly to: string; readonly label: string };
}

function Detail({ record, back }: DetailProps) {
  const t = useText();
  const { id, state } = record;
  const title = useNameText(id);
  const [dialog, setDialog] = useState<'name' | 'anchors'>();
  const { anchors } = useTrustPolicy();
  const isAnchor = anchors.some((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum) === id);
  const close = () => setDialog(undefined);
  return (
    <Page
      title={title}
      back={back}
      description={<Facts record={record} isAnchor={isAnchor} />}
      actions={
        <>
          <ButtonLink to={`/quorums/${id}/rotate`} icon={RefreshCw}>
            {t('detail.rotate')}
          </ButtonLink>
          <Menu
            label={t('detail.more')}
            items={[
              { label: t('detail.rename'), onSelect: () => setDialog('name') },
              { label: t(isAnchor ? 'detail.anchorChange' : 'detail.anchorAdd'), onSelect: () => setDialog('anchors') },
            ]}
          />
        </>
      }
    >
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <WhoDecides state={state} />
          <SaidCard quorum={id} />
          <IdentityCard record={record} />
        </div>
        <div className="space-y-4">
          <TrustCard record={record} isAnchor={isAnchor} onAnchors={() => setDialog('anchors')} />
          <VersionsCard record={record} />
          <ProposalsCard quorum={id} />
          <HistoryCard quorum={id} />
        </div>
      </div>
      {dialog === 'name' ? <RenameDialog id={id} onClose={close} /> : null}
      <AnchorDialog open={dialog === 'anchors'} onClose={close} />
    </Page>
  );
}

function Facts({ record, isAnchor }: { readonly record: QuorumRecord; readonly isAnchor: boolean }) {
  const t = useText();
  const { addresses } = useNetwork();
  const own = useOwn();
  const { quorums } = useNested(record.state.members);
  const anchors = new Set(isAnchor ? [record.id] : []);
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1.5">
      <Badge icon={null}>{t('versions.version', { version: record.state.version })}</Badge>
      <MarkBadges marks={marksOf(record, markContext({ addresses, own, anchors, records: quorums.values() }))} />
    </span>
  );
}
