import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officeOver } from '../../../sdk/src/ocn/bridge/offices/office.ts';
import { sqlTable } from '../../../sdk/src/ocn/bridge/offices/sqlTable.ts';
import { poolSql } from '../../../sdk/src/ocn/bridge/store/sql.ts';
import { sqlBridgeStore } from '../../../sdk/src/ocn/bridge/store/sqlBridgeStore.ts';
import { describeStore, emptyTables } from '../../../sdk/src/ocn/bridge/testing/storeContract.ts';
import type { Location } from '../../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';
import { hasPostgres, startPostgres } from '../../../sdk/src/roles/ocnNode/store/testing/postgresCluster.ts';

/** Whose connections may still be closing when the server ends. */
function poolFor(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  describeStore(
    'PostgreSQL',
    async () => {
      const cluster = await startPostgres();
      const pool = poolFor(cluster.createDatabase(), 8);
      const sql = poolSql(pool);
      const close = async () => {
        await pool.end();
        await cluster.stop();
      };
      return { store: () => sqlBridgeStore(sql), empty: () => emptyTables(sql), close };
    },
    5,
  );

  describe('several processes', () => {
    let cluster: Awaited<ReturnType<typeof startPostgres>>;
    let pools: pg.Pool[];
    beforeAll(async () => {
      cluster = await startPostgres();
      const connectionString = cluster.createDatabase();
      pools = [1, 2, 3].map(() => poolFor(connectionString, 4));
    });
    afterAll(async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await cluster.stop();
    });

    test('behavior: they make the tables at the same time, and take each message once', async () => {
      const stores = pools.map((pool) => sqlBridgeStore(poolSql(pool)));
      await Promise.all(stores.map((store) => store.sweep(0)));
      const party = { country_code: 'DE', party_id: 'GSL' };
      for (let i = 0; i < 60; i++) {
        const about = {
          module: 'locations',
          role: 'RECEIVER',
          method: 'PUT',
          path: '/x',
          query: '',
          body: '{}',
        } as const;
        const message = {
          id: `m${i}`,
          correlationId: `c${i}`,
          lane: `l${i % 6}`,
          from: party,
          to: party,
          created: 0,
          ...about,
        };
        await stores[0]?.outbox.add(message, 1000);
      }
      const seen: string[] = [];
      const drain = async (store: (typeof stores)[number]) => {
        while ((await store.outbox.counts()).waiting > 0) {
          for (const { id } of await store.outbox.take(1, 1000, 4)) {
            seen.push(id);
            await store.outbox.remove(id);
          }
        }
      };
      await Promise.all(stores.map(drain));
      expect(new Set(seen).size).toBe(60);
      expect(seen).toHaveLength(60);
      for (let lane = 0; lane < 6; lane++) {
        const ofLane = seen.map((id) => Number(id.slice(1))).filter((i) => i % 6 === lane);
        expect(ofLane).toEqual([...ofLane].sort((a, b) => a - b));
      }
    });

    test('behavior: they change one object one after the other', async () => {
      const tables = pools.map((pool) => sqlTable(poolSql(pool)));
      const office = officeOver(tables[0] as (typeof tables)[number]);
      await office.own.locations.put({ ...fixtures.location(), count: 0 } as unknown as Location);
      const add = (before: object | null) => ({ ...before, count: (before as { count: number }).count + 1 }) as never;
      await Promise.all(
        Array.from({ length: 30 }, (_, i) => tables[i % 3]?.change('own', 'locations', 'DE-GSL/loc1', add)),
      );
      expect(await office.own.locations.get({ country_code: 'de', party_id: 'gsl' }, 'loc1')).toMatchObject({
        count: 30,
      });
    });
  });
});
