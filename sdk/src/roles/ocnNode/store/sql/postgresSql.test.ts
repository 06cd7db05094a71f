import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../testing/postgresCluster.ts';
import { openPostgres } from './postgresSql.ts';
import type { Queryable, Sql } from './sql.ts';

const ask = (on: Queryable, text: string) => on.query({ name: '', text });

describe.skipIf(!hasPostgres)('a connection of a transaction', () => {
  const { query } = pg.Client.prototype;
  let cluster: PostgresCluster;
  let sql: Sql;
  /** Statements that were sent before the connection was ready for them, as the driver itself sees it. */
  let tooEarly: unknown[];

  beforeAll(async () => {
    cluster = await startPostgres();
    pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
      if (!('readyForQuery' in this && this.readyForQuery)) tooEarly.push(parameters[0]);
      return Reflect.apply(query, this, parameters);
    } as typeof query;
  });
  afterAll(async () => {
    pg.Client.prototype.query = query;
    await cluster?.stop();
  });
  beforeEach(async () => {
    tooEarly = [];
    sql = openPostgres(cluster.createDatabase());
    await ask(sql, 'create table thing (id text primary key)');
  });
  afterEach(async () => {
    await sql.close();
    expect(tooEarly).toEqual([]);
  });

  const things = async () => (await ask(sql, 'select id from thing order by id')).map(({ id }) => id);

  test('behavior: what is asked at once is asked in turn', async () => {
    const rows = await sql.transaction((tx) => Promise.all(['1', '2', '3'].map((n) => ask(tx, `select '${n}' as n`))));
    expect(rows.flat()).toEqual([{ n: '1' }, { n: '2' }, { n: '3' }]);
  });

  test('error: one that fails while others are to come: they fail, too, and nothing stays', async () => {
    const inserts = ['a', 'a', 'b', 'c'].map((id) => `insert into thing values ('${id}')`);
    const done = sql.transaction((tx) => Promise.all(inserts.map((text) => ask(tx, text))));
    await expect(done).rejects.toMatchObject({ state: '23505' });
    expect(await things()).toEqual([]);
  });

  test('error: work that goes on after a failure as if there was none', async () => {
    const done = sql.transaction(async (tx) => {
      await ask(tx, "insert into thing values ('a')");
      await ask(tx, 'select 1/0').catch(() => undefined);
    });
    await expect(done).rejects.toMatchObject({ state: '22012' });
    expect(await things()).toEqual([]);
  });

  test('error: the work is over while a statement of it runs: it is waited for, and rolled back', async () => {
    const done = sql.transaction(async (tx) => {
      void ask(tx, "insert into thing select 'late' from pg_sleep(0.1)");
      throw new Error('over');
    });
    await expect(done).rejects.toThrow('over');
    expect(await things()).toEqual([]);
  });

  test('error: again and again, on as many connections as there are: each is as good as new', async () => {
    for (let round = 0; round < 3; round++) {
      const all = Array.from({ length: 16 }, () => sql.transaction((tx) => ask(tx, 'select 1/0')));
      for (const one of await Promise.allSettled(all)) {
        expect(one).toMatchObject({ status: 'rejected', reason: { state: '22012' } });
      }
    }
    await sql.transaction((tx) => ask(tx, "insert into thing values ('x')"));
    expect(await things()).toEqual(['x']);
  });

  test('error: a connection that is ended in the middle is not used again', async () => {
    const ended = sql.transaction((tx) => ask(tx, 'select pg_terminate_backend(pg_backend_pid())'));
    await expect(ended).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await things()).toEqual([]);
  });
});
