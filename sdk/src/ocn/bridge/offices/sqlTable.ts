import { parseDateTime } from '../../../protocol/ocpi/index.ts';
import { prepared } from '../store/schema.ts';
import type { Sql } from '../store/sql.ts';
import { type ObjectTable, ownerPrefix, type StoredObject } from './objectTable.ts';

const schema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ocn_object (
    position bigint GENERATED ALWAYS AS IDENTITY, shelf text NOT NULL, kind text NOT NULL, key text NOT NULL, updated double precision NOT NULL,
    object text NOT NULL, PRIMARY KEY (shelf, kind, key))`,
  `CREATE INDEX IF NOT EXISTS ocn_object_updated ON ocn_object (shelf, kind, updated)`,
];

const PUT = `INSERT INTO ocn_object (shelf, kind, key, updated, object) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (shelf, kind, key) DO UPDATE SET updated = excluded.updated, object = excluded.object`;
const WANTED = `FROM ocn_object WHERE shelf = $1 AND kind = $2 AND starts_with(key, $3) AND updated >= $4 AND updated < $5`;

/** Objects in PostgreSQL, in one table `ocn_object`: each row is the JSON of OCPI. */
export function sqlTable(sql: Sql): ObjectTable {
  const ready = prepared(sql, schema);
  return {
    async get(shelf, kind, key) {
      const text = 'SELECT object FROM ocn_object WHERE shelf = $1 AND kind = $2 AND key = $3';
      const [row] = (await (await ready()).query(text, [shelf, kind, key])).rows;
      return row ? (JSON.parse(String(row.object)) as StoredObject) : null;
    },
    async change(shelf, kind, key, change) {
      return (await ready()).transaction(async (tx) => {
        const name = [shelf, kind, key];
        // Of rows that are not there yet, too: two that come first at the same time are one after the other.
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [name.join(' ')]);
        const [row] = (
          await tx.query('SELECT object FROM ocn_object WHERE shelf = $1 AND kind = $2 AND key = $3', name)
        ).rows;
        const before = row ? (JSON.parse(String(row.object)) as StoredObject) : null;
        const after = change(before);
        if (after === null) await tx.query('DELETE FROM ocn_object WHERE shelf = $1 AND kind = $2 AND key = $3', name);
        else if (after !== undefined)
          await tx.query(PUT, [...name, parseDateTime(after.last_updated), JSON.stringify(after)]);
        return before !== null;
      });
    },
    async list(shelf, kind, { dateFrom, dateTo, offset, limit }, owner) {
      const from = dateFrom === null ? Number.NEGATIVE_INFINITY : parseDateTime(dateFrom);
      const to = dateTo === null ? Number.POSITIVE_INFINITY : parseDateTime(dateTo);
      const params = [shelf, kind, owner === null ? '' : ownerPrefix(owner), String(from), String(to)];
      const database = await ready();
      const { rows } = await database.query(`SELECT object ${WANTED} ORDER BY position OFFSET $6 LIMIT $7`, [
        ...params,
        offset,
        limit,
      ]);
      const [count] = (await database.query(`SELECT count(*) AS total ${WANTED}`, params)).rows;
      return {
        objects: rows.map(({ object }) => JSON.parse(String(object)) as StoredObject),
        total: Number(count?.total),
      };
    },
  };
}
