import { FileBadge, FilePlus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useCertificates, useChainTime } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, ButtonLink, Card, EmptyState, ErrorPanel, Page, Skeleton, VirtualTable } from '../../../ui/index.ts';
import { type Filters, ListFilters, noFilters } from '../components/ListFilters.tsx';
import { useColumns } from '../components/useColumns.tsx';
import { useText } from '../useText.ts';

const MINUTE = 60;

/** Every certificate that a quorum has spoken of. */
export default function CertificateList() {
  const t = useText();
  const format = useFormat();
  const [filters, setFilters] = useState(noFilters);
  const time = useChainTime();
  // Rows are made anew once a minute at most, not with each block.
  const columns = useColumns(time === null ? null : time - (time % MINUTE));
  const { data, error, refetch } = useCertificates(filterOf(filters));
  const isLoading = data?.items.some(({ content }) => content === 'loading' || content === 'unasked');
  const isFiltered = filters !== noFilters;
  const clear = () => setFilters(noFilters);
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <ButtonLink to="/certificates/new" icon={FilePlus}>
          {t('new.button')}
        </ButtonLink>
      }
    >
      <ListFilters filters={filters} onChange={setFilters} />
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Card
          padded={false}
          footer={
            data.total > data.items.length
              ? t('list.part', { shown: format.number(data.items.length), total: format.number(data.total) })
              : t('list.count', { count: data.total })
          }
        >
          <div aria-busy={isLoading}>
            <VirtualTable
              label={t('title')}
              columns={columns}
              rows={data.items}
              rowKey={({ id }) => id}
              empty={isFiltered ? <NothingFound onClear={clear} /> : <NothingYet />}
            />
          </div>
        </Card>
      ) : error ? null : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </Page>
  );
}

function filterOf({ text, kind, quorum, status }: Filters) {
  return {
    ...(text ? { text } : {}),
    ...(kind ? { kinds: [kind] } : {}),
    ...(quorum ? { quorum } : {}),
    ...(status === 'all' ? {} : { status }),
  };
}

function NothingYet() {
  const t = useText();
  return <EmptyState icon={FileBadge} title={t('list.none')} body={t('list.noneBody')} />;
}

function NothingFound({ onClear }: { readonly onClear: () => void }) {
  const t = useText();
  return (
    <EmptyState
      icon={SearchX}
      title={t('list.noMatch')}
      body={t('list.noMatchBody')}
      action={<Button onClick={onClear}>{t('list.clear')}</Button>}
    />
  );
}
