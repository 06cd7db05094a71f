import { isInPeriod } from '../../../protocol/ocpi/index.ts';
import { type ObjectKind, type ObjectTable, ownerPrefix, type Shelf, type StoredObject } from './objectTable.ts';

/** Objects in memory. What is given out is frozen in time: nobody changes an object but by the table. */
export function memoryTable(): ObjectTable {
  const tables = new Map<string, Map<string, StoredObject>>();
  const tableOf = (shelf: Shelf, kind: ObjectKind): Map<string, StoredObject> => {
    const name = `${shelf} ${kind}`;
    const table = tables.get(name) ?? new Map<string, StoredObject>();
    tables.set(name, table);
    return table;
  };
  return {
    async get(shelf, kind, key) {
      return copy(tableOf(shelf, kind).get(key));
    },
    async change(shelf, kind, key, change) {
      const table = tableOf(shelf, kind);
      const before = copy(table.get(key));
      const after = change(before);
      if (after === null) table.delete(key);
      else if (after !== undefined) table.set(key, structuredClone(after));
      return before !== null;
    },
    async list(shelf, kind, query, owner) {
      const prefix = owner === null ? '' : ownerPrefix(owner);
      const all = [...tableOf(shelf, kind)].flatMap(([key, one]) =>
        key.startsWith(prefix) && isInPeriod(one.last_updated, query) ? [one] : [],
      );
      return { objects: structuredClone(all.slice(query.offset, query.offset + query.limit)), total: all.length };
    },
  };
}

const copy = (object: StoredObject | undefined): StoredObject | null => (object ? structuredClone(object) : null);
