import { RadioTower, Square, Wifi } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { RegistryView } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Card, EmptyState, SearchInput, Segmented, VirtualTable } from '../../../ui/index.ts';
import { NetworkPage } from '../components/NetworkPage.tsx';
import { NothingFound } from '../components/NothingFound.tsx';
import { RegistryGate } from '../components/RegistryGate.tsx';
import { useNodeColumns } from '../components/useNodeColumns.tsx';
import { findNodes, type NodeRow, nodeRows } from '../model/find.ts';
import { isTrouble } from '../model/reach.ts';
import { useNameOf } from '../model/useNameOf.ts';
import { useCheckAll, useReachBook } from '../model/useReach.ts';
import { useText } from '../useText.ts';

const SHOWS = ['all', 'serving', 'trouble'] as const;

/** Every node of the network. */
export default function NodeList() {
  return (
    <NetworkPage>
      <RegistryGate>{(view) => <Nodes view={view} />}</RegistryGate>
    </NetworkPage>
  );
}

function Nodes({ view }: { readonly view: RegistryView }) {
  const t = useText();
  const [text, setText] = useState('');
  const [show, setShow] = useState<(typeof SHOWS)[number]>('all');
  const book = useReachBook();
  const nameOf = useNameOf();
  const all = useMemo(() => nodeRows(view), [view]);
  const rows = useMemo(
    () =>
      findNodes(all, text, nameOf).filter(
        (row) =>
          show === 'all' ||
          (show === 'serving' ? row.serves.length > 0 : row.unusable !== null || isTrouble(book.of(row))),
      ),
    [all, text, nameOf, show, book],
  );
  const columns = useNodeColumns(book);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 max-sm:[&>*:first-child]:basis-full">
        <SearchInput label={t('nodes.search')} value={text} onChange={setText} />
        <Segmented
          label={t('nodes.show')}
          value={show}
          onChange={setShow}
          options={SHOWS.map((value) => ({ value, label: t(`nodes.${value}`) }))}
        />
        <CheckAll nodes={rows} />
      </div>
      <Card padded={false} footer={t('count.nodes', { count: rows.length })}>
        <VirtualTable
          label={t('nav.nodes')}
          columns={columns}
          rows={rows}
          rowHeight={44}
          rowKey={({ operator }) => operator}
          empty={
            all.length === 0 ? (
              <EmptyState icon={RadioTower} title={t('nodes.none')} body={t('nodes.noneBody')} />
            ) : (
              <NothingFound
                onClear={() => {
                  setText('');
                  setShow('all');
                }}
              />
            )
          }
        />
      </Card>
      {view.isWhole ? null : <p className="text-sm text-muted">{t('registry.reading')}</p>}
    </>
  );
}

/** Asks the nodes that are shown. */
function CheckAll({ nodes }: { readonly nodes: readonly NodeRow[] }) {
  const t = useText();
  const format = useFormat();
  const { progress, start, stop } = useCheckAll(nodes);
  if (progress) {
    return (
      <>
        <span role="status" className="text-sm text-muted">
          {t('nodes.checking', { done: format.number(progress.done), total: format.number(progress.total) })}
        </span>
        <Button icon={Square} onClick={stop}>
          {t('nodes.stop')}
        </Button>
      </>
    );
  }
  return (
    <Button icon={Wifi} disabled={nodes.length === 0} title={t('nodes.checkHint')} onClick={() => void start()}>
      {t('nodes.check')}
    </Button>
  );
}
