import { type ReactNode, useState } from 'react';
import { type Column, type Sorting, sortRows } from './column.ts';
import { TableCell } from './TableCell.tsx';
import { TableHead } from './TableHead.tsx';

export interface TableProps<Row> {
  /** What it lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Stands instead of rows. */
  readonly empty?: ReactNode;
  readonly sorting?: Sorting;
}

/** Up to a few hundred rows; more belong into a {@link VirtualTable}. On phones each row is a card. */
export function Table<Row>({ label, columns, rows, rowKey, empty, sorting: initial }: TableProps<Row>) {
  const [sorting, setSorting] = useState(initial);
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <table aria-label={label} className="stacking w-full border-collapse text-start">
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} style={width ? { width } : undefined} />
        ))}
      </colgroup>
      <TableHead columns={columns} sorting={sorting} onSort={setSorting} />
      <tbody className="divide-y divide-line">
        {sortRows(rows, columns, sorting).map((row) => (
          <tr key={rowKey(row)} className="hover:bg-sunken/60">
            {columns.map((column) => (
              <TableCell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
