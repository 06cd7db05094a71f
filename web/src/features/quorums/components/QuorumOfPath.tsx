import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { type QuorumRecord, useNetwork, useQuorum } from '../../../data/index.ts';
import { Card, EmptyState, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { quorumIdFrom } from '../model/quorumId.ts';
import { useText } from '../useText.ts';

export interface QuorumOfPathProps {
  /** Of the page as long as there is no quorum to show. */
  readonly title: string;
  readonly children: (record: QuorumRecord) => ReactNode;
}

/** The quorum that the address names; until it is there, or if it never comes, what is to say of that. */
export function QuorumOfPath({ title, children }: QuorumOfPathProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const id = quorumIdFrom(useParams<{ id: string }>().id, addresses.quorumRegistry);
  const { data: record, error, refetch } = useQuorum(id);
  if (record) return children(record);
  return (
    <Page title={title} back={{ to: '/quorums', label: t('title') }}>
      {error ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : (
        <Card>
          {id !== null && record === undefined ? (
            <Skeleton lines={6} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={t(id === null ? 'detail.noId' : 'detail.unknown')}
              body={t(id === null ? 'detail.noIdBody' : 'detail.unknownBody')}
            />
          )}
        </Card>
      )}
    </Page>
  );
}
