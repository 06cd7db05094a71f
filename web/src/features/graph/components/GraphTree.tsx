import { ChevronDown, ChevronRight } from 'lucide-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { classNames } from '../../../lib/classNames.ts';
import { Badge, Timestamp, useWide } from '../../../ui/index.ts';
import type { Picture } from '../model/picture.ts';
import { openedAtFirst, type TreeRow, treeRows } from '../model/tree.ts';
import { useText } from '../useText.ts';
import { useItemWords } from './itemWords.ts';
import { iconOf, standings } from './looks.ts';

export interface GraphTreeProps {
  readonly picture: Picture;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly onSearch: () => void;
}

const ROW = { wide: 38, narrow: 56 } as const;
const EXTRA = 12;

/** The same items and statements as in the picture, line by line: for phones, for who does not see, and for whoever likes lists. */
export function GraphTree({ picture, selected, onSelect, onSearch }: GraphTreeProps) {
  const t = useText();
  const isWide = useWide();
  const height = isWide ? ROW.wide : ROW.narrow;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [at, setAt] = useState(0);
  const first = useMemo(() => openedAtFirst(picture), [picture]);
  const rows = useMemo(
    () => treeRows(picture, (key, level, isFirst) => toggled.get(key) ?? (isFirst && first(level))),
    [picture, toggled, first],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const [from, to] = useRowsSeen(scroller, rows.length, height);
  const current = Math.min(at, rows.length - 1);
  const toggle = ({ key, isOpen }: TreeRow) => setToggled(new Map([...toggled, [key, !isOpen]]));
  const go = (row: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, row));
    setAt(next);
    const box = scroller.current;
    if (!box) return;
    if (next * height < box.scrollTop) box.scrollTop = next * height;
    else if ((next + 1) * height > box.scrollTop + box.clientHeight)
      box.scrollTop = (next + 1) * height - box.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const parent = rows.findLastIndex(({ level }, i) => i < current && level < row.level);
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / height);
    if (event.key === 'ArrowDown') go(current + 1);
    else if (event.key === 'ArrowUp') go(current - 1);
    else if (event.key === 'PageDown') go(current + page);
    else if (event.key === 'PageUp') go(current - page);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight')
      row.hasChildren && !row.isOpen ? toggle(row) : row.hasChildren && go(current + 1);
    else if (event.key === 'ArrowLeft') row.isOpen ? toggle(row) : parent >= 0 && go(parent);
    else if (event.key === 'Enter' || event.key === ' ') onSelect(row.item.id);
    else if (event.key === '/') onSearch();
    else return;
    event.preventDefault();
  };
  const onClick = ({ target }: MouseEvent) => {
    const element = target as Element;
    const index = Number(element.closest<HTMLElement>('[data-row]')?.dataset.row ?? -1);
    const row = rows[index];
    if (!row) return;
    setAt(index);
    if (element.closest('[data-toggle=true]')) toggle(row);
    else onSelect(row.item.id);
  };
  // A table whose rows open and close: https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
  const grid = {
    role: 'treegrid',
    tabIndex: 0,
    'aria-label': t('list.label'),
    'aria-rowcount': rows.length,
    'aria-activedescendant': current >= from && current < to ? rowId(current) : undefined,
    onKeyDown,
    onClick,
  };
  return (
    <div ref={scroller} className="@container h-full overflow-auto rounded-t-lg">
      <table {...grid} className="group/tree w-full table-fixed border-collapse text-start outline-offset-[-2px]">
        {isWide ? <Head /> : null}
        <tbody>
          <Spacer height={from * height} />
          {rows.slice(from, to).map((row, i) => (
            <Row
              key={row.key}
              row={row}
              index={from + i}
              height={height}
              isWide={isWide}
              isCurrent={from + i === current}
              isSelected={row.item.id === selected}
            />
          ))}
          <Spacer height={(rows.length - to) * height} />
        </tbody>
      </table>
    </div>
  );
}

const rowId = (index: number): string => `graph-row-${index}`;

function Head() {
  const t = useText();
  return (
    <thead className="sticky top-0 z-10 bg-surface text-start text-xs text-muted shadow-[inset_0_-1px_0_var(--color-line)]">
      <tr style={{ height: ROW.wide }}>
        <th className="px-3 text-start font-medium">{t('list.name')}</th>
        <th className="w-32 px-3 text-start font-medium">{t('list.how')}</th>
        <th className="w-44 px-3 @max-4xl:hidden text-start font-medium">{t('list.what')}</th>
        <th className="w-32 px-3 text-start font-medium @max-4xl:hidden">{t('list.until')}</th>
        <th className="w-48 px-3 text-start font-medium">{t('list.state')}</th>
      </tr>
    </thead>
  );
}

/** Stands for the rows that are not made. */
function Spacer({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}

interface RowProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly height: number;
  readonly isWide: boolean;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
}

const quiet = 'truncate px-3 text-sm text-muted';

function Row({ row, index, height, isWide, isCurrent, isSelected }: RowProps) {
  const t = useText();
  const { item, relation, level, hasChildren, isOpen } = row;
  const { what, standing } = useItemWords()(item);
  const until = item.type === 'certificate' && item.notAfter ? new Date(item.notAfter) : null;
  const state = standing ? (
    <Badge tone={standings[standing].tone} icon={standings[standing].icon}>
      {t(`standing.${standing}`)}
    </Badge>
  ) : null;
  return (
    <tr
      id={rowId(index)}
      data-row={index}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      className={classNames(
        'cursor-pointer border-b border-line hover:bg-sunken/60',
        isSelected && 'bg-accent-soft',
        isCurrent && 'outline-offset-[-2px] group-focus-visible/tree:outline-2 group-focus-visible/tree:outline-accent',
      )}
      style={{ height }}
    >
      <td className="px-3">
        <NameCell row={row} what={what} isWide={isWide} state={state} />
      </td>
      {isWide ? (
        <>
          <td className={quiet}>{t(`relation.${relation}`)}</td>
          <td className={classNames(quiet, '@max-4xl:hidden')}>{item.type === 'group' ? null : what}</td>
          <td className={classNames(quiet, '@max-4xl:hidden')}>{until ? <Timestamp at={until} as="date" /> : null}</td>
          <td className="px-3">{state}</td>
        </>
      ) : null}
    </tr>
  );
}

interface NameCellProps {
  readonly row: TreeRow;
  readonly what: string;
  readonly isWide: boolean;
  readonly state: ReactNode;
}

function NameCell({ row, what, isWide, state }: NameCellProps) {
  const t = useText();
  const { item, relation, level, hasChildren, isOpen, isRepeated } = row;
  const { title } = useItemWords()(item);
  const Icon = iconOf(item);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div
      className="flex min-w-0 items-center gap-1.5"
      style={{ paddingInlineStart: Math.min(level - 1, 12) * (isWide ? 20 : 10) }}
    >
      <span aria-hidden data-toggle={hasChildren} className="grid size-6 shrink-0 place-items-center text-muted">
        {hasChildren ? <Chevron className="size-4" /> : null}
      </span>
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <bdi className={classNames('block truncate font-medium', item.type === 'signer' && 'font-mono text-sm')}>
          {title}
        </bdi>
        {isWide ? null : (
          <span className="block truncate text-xs text-muted">
            {t(`relation.${relation}`)} · {what}
          </span>
        )}
      </span>
      {isRepeated ? <span className="text-xs whitespace-nowrap text-muted">{t('list.repeated')}</span> : null}
      {isWide ? null : <span className="shrink-0">{state}</span>}
    </div>
  );
}

/** Which rows are seen, and some around them. */
function useRowsSeen(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): readonly [number, number] {
  const [[top, room], setSeen] = useState<readonly [number, number]>([0, 800]);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const look = () => setSeen([Math.floor(box.scrollTop / height), box.clientHeight || 800]);
    const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(look);
    look();
    sizes?.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes?.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [scroller, height]);
  const from = Math.max(0, Math.min(top, count) - EXTRA);
  return [from, Math.min(count, top + Math.ceil(room / height) + EXTRA)];
}
