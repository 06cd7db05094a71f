import type { Hex } from '@gridseal/sdk/bytes';
import type { GraphView } from '@gridseal/sdk/certificate';
import { SearchX } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { PolicyInput, QuorumRecord } from '../../../data/index.ts';
import { preference } from '../../../lib/preference.ts';
import {
  Button,
  Callout,
  Card,
  Checkbox,
  Disclosure,
  EmptyState,
  Page,
  Segmented,
  useWide,
} from '../../../ui/index.ts';
import type { Address } from '../model/address.ts';
import { type Filters, narrows, noFilters, rolesOf } from '../model/filter.ts';
import { OPENED } from '../model/group.ts';
import type { Look } from '../model/look.ts';
import type { GroupItem } from '../model/picture.ts';
import { useText } from '../useText.ts';
import { Aside } from './Aside.tsx';
import { Counts } from './Counts.tsx';
import { Details } from './Details.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterBar } from './FilterBar.tsx';
import { GraphCanvas } from './GraphCanvas.tsx';
import { GraphTree } from './GraphTree.tsx';
import { Legend } from './Legend.tsx';
import { LookSelect } from './LookSelect.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useLit } from './useLit.ts';
import { usePicture } from './usePicture.ts';

const kept = preference('graph.view', ['picture', 'list']);

export interface ExplorerProps {
  readonly view: GraphView;
  /** What is selected, from where one looks, and what it is narrowed to. */
  readonly address: Address;
  readonly policy: PolicyInput;
  readonly quorums: readonly QuorumRecord[];
  readonly notice: ReactNode;
  readonly onGo: (part: Partial<Address>) => void;
}

/** A graph with everything to find one's way in it. */
export function Explorer({ view, address, policy, quorums, notice, onGo }: ExplorerProps) {
  const t = useText();
  const isWide = useWide();
  const [as, setAs] = useState(kept.read() ?? (isWide ? 'picture' : 'list'));
  const { id: selected, look, filters, grouped } = address;
  const [opened, setOpened] = useState<ReadonlyMap<string, number>>(new Map());
  const [group, setGroup] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const shown = usePicture({ view, quorums, filters, grouped, opened, selected });
  const { whole, filtered, matches, context, drawn, layout } = shown;
  const { picture } = drawn;
  const item =
    (group === null ? undefined : picture.items.get(group)) ??
    (selected === null ? undefined : whole.items.get(selected));
  const decided = useLit(item, whole, policy);
  const select = (id: string | null) => {
    const isGroup = id !== null && picture.items.get(id)?.type === 'group';
    setGroup(isGroup ? id : null);
    if (isGroup) return;
    // What was found by its name must be seen, whatever the filters say.
    const isHidden = id !== null && !filtered.items.has(id) && whole.items.has(id);
    const signers = filters.signers || (id !== null && whole.items.get(id)?.type === 'signer');
    onGo({ id: id as Hex | null, ...(isHidden ? { filters: { ...noFilters, signers } } : {}) });
  };
  const setFilters = (next: Filters) => onGo({ filters: next });
  const lookFrom = (next: Look) => onGo({ look: next, id: null });
  const openGroup = ({ id }: GroupItem) => {
    setOpened(new Map([...opened, [id, (opened.get(id) ?? 0) + OPENED]]));
    setGroup(null);
  };
  const focusSearch = () => search.current?.focus();
  const common = { picture, selected: item?.id ?? null, onSearch: focusSearch };
  const choices = (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-1">
      <Checkbox
        label={t('filter.signers')}
        checked={filters.signers}
        onChange={(signers) => setFilters({ ...filters, signers })}
      />
      <Checkbox label={t('filter.grouped')} checked={grouped} onChange={(next) => onGo({ grouped: next })} />
    </div>
  );
  const bar = <FilterBar filters={filters} roles={rolesOf(whole)} onChange={setFilters} />;
  const isFiltered = narrows(filters) || filters.depth !== null;
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <>
          <Segmented
            label={t('view.label')}
            value={as}
            onChange={(next) => {
              kept.write(next);
              setAs(next);
            }}
            options={(['picture', 'list'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
          />
          <ExportMenu view={view} picture={picture} layout={layout} />
        </>
      }
    >
      {notice}
      {look !== 'mine' && look !== 'all' ? (
        <Callout
          tone="info"
          title={t('look.borrowed')}
          actions={
            <Button size="sm" onClick={() => lookFrom('mine')}>
              {t('look.back')}
            </Button>
          }
        >
          {t('look.borrowedBody')}
        </Callout>
      ) : null}
      <div className="space-y-2">
        <div className="flex flex-wrap gap-2">
          <LookSelect look={look} quorums={quorums} onChange={lookFrom} />
          <SearchBox picture={whole} box={search} onSelect={select} />
          {isWide ? choices : null}
        </div>
        {isWide ? (
          bar
        ) : (
          <Disclosure summary={t('filter.label')}>
            <div className="space-y-2 pt-2">
              {bar}
              {choices}
            </div>
          </Disclosure>
        )}
      </div>
      <Aside
        details={
          item ? (
            <Details
              key={item.id}
              item={item}
              whole={whole}
              look={look}
              decided={decided}
              onSelect={select}
              onLook={lookFrom}
              onOpenGroup={openGroup}
            />
          ) : null
        }
        onClose={() => select(null)}
      >
        <Card padded={false}>
          <div className="h-[max(24rem,calc(100dvh-22rem))]">
            {isFiltered && matches === 0 ? (
              <EmptyState
                icon={SearchX}
                title={t('empty.noMatch')}
                body={t('empty.noMatchBody')}
                action={
                  <Button onClick={() => setFilters({ ...noFilters, signers: filters.signers })}>
                    {t('empty.clear')}
                  </Button>
                }
              />
            ) : as === 'picture' ? (
              <GraphCanvas
                {...common}
                layout={layout}
                subject={JSON.stringify([look, filters, grouped])}
                lit={decided.lit}
                context={context}
                onSelect={select}
              />
            ) : (
              <GraphTree {...common} onSelect={select} />
            )}
          </div>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-3 py-2">
            <Counts view={view} shown={shown} isFiltered={isFiltered} />
            {as === 'picture' ? <Legend picture={picture} /> : null}
          </div>
        </Card>
      </Aside>
    </Page>
  );
}
