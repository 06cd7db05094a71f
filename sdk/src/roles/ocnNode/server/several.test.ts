import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../store/testing/postgresCluster.ts';
import { answerJson, envelope } from '../testing/ocpiPlatform.ts';
import {
  eventually,
  freePort,
  headersOf,
  join,
  type Member,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
  startNetwork,
} from './nodeProcess.fixtures.ts';

/** What stands before the processes: it takes connections in turn, to whichever process takes them. */
function startBalancer(port: number, targets: readonly number[]): Promise<Server> {
  let turn = 0;
  const server = createServer((client) => {
    const attempt = (left: number) => {
      turn += 1;
      const target = connect(targets[turn % targets.length] as number, '127.0.0.1');
      target.once('connect', () => {
        client.pipe(target).pipe(client);
        client.on('close', () => target.destroy());
        target.on('close', () => client.destroy());
      });
      target.once('error', () => (left > 0 ? attempt(left - 1) : client.destroy()));
    };
    client.on('error', () => undefined);
    attempt(targets.length - 1);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

/** Another process of the same node: the same home, keys and database, a port of its own. */
async function twin(files: NodeFiles): Promise<NodeFiles & { readonly listens: number }> {
  const folder = path.join(path.dirname(files.file), 'twin');
  const port = await freePort();
  await mkdir(folder);
  for (const name of ['sealing.key', 'admin.key'])
    await copyFile(path.join(path.dirname(files.file), name), path.join(folder, name));
  const config = JSON.parse(await readFile(files.file, 'utf8'));
  await writeFile(path.join(folder, 'node.json'), JSON.stringify({ ...config, listen: { port } }));
  return { ...files, file: path.join(folder, 'node.json'), listens: port };
}

describe.skipIf(!hasPostgres)('two processes of one node, on one PostgreSQL, behind a balancer', () => {
  let network: Network;
  let cluster: PostgresCluster;
  let balancer: Server;
  let files: NodeFiles;
  let env: NodeJS.ProcessEnv;
  const runs: NodeProcess[] = [];
  let [cpo, emsp]: Member[] = [];
  const members = () => [cpo, emsp] as [Member, Member];

  beforeAll(async () => {
    network = await startNetwork();
    cluster = await startPostgres();
    env = { NODE_DB: cluster.createDatabase() };
    const [front, first] = [await freePort(), await freePort()];
    const more = { listen: { port: first }, database: { url: { variable: 'NODE_DB' } } };
    files = await makeNode(network, 1, more, { port: front });
    runs.push(await runNode(files, env));
    const second = await twin(files);
    runs.push(await runNode(second, env));
    expect(runs.map((run) => run.stderr())).toEqual(['', '']);
    balancer = await startBalancer(front, [first, second.listens]);
    expect((balancer.address() as AddressInfo).port).toBe(front);
    cpo = await join(network, files, 3, { country_code: 'DE', party_id: 'CPO' }, 'CPO');
    emsp = await join(network, files, 4, { country_code: 'CH', party_id: 'MSP' }, 'EMSP');
    // Each process reads the registry by itself: what one knows already may be new to the other.
    countDeliveries();
    for (const { url } of runs) await eventually(() => reaches(url));
  });
  afterAll(async () => {
    balancer?.close();
    for (const run of runs) await run[Symbol.asyncDispose]();
    for (const member of [cpo, emsp]) await member?.platform[Symbol.asyncDispose]();
    await cluster?.stop();
    await network?.[Symbol.asyncDispose]();
  });

  const token = '/ocpi/receiver/2.2.1/tokens/CH/MSP/T1';
  /** Whether a process knows both parties. */
  const reaches = async (at: string) => {
    const [to, from] = members();
    const response = await fetch(`${at}${token}`, { headers: headersOf(from, to) });
    expect(((await response.json()) as { status_code: number }).status_code).toBe(1000);
  };
  const send = async (id: string, at = files.url) => {
    const [to, from] = members();
    const response = await fetch(`${at}${token}`, {
      method: 'PATCH',
      headers: { ...headersOf(from, to, id), Connection: 'close' },
      body: '{"valid":true,"last_updated":"2026-11-20T12:00:00Z"}',
    });
    return ((await response.json()) as { status_code: number }).status_code;
  };
  /** Answers are held back while `held`, and counted by message. */
  function countDeliveries() {
    const [to] = members();
    const counts = new Map<string, number>();
    const state = { counts, delay: 0 };
    to.platform.handlers.set('/ocpi/2.2.1/tokens/CH/MSP/T1', (request, response) => {
      const id = String(request.headers['x-correlation-id']);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      setTimeout(() => answerJson(response, 200, envelope(undefined)), state.delay);
    });
    return state;
  }

  test('behavior: both serve every platform, whichever of them it has registered with', async () => {
    const { counts } = countDeliveries();
    for (let i = 0; i < 6; i++) expect(await send(`each-${i}`)).toBe(1000);
    expect([...counts.values()]).toEqual(Array(6).fill(1));
    const served = runs.map(({ lines }) => lines.filter(({ method }) => method === 'PATCH').length);
    expect(served.every((count) => count > 0)).toBe(true);
  });

  test('behavior: the same request to both at the same time is carried out once', async () => {
    const state = countDeliveries();
    state.delay = 500;
    const answers = await Promise.all(runs.map(({ url }) => send('twice', url)));
    expect(answers).toEqual([1000, 1000]);
    expect(state.counts.get('of-twice')).toBe(1);
  });

  test('behavior: one is killed under load: every message arrives, and what was answered was carried out once', async () => {
    const state = countDeliveries();
    state.delay = 50;
    const ids = Array.from({ length: 60 }, (_, i) => `killed-${i}`);
    const tries = new Map<string, number>();
    const deliver = async (id: string) =>
      eventually(async () => {
        tries.set(id, (tries.get(id) ?? 0) + 1);
        const code = await send(id);
        if (code !== 1000) throw new Error(String(code));
      });
    const queue = ids[Symbol.iterator]();
    const clients = Array.from({ length: 8 }, async () => {
      for (const id of queue) await deliver(id);
    });
    await expect.poll(() => state.counts.size, { timeout: 20_000 }).toBeGreaterThan(10);
    runs[1]?.child.kill('SIGKILL');
    await Promise.all(clients);
    expect([...state.counts.keys()].sort()).toEqual(ids.map((id) => `of-${id}`).sort());
    const again = [...state.counts].filter(([, count]) => count > 1).map(([id]) => id);
    // Only what the dead process had sent on and not noted can arrive twice, with the same X-Correlation-ID.
    expect(again.length).toBeLessThanOrEqual(8);
    for (const id of again) expect(tries.get(id.slice('of-'.length))).toBeGreaterThan(1);
  });

  test('behavior: what the other has answered before it died is answered again, and not carried out', async () => {
    const state = countDeliveries();
    for (const id of ['killed-0', 'each-0', 'twice']) expect(await send(id)).toBe(1000);
    expect(state.counts.size).toBe(0);
  });
});
