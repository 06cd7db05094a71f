import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { type Column, type Sorting, sortRows } from './column.ts';
import { TableCell } from './TableCell.tsx';
import { TableHead } from './TableHead.tsx';
import { useWide } from './useWide.ts';

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly empty?: ReactNode;
  readonly sorting?: Sorting;
  /** In pixels; every row is as high, and what is too wide for its cell is cut. 40 by default. */
  readonly rowHeight?: number;
  /** In CSS; `70dvh` by default. */
  readonly height?: string;
}

/** Any number of rows: only those that are seen are made. On phones each row is a card. Make `columns` once: rows are kept as long as they are the same. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowKey, empty, rowHeight = 40, height = '70dvh' } = props;
  const [sorting, setSorting] = useState(props.sorting);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  const wide = useWide();
  const scroller = useRef<HTMLElement>(null);
  const size = wide ? rowHeight : CARD_LINE * columns.length + CARD_PADDING;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 10,
    useFlushSync: false,
    getItemKey: (index) => rowKey(sorted[index] as Row),
  });
  if (rows.length === 0 && empty) return <>{empty}</>;
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      // Without it, a keyboard could not scroll.
      tabIndex={0}
      aria-label={label}
      className="overflow-auto outline-offset-[-2px]"
      style={{ maxHeight: height }}
    >
      <table
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        className="stacking w-full min-w-2xl table-fixed border-collapse text-start max-sm:min-w-0"
      >
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={width ? { width } : undefined} />
          ))}
        </colgroup>
        <TableHead columns={columns} sorting={sorting} onSort={setSorting} />
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {items.map((item) => (
            <VirtualRow
              key={item.key}
              columns={columns as readonly Column<unknown>[]}
              row={sorted[item.index]}
              index={item.index}
              height={size}
            />
          ))}
          {below > 0 ? <Spacer height={below} /> : null}
        </tbody>
      </table>
    </section>
  );
}

interface VirtualRowProps {
  readonly columns: readonly Column<unknown>[];
  readonly row: unknown;
  readonly index: number;
  readonly height: number;
}

/** Scrolling makes new rows; those that stay are left alone. */
const VirtualRow = memo(function VirtualRow({ columns, row, index, height }: VirtualRowProps) {
  return (
    <tr aria-rowindex={index + 2} className="border-b border-line hover:bg-sunken/60" style={{ height }}>
      {columns.map((column) => (
        <TableCell key={column.id} column={column} row={row} cut />
      ))}
    </tr>
  );
});

const CARD_LINE = 28;
const CARD_PADDING = 20;

/** Stands for the rows that are not made. */
function Spacer({ height }: { readonly height: number }) {
  return <tr aria-hidden className="max-sm:p-0!" style={{ height }} />;
}
