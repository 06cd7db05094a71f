import { memo, type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Column, type Sorting, sortRows } from './column.ts';
import { placeOf, type RowSource, rowsHere } from './rowSource.ts';
import { TableCell } from './TableCell.tsx';
import { TableHead } from './TableHead.tsx';
import { TableParts, tablePart } from './TableParts.tsx';
import { useRowsInView } from './useRowsInView.ts';
import { useWide } from './useWide.ts';

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** All rows; or where they are, if there are too many to have them all here. */
  readonly rows: readonly Row[] | RowSource<Row>;
  readonly rowKey: (row: Row) => string;
  readonly empty?: ReactNode;
  /** How rows are sorted at first; for a source, how they are sorted now. */
  readonly sorting?: Sorting;
  /** For a source: asked to sort by a column that is `sortable`. */
  readonly onSort?: (sorting: Sorting) => void;
  /** In pixels; every row is as high, and what is too wide for its cell is cut. 40 by default. */
  readonly rowHeight?: number;
  /** In CSS; `70dvh` by default. */
  readonly height?: string;
}

/**
 * Any number of rows: only those that are seen are made. On phones each row is a card. Make `columns` once: rows are kept as long as
 * they are the same.
 *
 * @example `<VirtualTable label={t('title')} columns={columns} rows={useRows('events', filter)} rowKey={keyOf} />`
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowKey, empty, rowHeight = 40, height = '70dvh' } = props;
  const [list, sorting, onSort] = useSorted(props);
  const scroller = useRef<HTMLElement>(null);
  const isWide = useWide();
  const size = isWide ? rowHeight : CARD_LINE * columns.length + CARD_PADDING;
  const [part, setPart] = useState(0);
  const shown = tablePart(list.total, size, part);
  const seen = useRowsInView(scroller, shown.to - shown.from, size);
  const [from, to] = [shown.from + seen.from, shown.from + seen.to];
  useEffect(() => list.show(from, to), [list.show, from, to]);
  useTop(scroller, `${list.id} ${shown.part}`);
  useHeldPlace(scroller, list, rowKey, shown.from, size);
  if (list.total === 0 && empty) return <>{empty}</>;
  const made = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return (
    <>
      <section
        ref={scroller}
        // Without it, a keyboard could not scroll.
        tabIndex={0}
        aria-label={label}
        aria-busy={made.some((index) => list.at(index) === undefined)}
        // Positioned, so that what is hidden in its rows scrolls with them and does not make the page longer.
        className="relative overflow-auto outline-offset-[-2px] [overflow-anchor:none]"
        style={{ maxHeight: height }}
      >
        <table
          aria-label={label}
          aria-rowcount={list.total + 1}
          className="stacking w-full table-fixed border-collapse text-start"
          style={isWide ? { minWidth: leastWidth(columns) } : undefined}
        >
          <colgroup>
            {columns.map(({ id, width }) => (
              <col key={id} style={width ? { width } : undefined} />
            ))}
          </colgroup>
          <TableHead columns={columns} sorting={sorting} onSort={onSort} isElsewhere={'show' in rows} />
          <tbody>
            <Spacer height={(from - shown.from) * size} />
            {made.map((index) => {
              const row = list.at(index);
              return (
                <VirtualRow
                  key={row === undefined ? index : rowKey(row)}
                  columns={columns as readonly Column<unknown>[]}
                  row={row}
                  index={index}
                  height={size}
                />
              );
            })}
            <Spacer height={(shown.to - to) * size} />
          </tbody>
        </table>
      </section>
      {shown.parts > 1 ? <TableParts shown={shown} total={list.total} onChange={setPart} /> : null}
    </>
  );
}

/** Rows that are here are sorted here; a source sorts its own. */
function useSorted<Row>({ rows, columns, sorting, onSort }: VirtualTableProps<Row>) {
  const [own, setOwn] = useState(sorting);
  const list = useMemo(() => ('show' in rows ? rows : rowsHere(sortRows(rows, columns, own))), [rows, columns, own]);
  return 'show' in rows ? ([list, sorting, onSort ?? setOwn] as const) : ([list, own, setOwn] as const);
}

/** Another list begins at its top. */
function useTop(scroller: RefObject<HTMLElement | null>, list: string): void {
  const before = useRef(list);
  useLayoutEffect(() => {
    if (before.current === list) return;
    before.current = list;
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [scroller, list]);
}

/** Rows that come in above do not push away what is read; who is at the top sees them come. */
function useHeldPlace<Row>(
  scroller: RefObject<HTMLElement | null>,
  list: RowSource<Row>,
  rowKey: (row: Row) => string,
  first: number,
  size: number,
): void {
  const held = useRef<{ readonly list: string; readonly index: number; readonly key: string } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = held.current;
    if (before && list.id !== '' && before.list === list.id && element.scrollTop > 0) {
      const now = placeOf(list, rowKey, before.key, before.index);
      if (now !== null && now !== before.index) element.scrollTop += (now - before.index) * size;
    }
    hold();
    function hold() {
      const index = first + Math.floor((element as HTMLElement).scrollTop / size);
      const row = list.at(index);
      held.current = row === undefined ? null : { list: list.id, index, key: rowKey(row) };
    }
    element.addEventListener('scroll', hold, { passive: true });
    return () => element.removeEventListener('scroll', hold);
  }, [scroller, list, rowKey, first, size]);
}

interface VirtualRowProps {
  readonly columns: readonly Column<unknown>[];
  /** Undefined while it is on its way. */
  readonly row: unknown;
  readonly index: number;
  readonly height: number;
}

/** Scrolling makes new rows; those that stay are left alone. */
const VirtualRow = memo(function VirtualRow({ columns, row, index, height }: VirtualRowProps) {
  return (
    <tr aria-rowindex={index + 2} className="border-b border-line hover:bg-sunken/60" style={{ height }}>
      {row === undefined ? (
        <td colSpan={columns.length} className="px-4 align-middle">
          <span aria-hidden className="block h-4 w-2/5 animate-pulse rounded-sm bg-line" />
        </td>
      ) : (
        columns.map((column) => <TableCell key={column.id} column={column} row={row} cut />)
      )}
    </tr>
  );
});

/** A fixed layout gives columns without a width what is left, which may be nothing. */
function leastWidth(columns: readonly Pick<Column<never>, 'width'>[]): string {
  return `calc(${columns.map(({ width }) => (width?.endsWith('rem') ? width : '16rem')).join(' + ')})`;
}

const CARD_LINE = 28;
const CARD_PADDING = 20;

/** Stands for the rows that are not made. */
function Spacer({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden className="max-sm:p-0!" style={{ height }} /> : null;
}
