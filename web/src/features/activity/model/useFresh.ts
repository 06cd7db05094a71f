import { type UIEvent, useRef, useState } from 'react';
import type { RowSource } from '../../../ui/index.ts';

/** What has come in above since the reader left the top of a list. */
export interface Fresh {
  readonly count: number;
  /** For an element around the list, as `onScrollCapture`. */
  readonly onScroll: (event: UIEvent) => void;
  readonly toTop: () => void;
}

interface Left {
  readonly id: string;
  /** How many rows there were. */
  readonly total: number;
}

/** Pixels that nobody calls scrolled. */
const slack = 4;

/** Counts rows that come in above while they are not seen. */
export function useFresh({ id, total }: Pick<RowSource<unknown>, 'id' | 'total'>): Fresh {
  const scroller = useRef<Element>(null);
  const [left, setLeft] = useState<Left | null>(null);
  const isAway = left?.id === id;
  return {
    count: isAway ? Math.max(0, total - left.total) : 0,
    onScroll: ({ target }) => {
      if (!(target instanceof Element)) return;
      scroller.current = target;
      if (target.scrollTop <= slack) setLeft(null);
      else if (!isAway) setLeft({ id, total });
    },
    toTop: () => {
      scroller.current?.scrollTo({ top: 0 });
      setLeft(null);
    },
  };
}
