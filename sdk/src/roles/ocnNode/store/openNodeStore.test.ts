import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { NodeStore } from './nodeStore.ts';
import { openNodeStore } from './openNodeStore.ts';
import { migrations } from './schema/migrations.ts';
import { digest, openHere, party, random, sealingKey, testFolder } from './testing/databases.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from './testing/postgresCluster.ts';
import { prepareStoreFolder } from './testing/preparedDatabase.ts';

const worker = join(import.meta.dirname, 'testing/writer.worker.ts');
/** With files of at most 24 MiB, of which the signal is ignored: the write fails, as on a full disk. */
const limited = ['-c', `trap '' XFSZ; ulimit -f 24576; exec "$0" "$@"`, process.execPath];

interface Writer {
  readonly lines: readonly string[];
  has(lines: number): Promise<void>;
  kill(): Promise<void>;
  readonly ended: Promise<number | null>;
}

function startWriter(kind: 'folder' | 'url', where: string, prefix: string, full = false): Writer {
  const parameters = [worker, kind, where, prefix, full ? '200000' : '100'];
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = full
    ? spawn('bash', [...limited, ...parameters], { stdio: [...stdio] })
    : spawn(process.execPath, parameters, { stdio: [...stdio] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let look = () => {};
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line);
    look();
  });
  return {
    lines,
    ended,
    has: (count) =>
      new Promise((resolve, reject) => {
        look = () => lines.length >= count && resolve();
        look();
        void ended.then(() => reject(new Error(`ended: ${lines.slice(-3)}`)));
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A folder where a store has an empty database, and nothing of its own yet. */
async function preparedFolder(): Promise<string> {
  const folder = testFolder();
  await prepareStoreFolder(folder);
  return folder;
}

/** Everything that a writer was told is there. */
async function expectKept(store: NodeStore, writer: Writer, prefix: string): Promise<void> {
  for (const line of writer.lines) {
    const [what, number] = line.split(' ');
    if (what === 'remember') expect(await store.replays.remember(`shared ${number}`, 1e12, 1), line).toBe(false);
    if (what === 'plan') {
      const key = `NL-${Number(number).toString(36).padStart(3, '0').slice(-3)}`;
      expect(await store.platforms.byParty(party(key)), line).not.toBeNull();
    }
    if (what !== 'finish') continue;
    const key = { caller: prefix, requestId: `${number}`, digest: digest(Number(number)) };
    const state = await store.requests.begin(key, 2, 1e12, 1e9);
    expect(state, line).toMatchObject({ state: 'done', answer: { signature: number } });
  }
}

describe('a folder', () => {
  test('behavior: keeps everything from one process to the next', async () => {
    const folder = testFolder();
    const first = await openHere({ folder });
    await first.replays.remember('a', 100, 1);
    await first.close();
    expect(await (await openHere({ folder })).replays.remember('a', 200, 2)).toBe(false);
  });

  test('behavior: what was acknowledged survives kill -9, again and again', async () => {
    const folder = await preparedFolder();
    for (const prefix of ['a', 'bb']) {
      const writer = startWriter('folder', folder, prefix);
      await writer.has(400);
      await writer.kill();
      const store = await openHere({ folder });
      await expectKept(store, writer, prefix);
      await store.close();
    }
  });

  test('error: a disk that is full is told, and what was acknowledged is there when there is room', async () => {
    const folder = await preparedFolder();
    await (await openHere({ folder })).close();
    const writer = startWriter('folder', folder, 'a', true);
    expect(await writer.ended).toBe(3);
    expect(writer.lines.at(-1)).toBe('error STORE_UNAVAILABLE');
    expect(writer.lines.length).toBeGreaterThan(100);
    await expectKept(await openHere({ folder }), writer, 'a');
  });

  test('error: one that another process has open, or this one', async () => {
    const folder = await preparedFolder();
    const writer = startWriter('folder', folder, 'a');
    await writer.has(1);
    await expect(openHere({ folder })).rejects.toMatchObject({ code: 'STORE_SETUP', field: 'folder' });
    await writer.kill();
    await openHere({ folder });
    await expect(openHere({ folder })).rejects.toMatchObject({ code: 'STORE_SETUP', field: 'folder' });
  });

  test('error: one that cannot be there', async () => {
    const file = join(testFolder(), 'file');
    writeFileSync(file, '');
    await expect(openHere({ folder: join(file, 'store') })).rejects.toMatchObject({ code: 'FILE', field: 'folder' });
  });

  test.skipIf(process.getuid?.() === 0)('error: one that may not be written to', async () => {
    const folder = testFolder();
    chmodSync(folder, 0o500);
    await expect(openHere({ folder })).rejects.toMatchObject({ code: 'FILE', field: 'folder' });
  });

  test('error: another sealing key, or one that is too short', async () => {
    const folder = await preparedFolder();
    await (await openHere({ folder })).close();
    const wrong = new Uint8Array(32);
    await expect(openHere({ folder }, wrong)).rejects.toMatchObject({ code: 'SEALING', field: 'sealingKey' });
    await expect(openHere({ folder }, wrong.subarray(1))).rejects.toMatchObject({ code: 'ARGUMENT' });
    await openHere({ folder });
  });

  test('error: files that are damaged', async () => {
    const folder = await preparedFolder();
    await (await openHere({ folder })).close();
    const control = join(folder, 'database/global/pg_control');
    writeFileSync(control, readFileSync(control).fill(0xff, 0, 64));
    await expect(openHere({ folder })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

describe.skipIf(!hasPostgres)('a server', () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster?.stop());

  test('behavior: several processes may start at once', async () => {
    const url = cluster.createDatabase();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openHere({ url })));
    const remembered = await Promise.all(stores.map(({ replays }) => replays.remember('a', 100, 1)));
    expect(remembered.filter(Boolean)).toHaveLength(1);
    expect(cluster.run(url, 'select count(*) from ocn_node.migration')).toBe(String(migrations.length));
  });

  test('behavior: of two processes that write the same, each write counts once', async () => {
    const url = cluster.createDatabase();
    const store = await openHere({ url });
    const writers = ['a', 'bb'].map((prefix) => startWriter('url', url, prefix));
    for (const writer of writers) await writer.has(500);
    for (const writer of writers) await writer.kill();
    for (const what of ['remember', 'plan']) {
      const counted = writers.flatMap(({ lines }) => lines.filter((line) => line.startsWith(what)));
      expect(new Set(counted).size).toBe(counted.length);
    }
    for (const [i, writer] of writers.entries()) await expectKept(store, writer, ['a', 'bb'][i] as string);
  });

  test('behavior: a request of a process that died is taken over when its time is over', async () => {
    const url = cluster.createDatabase();
    const [dead, living] = [await openHere({ url }), await openHere({ url })];
    const key = { caller: 'a', requestId: 'b', digest: digest(1) };
    const answer = { status: 200, headers: {}, body: null, signature: null };
    expect(await dead.requests.begin(key, 1, 10_000, 100)).toEqual({ state: 'new' });
    expect(await living.requests.begin(key, 100, 10_000, 100)).toEqual({ state: 'busy' });
    expect(await living.requests.begin({ ...key, digest: digest(2) }, 101, 10_000, 100)).toEqual({ state: 'other' });
    expect(await living.requests.begin(key, 101, 10_000, 100)).toEqual({ state: 'new' });
    await dead.requests.abandon(key);
    await dead.requests.finish(key, { ...answer, status: 500 });
    expect(await dead.requests.begin(key, 102, 10_000, 100)).toEqual({ state: 'busy' });
    await living.requests.finish(key, answer);
    expect(await dead.requests.begin(key, 103, 10_000, 100)).toEqual({ state: 'done', answer });
  });

  test('behavior: of many requests in several stores, each is begun by one', async () => {
    const url = cluster.createDatabase();
    const stores = await Promise.all([openHere({ url }), openHere({ url }), openHere({ url })]);
    const begun = await Promise.all(
      stores.flatMap(({ requests }, s) =>
        Array.from({ length: 400 }, (_, i) => {
          const requestId = `${s % 2 ? i : 399 - i}`;
          return requests.begin({ caller: 'a', requestId, digest: digest(1) }, 1, 1_000, 100);
        }),
      ),
    );
    expect(begun.filter(({ state }) => state === 'new')).toHaveLength(400);
    expect(begun.filter(({ state }) => state === 'busy')).toHaveLength(800);
  });

  test('behavior: parties that two processes claim crosswise are one’s or the other’s', async () => {
    const url = cluster.createDatabase();
    const stores = await Promise.all([openHere({ url }), openHere({ url })]);
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => {
        const keys = ['NL-AAA', `NL-B${10 + (i % 5)}`, `NL-C${10 + (i % 7)}`];
        const parties = (i % 2 ? keys : keys.reverse()).map(party);
        const input = { parties, tokenDigest: digest(i), expires: 100, now: 1 };
        return (stores[i % 2] as NodeStore).platforms.plan(input);
      }),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT', field: 'parties' });
    }
  });

  test('behavior: one holder of a lease among many', async () => {
    const url = cluster.createDatabase();
    const stores = await Promise.all([openHere({ url }), openHere({ url }), openHere({ url })]);
    const held = await Promise.all(stores.map(({ leases }, i) => leases.acquire('sweep', `${i}`, 100, 1)));
    expect(held.filter(Boolean)).toHaveLength(1);
  });

  test('error: a server that goes away is told, and found again', async () => {
    const own = await startPostgres();
    onTestFinished(() => own.stop());
    const store = await openHere({ url: own.createDatabase() });
    await store.replays.remember('a', 100, 1);
    const crashed = own.crash();
    const during = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => store.replays.remember(`b${i}`, 9, 1)),
    );
    for (const result of during) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
    await crashed;
    await expect.poll(() => store.isReady(), { timeout: 20_000 }).toBe(true);
    expect(await store.replays.remember('a', 200, 2)).toBe(false);
  });

  test('error: a schema that is newer, another sealing key, or no server', async () => {
    const url = cluster.createDatabase();
    await openHere({ url });
    const wrong = new Uint8Array(32);
    await expect(openHere({ url }, wrong)).rejects.toMatchObject({ code: 'SEALING' });
    cluster.run(url, 'insert into ocn_node.migration (version) values (1000)');
    await expect(openHere({ url })).rejects.toMatchObject({ code: 'STORE_SETUP', field: 'schema' });
    const nowhere = 'postgres://somebody:secret@127.0.0.1:1/none';
    const refused = await openNodeStore({ url: nowhere }, { sealingKey, random }).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(String(refused)).not.toContain('secret');
  });

  test('error: tables that are somebody else’s', async () => {
    const url = cluster.createDatabase();
    cluster.run(url, 'create schema ocn_node; create table ocn_node.platform (id text)');
    await expect(openHere({ url })).rejects.toMatchObject({ code: 'STORE_SETUP', field: 'schema' });
  });
});
