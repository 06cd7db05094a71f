import type { Page, Window } from '../model/events.ts';

const defaultLimit = 1_000;
/** What one answer may hold, whatever is asked for. */
const maxLimit = 20_000;

/** @example `pageOf(ids, { offset: 100, limit: 50 }).items` */
export function pageOf<T>(all: readonly T[], window: Window): Page<T> {
  const { offset, end } = bounds(window);
  return { total: all.length, offset, items: all.slice(offset, end) };
}

/** As {@link pageOf} of what `make` makes, which is only done for what is in the window. */
export function pageOfMade<K, T>(keys: readonly K[], window: Window, make: (key: K) => T): Page<T> {
  const { offset, end } = bounds(window);
  return { total: keys.length, offset, items: keys.slice(offset, end).map(make) };
}

function bounds({ offset = 0, limit = defaultLimit }: Window): { readonly offset: number; readonly end: number } {
  const start = Math.max(0, Math.floor(offset) || 0);
  return { offset: start, end: start + Math.min(Math.max(0, Math.floor(limit) || 0), maxLimit) };
}
