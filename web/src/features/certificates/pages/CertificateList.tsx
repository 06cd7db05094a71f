import { Anchor, FileBadge, FilePlus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { type CertificateOrder, type CertificateRow, useChainTime, useIndex, useRows } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  Skeleton,
  type Sorting,
  VirtualTable,
} from '../../../ui/index.ts';
import { type Filters, ListFilters, noFilters } from '../components/ListFilters.tsx';
import { useColumns } from '../components/useColumns.tsx';
import { useText } from '../useText.ts';

const MINUTE = 60;

/** Every certificate that a quorum has spoken of. */
export default function CertificateList() {
  const t = useText();
  const format = useFormat();
  const [filters, setFilters] = useState(noFilters);
  const [sorting, setSorting] = useState<Sorting>();
  const time = useChainTime();
  // Rows are made anew once a minute at most, not with each block.
  const columns = useColumns(time === null ? null : time - (time % MINUTE));
  const { status } = useIndex();
  const rows = useRows('certificates', filterOf(filters, sorting));
  const { hidden, total, isLoaded, error, refetch } = rows;
  const isLoading = rows.here.some(
    ({ content }) => content === 'loading' || (content === 'unasked' && status !== 'live'),
  );
  const isFiltered = filters !== noFilters;
  const showAll = () => setFilters({ ...filters, reach: 'all' });
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
      {error ? <ErrorPanel error={error} onRetry={refetch} /> : null}
      {isLoaded ? (
        <Card
          padded={false}
          footer={
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span>{t('list.count', { count: total, shown: format.number(total) })}</span>
              {/* What is still being fetched may lead to more. */}
              {hidden > 0 && total > 0 && !isLoading ? <Hidden count={hidden} onShow={showAll} /> : null}
            </div>
          }
        >
          <div aria-busy={isLoading}>
            <VirtualTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowKey={idOf}
              {...(sorting ? { sorting } : {})}
              onSort={setSorting}
              empty={
                hidden > 0 ? (
                  <OnlyStrangers count={hidden} onShow={showAll} />
                ) : isFiltered ? (
                  <NothingFound onClear={() => setFilters(noFilters)} />
                ) : (
                  <NothingYet />
                )
              }
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

const idOf = ({ id }: CertificateRow) => id;

function filterOf({ text, kind, quorum, status, reach }: Filters, sorting: Sorting | undefined) {
  return {
    ...(text ? { text } : {}),
    ...(kind ? { kinds: [kind] } : {}),
    ...(quorum ? { quorum } : {}),
    ...(status === 'all' ? {} : { status }),
    ...(sorting ? { sort: { by: sorting.column as CertificateOrder, descending: sorting.descending } } : {}),
    reach,
  };
}

interface HiddenProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** What strangers alone speak of is a click away, and never mixed in unseen. */
function Hidden({ count, onShow }: HiddenProps) {
  const t = useText();
  const format = useFormat();
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {t('list.hidden', { count, shown: format.number(count) })}
      <Button size="sm" variant="quiet" onClick={onShow}>
        {t('list.show')}
      </Button>
    </span>
  );
}

function OnlyStrangers({ count, onShow }: HiddenProps) {
  const t = useText();
  const format = useFormat();
  return (
    <EmptyState
      icon={Anchor}
      title={t('list.onlyStrangers')}
      body={t('list.onlyStrangersBody', { count, shown: format.number(count) })}
      action={<Button onClick={onShow}>{t('list.show')}</Button>}
    />
  );
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
