import type { Window } from '../model/events.ts';
import type { EventLog } from './eventLog.ts';

/** Filters of which the answers are kept: more than one page looks at once. */
const kept = 8;

/** Whole lists that were found last, for as long as the log is the same. */
export class Answers<Filter extends object, List> {
  readonly #byLog = new WeakMap<EventLog, { readonly revision: number; readonly lists: Map<string, List> }>();

  /** The list for a filter, whatever part of it is wanted. */
  of(log: EventLog, filter: Filter & Window, find: () => List): List {
    const { offset: _, limit: __, ...rest } = filter;
    const key = JSON.stringify(rest);
    let known = this.#byLog.get(log);
    if (known?.revision !== log.revision) {
      known = { revision: log.revision, lists: new Map() };
      this.#byLog.set(log, known);
    }
    const list = known.lists.get(key) ?? find();
    known.lists.delete(key);
    known.lists.set(key, list);
    for (const oldest of known.lists.keys()) {
      if (known.lists.size <= kept) break;
      known.lists.delete(oldest);
    }
    return list;
  }
}
