import type { Hex } from '@gridseal/sdk/bytes';
import { SearchX } from 'lucide-react';
import { useCertificates, useGraph, useQuorum } from '../../../data/index.ts';
import { Callout, Card, EmptyState, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { bounds } from '../model/look.ts';
import { useText } from '../useText.ts';
import { Explorer, type ExplorerProps } from './Explorer.tsx';

export interface OutsideProps extends Omit<ExplorerProps, 'view' | 'notice'> {
  readonly id: Hex;
}

/** What nobody leads to from where one looks: shown by itself, upwards from a certificate or downwards from a quorum. */
export function Outside({ id, address, ...shared }: OutsideProps) {
  const t = useText();
  const quorum = useQuorum(id.length === 66 ? id : null);
  const ofSigner = useCertificates({ signer: id, limit: 1 });
  const isQuorum = quorum.data !== null && quorum.data !== undefined;
  const [first] = ofSigner.data?.items ?? [];
  const start = id.length === 66 ? id : first?.id;
  const part = isQuorum ? { below: [id] } : { from: start ?? id };
  const { data: view, error, isPlaceholderData, refetch } = useGraph(shared.policy, { ...bounds, ...part });
  const isAsking = quorum.isLoading || ofSigner.isPending || !view || isPlaceholderData;
  const isUnknown = !isQuorum && (view?.edges.length ?? 0) === 0;
  if (!isAsking && !isUnknown) {
    return (
      <Explorer
        {...shared}
        address={id.length === 66 ? address : { ...address, filters: { ...address.filters, signers: true } }}
        view={view}
        notice={
          shared.policy.anchors.length === 0 ? null : (
            <Callout tone="info" title={t('outside.title')} live>
              {t(isQuorum ? 'outside.quorumBody' : 'outside.body')}
            </Callout>
          )
        }
      />
    );
  }
  return (
    <Page title={t('title')} description={t('lead')} back={{ to: '/graph', label: t('look.back') }}>
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
      {isAsking && !error ? (
        <Card>
          <Skeleton lines={8} />
        </Card>
      ) : null}
      {!isAsking && isUnknown ? (
        <Card>
          <EmptyState icon={SearchX} title={t('outside.unknown')} body={t('outside.unknownBody')} />
        </Card>
      ) : null}
    </Page>
  );
}
