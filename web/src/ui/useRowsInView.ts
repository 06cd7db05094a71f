import { type RefObject, useLayoutEffect, useState } from 'react';

/** Rows made above and below those in view. */
const beyond = 10;
/** Scrolling makes rows so many at a time: fewer renderings than one for each row. */
const step = 4;
/** Where nothing is laid out, as before the first painting. */
const unknownHeight = 600;

/** Which rows to make: the first, and the one after the last. */
export interface RowsInView {
  readonly from: number;
  readonly to: number;
}

/** Follows an element that scrolls through `total` rows of `size` pixels each. */
export function useRowsInView(scroller: RefObject<HTMLElement | null>, total: number, size: number): RowsInView {
  const [view, setView] = useState(() => rowsInView(0, unknownHeight, size));
  // biome-ignore lint/correctness/useExhaustiveDependencies: an empty list has no element that scrolls.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const seen = rowsInView(element.scrollTop, element.clientHeight || unknownHeight, size);
      setView((before) => (before.from === seen.from && before.to === seen.to ? before : seen));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = typeof ResizeObserver === 'function' ? new ResizeObserver(look) : null;
    observer?.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer?.disconnect();
    };
  }, [scroller, size, total === 0]);
  return { from: Math.min(view.from, total), to: Math.min(view.to, total) };
}

/** @example `rowsInView(4_000, 600, 40)` is `{ from: 88, to: 128 }` */
export function rowsInView(top: number, height: number, size: number): RowsInView {
  const first = Math.floor(Math.max(0, top) / size);
  const last = Math.ceil((Math.max(0, top) + height) / size);
  return { from: Math.max(0, floor(first - beyond)), to: floor(last + beyond + step - 1) };
}

const floor = (row: number) => Math.floor(row / step) * step;
