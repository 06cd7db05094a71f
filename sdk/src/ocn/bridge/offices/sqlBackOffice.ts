import type { Sql } from '../store/sql.ts';
import { type OfficeOptions, officeOver, type ReadyBackOffice } from './office.ts';
import { sqlTable } from './sqlTable.ts';

/**
 * A back office in PostgreSQL (or PGlite), which keeps objects as the JSON that OCPI has for them, in the table `ocn_object`.
 *
 * @example
 * ```ts
 * const sql = await PGlite.create('./data');
 * const office = sqlBackOffice(sql, { roles: ['EMSP'] });
 * const bridge = createBridge({ …, data: office.data, store: sqlBridgeStore(sql) });
 * const { objects } = await office.received.locations.list({ limit: 100 });
 * ```
 */
export function sqlBackOffice(sql: Sql, options: OfficeOptions = {}): ReadyBackOffice {
  return officeOver(sqlTable(sql), options);
}
