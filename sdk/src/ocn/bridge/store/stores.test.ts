import { PGlite } from '@electric-sql/pglite';
import { describe, expect, test } from 'vitest';
import { noConnection } from '../registration/handshake.ts';
import { describeStore, emptyTables } from '../testing/storeContract.ts';
import { memoryBridgeStore } from './memoryBridgeStore.ts';
import { aesSealing } from './sealing.ts';
import { sqlBridgeStore } from './sqlBridgeStore.ts';

describeStore(
  'memory',
  async () => {
    let store = memoryBridgeStore();
    const empty = async () => {
      store = memoryBridgeStore();
    };
    return { store: () => store, empty, close: async () => undefined };
  },
  200,
);

describeStore(
  'PGlite',
  async () => {
    const database = await PGlite.create();
    return { store: () => sqlBridgeStore(database), empty: () => emptyTables(database), close: () => database.close() };
  },
  5,
);

describe('a sealed connection', () => {
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

  test('behavior: the token lies sealed, and opens with its key alone', async () => {
    const database = await PGlite.create();
    const sealed = sqlBridgeStore(database, { sealing: aesSealing(new Uint8Array(32).fill(1), random) });
    await sealed.connection.save({ ...noConnection, callToken: 'the-secret-token' });
    const { rows } = await database.query<{ value: string }>('SELECT value FROM ocn_bridge_connection');
    expect(rows[0]?.value).not.toContain('the-secret-token');
    expect((await sealed.connection.load())?.callToken).toBe('the-secret-token');
    const other = sqlBridgeStore(database, { sealing: aesSealing(new Uint8Array(32).fill(2), random) });
    await expect(other.connection.load()).rejects.toMatchObject({ code: 'DECODE', field: 'sealed' });
    await database.close();
  });

  test('error: a key of another size', () => {
    expect(() => aesSealing(new Uint8Array(16), random)).toThrow(/32 bytes/);
  });
});
