import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { Sorting } from './column.ts';

export interface SortButtonProps {
  readonly id: string;
  readonly header: string;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting) => void;
}

/** The header of a column that can be sorted by. The header cell says `aria-sort`. */
export function SortButton({ id, header, sorting, onSort }: SortButtonProps) {
  const sorted = sorting?.column === id;
  const Icon = sorted ? (sorting.descending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <button
      type="button"
      className="inline-flex min-h-6 items-center gap-1 font-semibold hover:text-text"
      onClick={() => onSort({ column: id, descending: sorted && !sorting.descending })}
    >
      {header}
      <Icon aria-hidden className="size-3.5 shrink-0" />
    </button>
  );
}

export function ariaSort(id: string, sorting: Sorting | undefined): 'ascending' | 'descending' | undefined {
  if (sorting?.column !== id) return undefined;
  return sorting.descending ? 'descending' : 'ascending';
}
