import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createChain } from '../../sdk/src/chain/index.ts';
import type { Sandbox } from '../../sdk/src/roles/sandbox/index.ts';
import { now } from './clock.ts';
import type { Installed } from './deliveryAgent.ts';
import { type Measurement, measured, percentile } from './measurement.ts';
import { onScene, type Scene } from './scene.ts';

const samples = 30;
/** The poll interval, in milliseconds; the device of the scene has it in its configuration. */
const interval = 1_000;
const goal = interval / 2 + 150;

/**
 * From the moment at which an announcement is handed to a chain that mines at once until the agent, in its own process, has
 * written the record of the finished installation to the disk.
 */
export async function* measure(): AsyncGenerator<Measurement> {
  const sent = { at: 0 };
  const measureOn = async function* (scene: Scene) {
    const delays = await sampleDelays(scene, sent);
    yield measured('delivery.minedToInstalled.p50', percentile(delays, 0.5), 'ms', goal);
    yield measured('delivery.minedToInstalled.p99', percentile(delays, 0.99), 'ms');
  };
  yield* onScene(measureOn, (sandbox) => ({ ...sandbox, chain: watchedChain(sandbox, sent) }));
}

/** The sandbox's chain; notes when a transaction is sent. */
function watchedChain({ chainId, rpcUrl, addresses }: Sandbox, sent: { at: number }) {
  const fetch: typeof globalThis.fetch = (input, init) => {
    if (typeof init?.body === 'string' && init.body.includes('eth_sendRawTransaction')) sent.at = now();
    return globalThis.fetch(input, init);
  };
  return createChain({ chainId, rpcUrls: [rpcUrl], addresses, finality: 0, pollingIntervalMs: 10, fetch });
}

async function sampleDelays({ admin, station }: Scene, sent: { readonly at: number }): Promise<readonly number[]> {
  const agent = startAgent(station.stateDirectory);
  const delays: number[] = [];
  try {
    // The first one waits for the agent to start, and is not counted.
    for (let count = -1; count < samples; count++) {
      await sleep(Math.random() * interval);
      const { entry } = await admin.issue({
        to: { device: station.id },
        credential: { kind: 'sshHost', issuer: 'hosts', principals: ['station.example'] },
        ttlSeconds: 86_400,
      });
      const at = sent.at;
      const installed = await agent.installed(entry.epoch);
      if (count >= 0) delays.push(installed - at);
    }
  } finally {
    await agent.stop();
  }
  return delays;
}

/** The agent in a process of its own, which says when it has installed what. */
function startAgent(stateDirectory: string) {
  const program = fileURLToPath(new URL('./deliveryAgent.ts', import.meta.url));
  const child = fork(program, [stateDirectory], { stdio: ['ignore', 2, 2, 'ipc'] });
  const times = new Map<number, number>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let news = () => {};
  child.on('message', (message) => {
    const { epoch, at } = message as Installed;
    times.set(epoch, at);
    news();
  });
  return {
    async installed(epoch: number): Promise<number> {
      while (!times.has(epoch)) {
        const next = new Promise<void>((resolve) => {
          news = resolve;
        });
        if (times.has(epoch)) break;
        const late = sleep(30_000).then(() => {
          throw new Error(`epoch ${epoch} was not installed within 30 s`);
        });
        await Promise.race([next, ended, late]);
        if (child.exitCode !== null) throw new Error('the agent has ended');
      }
      return times.get(epoch) as number;
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
