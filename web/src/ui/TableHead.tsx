import { classNames } from '../lib/classNames.ts';
import type { Column, Sorting } from './column.ts';
import { ariaSort, SortButton } from './SortButton.tsx';

export interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting) => void;
  /** Whether the rows are sorted elsewhere, by columns that are `sortable`. */
  readonly isElsewhere?: boolean;
}

/** The names of the columns; stays in view. */
export function TableHead<Row>({ columns, sorting, onSort, isElsewhere = false }: TableHeadProps<Row>) {
  return (
    <thead className="sticky top-0 z-10 bg-surface shadow-[0_1px_0_var(--color-line)]">
      <tr>
        {columns.map((column) => {
          const { id, header, align } = column;
          const sorts = isElsewhere ? column.sortable : column.compare;
          return (
            <th
              key={id}
              scope="col"
              aria-sort={ariaSort(id, sorting)}
              className={classNames(
                'px-4 py-2 text-sm font-semibold whitespace-nowrap text-muted',
                align === 'end' ? 'text-end' : 'text-start',
              )}
            >
              {sorts ? <SortButton id={id} header={header} sorting={sorting} onSort={onSort} /> : header}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
