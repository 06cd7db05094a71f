import { classNames } from '../lib/classNames.ts';
import type { Column } from './column.ts';

export interface TableCellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  /** Whether one line has to do. */
  readonly cut?: boolean;
}

/** A row's cell; on phones it names its column. */
export function TableCell<Row>({ column, row, cut = false }: TableCellProps<Row>) {
  const { header, align, rowHeader } = column;
  const look = classNames(
    'px-4 align-middle',
    cut ? 'truncate py-0' : 'py-2',
    align === 'end' ? 'text-end' : 'text-start',
    rowHeader && 'font-medium',
  );
  const content = column.cell(row);
  if (rowHeader) {
    return (
      <th scope="row" data-label={header} className={look}>
        {content}
      </th>
    );
  }
  return (
    <td data-label={header} className={look}>
      {content}
    </td>
  );
}
