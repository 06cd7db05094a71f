import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { type RandomBytes, randomBytes } from '../../../../crypto/index.ts';
import type { Party } from '../../../../protocol/ocpi/index.ts';
import type { NodeStore } from '../nodeStore.ts';
import { openNodeStore, type StoreLocation } from '../openNodeStore.ts';
import { migrate } from '../schema/migrate.ts';
import { Sealing } from '../sealing.ts';
import { openPglite } from '../sql/pgliteSql.ts';
import { openPostgres } from '../sql/postgresSql.ts';
import type { Row, Sql } from '../sql/sql.ts';
import { storeOn } from '../storeOn.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from './postgresCluster.ts';

export const sealingKey = new Uint8Array(32).fill(7);
export const random: RandomBytes = randomBytes;

/** One database for all tests of a file, emptied for each. */
export interface TestDatabase {
  /** A store on the emptied database. */
  fresh(): Promise<NodeStore>;
  /** Another store on the same, as another process would have; what is in it stays. */
  another(): NodeStore;
  /** A statement behind the back of the stores. */
  tamper(statement: string): Promise<readonly Row[]>;
}

const TABLES = ['platform', 'platform_party', 'platform_token', 'request', 'replay', 'link', 'client', 'peer', 'lease'];

/** The same tests on PGlite and on a PostgreSQL server; the latter are visibly skipped if there is none. */
export function onEachDatabase(tests: (database: TestDatabase) => void): void {
  describe('PGlite', () => tests(databaseOn(() => openPglite(null))));
  describe.skipIf(!hasPostgres)('PostgreSQL', () => {
    let cluster: PostgresCluster | undefined;
    const open = async () => {
      cluster = await startPostgres();
      return openPostgres(cluster.createDatabase());
    };
    tests(databaseOn(open, () => cluster?.stop()));
  });
}

function databaseOn(open: () => Promise<Sql>, stop?: () => Promise<void> | undefined): TestDatabase {
  let sql: Sql;
  beforeAll(async () => {
    sql = await open();
    await migrate(sql);
  });
  afterAll(async () => {
    await sql?.close();
    await stop?.();
  });
  const another = () => {
    const kept: Sql = {
      concurrency: sql.concurrency,
      query: (statement, parameters) => sql.query(statement, parameters),
      transaction: (work) => sql.transaction(work),
      settle: () => sql.settle(),
      maintain: () => sql.maintain(),
      close: async () => undefined,
    };
    return storeOn(kept, new Sealing(sealingKey, random), random);
  };
  const tamper = (text: string) => sql.query({ name: '', text });
  return {
    fresh: async () => {
      await tamper(`truncate ${TABLES.map((table) => `ocn_node.${table}`).join(', ')}`);
      return another();
    },
    another,
    tamper,
  };
}

/** A folder that goes with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridseal-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a store that is closed by the end of the test. */
export async function openHere(location: StoreLocation, key = sealingKey): Promise<NodeStore> {
  const store = await openNodeStore(location, { sealingKey: key, random });
  onTestFinished(() => store.close());
  return store;
}

/** @example `digest(1) // '0x00…01'` */
export function digest(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

/** @example `party('NL-TNM')` */
export function party(key: string): Party {
  const [country_code, party_id] = key.split('-') as [string, string];
  return { country_code, party_id };
}
