import type { ReactNode } from 'react';

/** A column of {@link Table} and {@link VirtualTable}. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
  /** `8rem`, `20%`; columns without share what is left. */
  readonly width?: string;
  /** Orders rows by this column; without it, the column cannot be sorted by. */
  readonly compare?: (a: Row, b: Row) => number;
  /** For rows that come from a `RowSource`: whether that can sort by this column. */
  readonly sortable?: boolean;
  /** Names the row for screen readers, and stands first on phones. */
  readonly rowHeader?: boolean;
}

/** By which column rows are sorted, and which way. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const compare = columns.find(({ id }) => id === sorting?.column)?.compare;
  if (!sorting || !compare) return rows;
  return rows.toSorted(sorting.descending ? (a, b) => compare(b, a) : compare);
}
