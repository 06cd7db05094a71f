import { Plus, SearchX, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNetwork, useQuorums, useTrustPolicy } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  SearchInput,
  Segmented,
  Skeleton,
  VirtualTable,
} from '../../../ui/index.ts';
import { useListColumns } from '../components/useListColumns.tsx';
import { findIn } from '../model/findIn.ts';
import { type MarkContext, markContext, marksOf } from '../model/marks.ts';
import { useNamesOf } from '../model/useNamesOf.ts';
import { useOwn } from '../model/useOwn.ts';
import { useText } from '../useText.ts';

/** As many are listed and searched by name; an id is searched for among all. */
const MOST = 2_000;
const SHOWS = ['all', 'mine', 'anchors'] as const;

/** Every quorum of the network. */
export default function QuorumList() {
  const t = useText();
  const format = useFormat();
  const [text, setText] = useState('');
  const [show, setShow] = useState<(typeof SHOWS)[number]>('all');
  const isId = /^0x[0-9a-f]{6,}$/i.test(text.trim());
  const { data, error, refetch } = useQuorums({ limit: MOST });
  const byId = useQuorums({ text: isId ? text.trim() : '-', limit: 50 }).data?.items ?? NONE;
  const context = useMarks(data?.items ?? NONE);
  const columns = useListColumns(context);
  const namesOf = useNamesOf();
  const rows = useMemo(() => {
    const listed = findIn(data?.items ?? NONE, text, namesOf);
    const all = listed.length === 0 && isId ? byId : listed;
    if (show === 'all') return all;
    const mark = show === 'mine' ? 'mine' : 'anchor';
    return all.filter((record) => marksOf(record, context).includes(mark));
  }, [data, byId, isId, text, show, context, namesOf]);
  const clear = () => {
    setText('');
    setShow('all');
  };
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <ButtonLink to="/quorums/new" icon={Plus}>
          {t('create.button')}
        </ButtonLink>
      }
    >
      <div className="flex flex-wrap items-center gap-2 max-sm:[&>*:first-child]:basis-full">
        <SearchInput label={t('list.search')} value={text} onChange={setText} />
        <Segmented
          label={t('list.show')}
          value={show}
          onChange={setShow}
          options={SHOWS.map((value) => ({ value, label: t(`list.${value}`) }))}
        />
      </div>
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Card
          padded={false}
          footer={
            data.total > MOST
              ? t('list.part', { shown: format.number(MOST), total: format.number(data.total) })
              : t('list.count', { count: rows.length })
          }
        >
          <VirtualTable
            label={t('title')}
            columns={columns}
            rows={rows}
            rowHeight={52}
            rowKey={({ id }) => id}
            empty={data.total === 0 ? <NothingYet /> : <NothingFound onClear={clear} />}
          />
        </Card>
      ) : error ? null : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </Page>
  );
}

const NONE = [] as const;

function useMarks(records: NonNullable<ReturnType<typeof useQuorums>['data']>['items']): MarkContext {
  const { addresses } = useNetwork();
  const { anchors } = useTrustPolicy();
  const own = useOwn();
  return useMemo(
    () =>
      markContext({
        addresses,
        own,
        anchors: new Set(anchors.map((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum))),
        records,
      }),
    [addresses, own, anchors, records],
  );
}

function NothingYet() {
  const t = useText();
  return <EmptyState icon={Users} title={t('list.none')} body={t('list.noneBody')} />;
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
