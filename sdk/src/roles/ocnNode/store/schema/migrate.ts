import type { Queryable, Sql } from '../sql/sql.ts';
import { SqlError } from '../sql/sql.ts';
import { StoreSetupError } from '../storeErrors.ts';
import { type Migration, migrations as released } from './migrations.ts';

/** @see PostgreSQL, "PostgreSQL Error Codes", duplicate_table */
const DUPLICATE_TABLE = '42P07';
/** Any number that others do not use: all processes of all operators' nodes that share a server wait for each other with it. */
const ADVISORY_LOCK = '7311906155281401';

/**
 * Brings the schema to the newest version that this program knows, in one transaction and one process at a time.
 *
 * @throws {StoreSetupError} if the database was brought further by a newer program: it is left as it is.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[] = released): Promise<void> {
  await sql.transaction(async (tx) => {
    await tx.query({ name: '', text: 'select pg_advisory_xact_lock($1::bigint)' }, [ADVISORY_LOCK]);
    const version = await currentVersion(tx);
    const newest = migrations.at(-1)?.version ?? 0;
    if (version > newest) {
      throw new StoreSetupError(`the database has version ${version} of the schema, and this program knows ${newest}`, {
        field: 'schema',
        metaMessages: ['A newer version of this program has worked with it: use that one.'],
      });
    }
    for (const migration of migrations.filter((one) => one.version > version)) await apply(tx, migration);
  });
}

async function currentVersion(tx: Queryable): Promise<number> {
  await tx.query({ name: '', text: 'create schema if not exists ocn_node' });
  await tx.query({
    name: '',
    text: 'create table if not exists ocn_node.migration (version integer primary key, applied timestamptz not null default now())',
  });
  const [row] = await tx.query({
    name: '',
    text: 'select coalesce(max(version), 0)::text as version from ocn_node.migration',
  });
  return Number(row?.version ?? 0);
}

async function apply(tx: Queryable, { version, statements }: Migration): Promise<void> {
  try {
    for (const text of statements) await tx.query({ name: '', text });
    await tx.query({ name: '', text: 'insert into ocn_node.migration (version) values ($1::integer)' }, [
      String(version),
    ]);
  } catch (cause) {
    if (!(cause instanceof SqlError) || cause.state !== DUPLICATE_TABLE) throw cause;
    throw new StoreSetupError('the database has tables of this name that are not ours', { field: 'schema', cause });
  }
}
