import type { ChainEvent } from '@gridseal/sdk/chain';
import { useMemo } from 'react';
import type { Rows } from '../../../data/index.ts';
import type { RowSource } from '../../../ui/index.ts';

/** An event, and the one that stands above it in the list. */
interface RowWithAbove {
  readonly event: ChainEvent;
  readonly above: ChainEvent | undefined;
}

/** Rows that know which event is above them, so that each day is said once. A row stays the same object while neither changes. */
export function useRowsWithAbove(rows: Rows<ChainEvent>): RowSource<RowWithAbove> {
  const made = useMemo(() => new WeakMap<ChainEvent, RowWithAbove>(), []);
  return useMemo(() => {
    const at = (index: number) => {
      const event = rows.at(index);
      if (!event) return undefined;
      const above = index > 0 ? rows.at(index - 1) : undefined;
      const known = made.get(event);
      // Above the first row that is here, the event before is not known for a moment: the day may be said once more until then.
      if (known && known.above === above) return known;
      const row = { event, above };
      made.set(event, row);
      return row;
    };
    return { id: rows.id, total: rows.total, at, show: rows.show };
  }, [rows, made]);
}
