import { foldCiString, partyKey } from '../../../protocol/ocpi/index.ts';
import type { CdrProof } from '../signing/cdrProof.ts';
import type {
  BridgeStore,
  Connection,
  ConnectionStore,
  HighWaterStore,
  PendingResult,
  ProofStore,
  ResultStore,
} from './bridgeStore.ts';
import { bridgeSchema, prepared } from './schema.ts';
import type { Sealing } from './sealing.ts';
import type { Sql } from './sql.ts';
import { sqlOutbox } from './sqlOutbox.ts';
import { sqlRequests } from './sqlRequests.ts';

export interface SqlBridgeStoreOptions {
  /** For the token that we call the node with. Left out: it lies there as it is. */
  readonly sealing?: Sealing;
}

/**
 * A store in PostgreSQL: PGlite, or anything that runs a query. Its tables begin with `ocn_bridge_`, and are made where there are none.
 * Several processes may share it.
 *
 * @example
 * ```ts
 * sqlBridgeStore(await PGlite.create('./data'));
 * sqlBridgeStore(poolSql(new pg.Pool({ connectionString })));
 * ```
 */
export function sqlBridgeStore(sql: Sql, { sealing }: SqlBridgeStoreOptions = {}): BridgeStore {
  const ready = prepared(sql, bridgeSchema);
  return {
    connection: sqlConnection(ready, sealing ?? plain),
    outbox: sqlOutbox(ready),
    requests: sqlRequests(ready),
    results: sqlResults(ready),
    proofs: sqlProofs(ready),
    highWater: sqlHighWater(ready),
    async sweep(now) {
      const tables = ['ocn_bridge_request', 'ocn_bridge_answer', 'ocn_bridge_result'];
      let count = 0;
      for (const table of tables) {
        const { rows } = await (await ready()).query(`DELETE FROM ${table} WHERE expires <= $1 RETURNING 1`, [now]);
        count += rows.length;
      }
      return count;
    },
  };
}

const plain: Sealing = { seal: async (text) => text, open: async (text) => text };

function sqlConnection(ready: () => Promise<Sql>, { seal, open }: Sealing): ConnectionStore {
  return {
    async load() {
      const { rows } = await (await ready()).query('SELECT value, revision FROM ocn_bridge_connection');
      const [row] = rows;
      if (!row) return null;
      const value = JSON.parse(String(row.value)) as Connection;
      const callToken = value.callToken === null ? null : await open(value.callToken);
      return { ...value, callToken, revision: Number(row.revision) };
    },
    async save(connection) {
      const revision = connection.revision + 1;
      const callToken = connection.callToken === null ? null : await seal(connection.callToken);
      const value = JSON.stringify({ ...connection, callToken, revision });
      const statement =
        connection.revision === 0
          ? 'INSERT INTO ocn_bridge_connection (one, value, revision) VALUES (1, $1, $2) ON CONFLICT DO NOTHING RETURNING 1'
          : 'UPDATE ocn_bridge_connection SET value = $1, revision = $2 WHERE revision = $2 - 1 RETURNING 1';
      const { rows } = await (await ready()).query(statement, [value, revision]);
      return rows.length === 0 ? null : { ...connection, revision };
    },
    async clear() {
      await (await ready()).query('DELETE FROM ocn_bridge_connection');
    },
  };
}

function sqlResults(ready: () => Promise<Sql>): ResultStore {
  return {
    async expect(pending) {
      const statement = `INSERT INTO ocn_bridge_result (id, pending, result, expires) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
      await (await ready()).query(statement, [pending.id, JSON.stringify(pending), pending.result, pending.expires]);
    },
    async find(id) {
      const { rows } = await (await ready()).query('SELECT pending, result FROM ocn_bridge_result WHERE id = $1', [id]);
      const [row] = rows;
      if (!row) return null;
      return {
        ...(JSON.parse(String(row.pending)) as PendingResult),
        result: row.result === null ? null : String(row.result),
      };
    },
    async resolve(id, result) {
      const statement = 'UPDATE ocn_bridge_result SET result = $2 WHERE id = $1 AND result IS NULL RETURNING 1';
      return (await (await ready()).query(statement, [id, result])).rows.length > 0;
    },
  };
}

function sqlHighWater(ready: () => Promise<Sql>): HighWaterStore {
  const run = async (text: string, ...params: unknown[]) => (await (await ready()).query(text, params)).rows;
  return {
    async get(party) {
      const [row] = await run('SELECT version FROM ocn_bridge_high_water WHERE party = $1', partyKey(party));
      return row === undefined ? 0 : Number(row.version) === 2 ? 2 : 1;
    },
    async raise(party, version) {
      await run(
        `INSERT INTO ocn_bridge_high_water AS h (party, version) VALUES ($1, $2)
          ON CONFLICT (party) DO UPDATE SET version = excluded.version WHERE h.version < excluded.version`,
        partyKey(party),
        version,
      );
    },
    async forget(party) {
      await run('DELETE FROM ocn_bridge_high_water WHERE party = $1', partyKey(party));
    },
  };
}

function sqlProofs(ready: () => Promise<Sql>): ProofStore {
  const at = 'WHERE owner = $1 AND id = $2';
  return {
    async keep(proof) {
      const sql = await ready();
      const name = [partyKey(proof.owner), foldCiString(proof.id)];
      const insert = 'INSERT INTO ocn_bridge_cdr_proof (owner, id, proof) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
      await sql.query(insert, [...name, JSON.stringify(proof)]);
      const [row] = (await sql.query(`SELECT proof, delivered FROM ocn_bridge_cdr_proof ${at}`, name)).rows;
      return { proof: JSON.parse(String(row?.proof)) as CdrProof, delivered: row?.delivered === true };
    },
    async delivered(owner, id) {
      await (await ready()).query(`UPDATE ocn_bridge_cdr_proof SET delivered = true ${at}`, [
        partyKey(owner),
        foldCiString(id),
      ]);
    },
    async find(owner, id) {
      const { rows } = await (await ready()).query(`SELECT proof FROM ocn_bridge_cdr_proof ${at}`, [
        partyKey(owner),
        foldCiString(id),
      ]);
      return rows[0] ? (JSON.parse(String(rows[0].proof)) as CdrProof) : null;
    },
  };
}
