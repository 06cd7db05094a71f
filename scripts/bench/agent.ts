import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimMany } from '../../sdk/src/chain/index.ts';
import { ClaimBook } from '../../sdk/src/roles/device/claimBook.ts';
import { decodeDeviceConfig, readDeviceConfig, saveDeviceConfig } from '../../sdk/src/roles/device/index.ts';
import { startProgram } from '../../sdk/src/roles/sandbox/childProgram.ts';
import { startRpcProxy } from '../../test/support/rpcProxy.ts';
import { compileSdk } from '../lib/compiledSdk.ts';
import { type Measurement, measured } from './measurement.ts';
import { onScene, type Scene } from './scene.ts';

/** Twelve rounds a look at the trust, as with the default intervals (5 s and 60 s), but twenty times as fast. */
const intervals = { pollSeconds: 0.25, trustSeconds: 3 };
const rounds = 48;

/**
 * The published agent (`gridseal device run`) with the default five channels, one of which has a credential, while nothing is
 * announced: what it holds in memory, and what it asks of its RPC endpoint, counted by a proxy in front of the chain.
 */
export async function* measure(): AsyncGenerator<Measurement> {
  const folder = await compileSdk();
  yield* onScene((scene) => measureIdle(scene, path.join(folder, 'cli', 'main.js')));
}

async function* measureIdle(scene: Scene, program: string): AsyncGenerator<Measurement> {
  const { station, stage } = scene;
  await using proxy = await startRpcProxy(stage.sandbox.rpcUrl);
  await configure(station.stateDirectory, proxy.url);
  const agent = await startProgram({
    name: 'the agent',
    command: process.execPath,
    args: [program, 'device', 'run', '--state', station.stateDirectory],
    isReady: (line) => /"url":"([^"]+)"/.exec(line)?.[1],
  });
  try {
    await installOne(scene, agent.ready);
    const before = { rounds: await metric(agent.ready, 'gridseal_polls_total'), ...counts(proxy) };
    const memory: number[] = [];
    let made = 0;
    while (made < rounds) {
      await sleep(200);
      memory.push(residentMegabytes(agent.pid));
      made = (await metric(agent.ready, 'gridseal_polls_total')) - before.rounds;
    }
    const after = counts(proxy);
    yield measured('agent.memory', Math.max(...memory), 'MB', 100);
    yield measured('agent.rpcPerPoll', (after.requests - before.requests) / made, 'requests/poll', 3);
    yield measured('agent.rpcPerPoll.calls', (after.calls - before.calls) / made, 'calls/poll');
  } finally {
    await agent.stop();
  }
}

async function configure(stateDirectory: string, rpcUrl: string): Promise<void> {
  const config = await readDeviceConfig(stateDirectory);
  const chain = { ...config.chain, rpcUrls: [rpcUrl] };
  const health = { port: 0 };
  await saveDeviceConfig(stateDirectory, decodeDeviceConfig({ ...config, ...intervals, chain, health }));
}

/** One credential arrives, and its receipt is final: from then on the agent only looks. */
async function installOne({ admin, station, stage }: Scene, url: string): Promise<void> {
  const credential = { kind: 'sshHost', issuer: 'hosts', principals: ['station.example'] } as const;
  await admin.issue({ to: { device: station.id }, credential, ttlSeconds: 86_400 });
  const book = new ClaimBook(path.join(station.stateDirectory, 'claims'));
  await until('the credential is installed', async () =>
    (await book.read()).receipts.some(({ published }) => published),
  );
  await claimMany(stage.sandbox.chain, stage.sandbox.account(9), (await book.read()).receipts);
  await until('the receipt is final', async () => (await metric(url, 'gridseal_outstanding_claims')) === 0);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; !(await holds()); await sleep(100)) {
    if (performance.now() > end) throw new Error(`After 30 s it is not so yet that ${what}.`);
  }
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`The agent has no metric ${name}.`);
  return Number(value);
}

function counts(proxy: { readonly calls: readonly unknown[]; requests(): number }) {
  return { requests: proxy.requests(), calls: proxy.calls.length };
}

/** VmRSS, in 10^6 bytes. */
function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('The kernel does not say how much memory the agent has.');
  return (Number(kibibytes) * 1_024) / 1e6;
}
