import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { steadyHeapFlags } from '../../sdk/src/cli/commands/ocn/node/steadyHeap.ts';
import {
  makeNode,
  type Network,
  type NodeFiles,
  startNetwork,
} from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { compileSdk } from '../lib/compiledSdk.ts';
import { type Measurement, measured } from './measurement.ts';
import { accounts } from './ocnExchange.ts';
import type { Done, Order } from './ocnParty.ts';

/** So many that no process waits for another while there is a core. */
const CONCURRENCY = 96;
const SECONDS = 20;
/** Where memory is compared: after the first, caches and heaps have their size, and code is compiled as it stays. */
const [FIRST, LAST] = [10_000, 100_000];

const ample = { perSecond: 1_000_000, burst: 1_000_000 };
const rates = { platform: ample, address: ample, peerAddress: ample, peer: ample };

/**
 * Signed messages from a provider through its node and another operator's node to a charge point operator, and the answers back: four
 * processes, of which the nodes are the published `gridseal ocn node run` with PGlite in a folder.
 */
export async function* measure(): AsyncGenerator<Measurement> {
  const program = path.join(await compileSdk(), 'cli', 'main.js');
  await using stack = new AsyncDisposableStack();
  const alone = await perSecondAlone();
  const network = stack.use(await startNetwork());
  const nodes = [
    await startNode(network, accounts.nodeA, program, stack),
    await startNode(network, accounts.nodeB, program, stack),
  ] as const;
  const [cpo, emsp] = [startChild('ocnParty.ts', stack), startChild('ocnParty.ts', stack)];
  await order(await cpo, { do: 'join', as: 'cpo', rpcUrl: network.rpcUrl, node: nodes[1].files });
  await order(await emsp, { do: 'join', as: 'emsp', rpcUrl: network.rpcUrl, node: nodes[0].files });
  // By then both nodes have looked at the chain again.
  await sleep(6_000);
  await order(await emsp, { do: 'count', concurrency: CONCURRENCY, messages: FIRST });
  const before = nodes.map(({ child }) => residentMegabytes(child));
  yield* throughput(await emsp, alone);
  yield* memory(await emsp, nodes, before);
}

async function* throughput(emsp: ChildProcess, alone: number): AsyncGenerator<Measurement> {
  const full = await order(emsp, { do: 'closed', concurrency: CONCURRENCY, seconds: SECONDS });
  yield measured('ocn.routed', full.perSecond, 'messages/s');
  yield measured('ocn.routed.alone', alone, 'messages/s');
  yield measured('ocn.routed.ratio', full.perSecond / alone, 'of the signatures alone', 0.6);
  const half = await order(emsp, { do: 'open', perSecond: full.perSecond / 2, seconds: SECONDS });
  yield measured('ocn.latency.p50', half.p50, 'ms');
  yield measured('ocn.latency.p99', half.p99, 'ms', 25);
}

async function* memory(
  emsp: ChildProcess,
  nodes: readonly Node[],
  before: readonly number[],
): AsyncGenerator<Measurement> {
  await order(emsp, { do: 'count', concurrency: CONCURRENCY, messages: LAST - FIRST });
  const after = nodes.map(({ child }) => residentMegabytes(child));
  yield measured('ocn.memory', Math.max(...after), 'MB');
  const growth = Math.max(...after.map((one, i) => one / (before[i] as number)));
  yield measured('ocn.memory.growth', growth, `times after ${LAST} messages`, 1.1);
}

/** On all cores at once, as the four processes are. */
async function perSecondAlone(): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const children = await Promise.all(
    Array.from({ length: availableParallelism() }, () => startChild('ocnAlone.ts', stack)),
  );
  // The first is for the compiler of code that runs often.
  await Promise.all(children.map((child) => ask(child, { seconds: SECONDS })));
  const rates = await Promise.all(children.map((child) => ask<{ perSecond: number }>(child, { seconds: SECONDS })));
  return rates.reduce((sum, { perSecond }) => sum + perSecond, 0);
}

interface Node {
  readonly files: NodeFiles;
  readonly child: ChildProcess;
}

async function startNode(
  network: Network,
  account: number,
  program: string,
  stack: AsyncDisposableStack,
): Promise<Node> {
  // The usual settings, and not those of tests, which look at the chain five times a second.
  const chain = { chainId: network.chain.chainId, rpcUrls: [network.rpcUrl], timeoutSeconds: 30 };
  const files = await makeNode(network, account, { rates, chain });
  const child = spawn(process.execPath, [program, 'ocn', 'node', 'run', '--node', files.file], {
    env: { PATH: process.env.PATH, ...files.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  endingWith(child, stack);
  await ready(child, `${files.url}/readyz`);
  return { files, child };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`The node has ended with ${child.exitCode}.`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error('The node is not ready after 60 s.');
}

async function startChild(file: string, stack: AsyncDisposableStack): Promise<ChildProcess> {
  // As nodes do, so that it is not the collection of what measures that is measured.
  const execArgv = [...process.execArgv, ...steadyHeapFlags];
  const program = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const child = fork(program, [], { stdio: ['ignore', 2, 2, 'ipc'], execArgv });
  endingWith(child, stack);
  await nextMessage(child);
  return child;
}

function endingWith(child: ChildProcess, stack: AsyncDisposableStack): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stack.defer(async () => {
    process.off('exit', kill);
    kill();
    await ended;
  });
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('close', (code) => reject(new Error(`A process of the measurement has ended with ${code}.`)));
  });
}

function ask<T>(child: ChildProcess, question: object): Promise<T> {
  const answer = nextMessage<T>(child);
  child.send(question);
  return answer;
}

async function order(child: ChildProcess, what: Order): Promise<Done> {
  const done = await ask<Done>(child, what);
  if (done.error !== undefined) throw new Error(done.error);
  return done;
}

/** VmRSS, in 10^6 bytes. */
function residentMegabytes({ pid }: ChildProcess): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('The kernel does not say how much memory a node has.');
  return (Number(kibibytes) * 1_024) / 1e6;
}
