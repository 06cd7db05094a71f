import type { Measurement } from './measurement.ts';

/** Some measurements that are made together, in a process of their own. */
export interface Part {
  /** All that it measures. The names are stable: docs/benchmarks.md says what each is. */
  readonly names: readonly string[];
  /** What it takes at most, in seconds, before it is given up. */
  readonly seconds: number;
  /** Its module; loaded in the process that measures, and nowhere else. */
  readonly load: () => Promise<{ readonly measure: () => AsyncIterable<Measurement> }>;
}

const signing = ['secp256k1', 'p256'].flatMap((curve) => [`ops.sign.${curve}`, `ops.verify.${curve}`]);

/** In the order in which they run. */
export const parts = {
  gas: {
    names: [
      ...['create.2of3', 'endorse.2of3', 'revoke.2of3', 'approve'],
      ...['announce.2of3.first', 'announce.2of3.next', 'announce.wallet.next', 'announce.batch', 'perDevice.10000'],
      ...['claim', 'claimMany.perClaim', 'rotate.2of3'],
      ...['node.set', 'node.update', 'party.set', 'party.update', 'party.accept'],
    ].map((name) => `gas.${name}`),
    seconds: 180,
    load: () => import('./gas.ts'),
  },
  slhDsaGas: {
    names: ['min', 'median', 'worst', 'tx'].map((name) => `gas.verify.slhdsa128s.${name}`),
    seconds: 180,
    load: () => import('./slhDsaGas.ts'),
  },
  p521Gas: {
    names: ['hinted', 'plain'].flatMap((kind) =>
      ['min', 'median', 'worst', 'tx', 'prague', 'london'].map((name) => `gas.verify.p521.${kind}.${name}`),
    ),
    seconds: 600,
    load: () => import('./p521Gas.ts'),
  },
  mixedGas: {
    names: ['mixed4', 'p521.2of3', 'slhdsa128s.2of3'].map((name) => `gas.endorse.${name}`),
    seconds: 180,
    load: () => import('./mixedGas.ts'),
  },
  ops: {
    names: [
      ...['ops.seal', 'ops.open', ...signing].flatMap((name) => [name, `${name}.raw`, `${name}.ratio`]),
      ...['ops.batch.10000.seconds', 'ops.batch.10000.bytes', 'ops.openDelivery'],
    ],
    seconds: 180,
    load: () => import('./ops.ts'),
  },
  algorithms: {
    names: ['p521', 'ed25519', 'mldsa44', 'mldsa65', 'mldsa87', 'slhdsa128s']
      .flatMap((algorithm) => [`ops.${algorithm}.sign`, `ops.${algorithm}.verify`])
      .flatMap((name) => [name, `${name}.raw`, `${name}.ratio`]),
    seconds: 120,
    load: () => import('./algorithms.ts'),
  },
  graph: {
    names: ['graph.verifyPath', 'graph.verifyPath.roles', 'graph.buildEvents'],
    seconds: 120,
    load: () => import('./graph.ts'),
  },
  delivery: {
    names: ['delivery.minedToInstalled.p50', 'delivery.minedToInstalled.p99'],
    seconds: 240,
    load: () => import('./delivery.ts'),
  },
  agent: {
    names: ['agent.memory', 'agent.rpcPerPoll', 'agent.rpcPerPoll.calls'],
    seconds: 180,
    load: () => import('./agent.ts'),
  },
  batch: {
    names: ['seconds', 'bytes', 'gasPerDevice', 'enrolSeconds', 'memory', 'received'].map(
      (name) => `batch.10000.${name}`,
    ),
    seconds: 420,
    load: () => import('./batch.ts'),
  },
  ocn: {
    names: ['routed', 'routed.alone', 'routed.ratio', 'latency.p50', 'latency.p99', 'memory', 'memory.growth'].map(
      (name) => `ocn.${name}`,
    ),
    seconds: 1_500,
    load: () => import('./ocn.ts'),
  },
  ocnDirectory: {
    names: ['ocn.directory.seconds', 'ocn.lookup'],
    seconds: 300,
    load: () => import('./ocnDirectory.ts'),
  },
  web: {
    names: [
      ...['load.kB', 'load.worker.kB', 'interactive.ms'],
      ...['index.100000.seconds', 'index.100000.again.seconds', 'certificates.fps', 'devices.fps'],
      'activity.fps',
    ].map((name) => `web.${name}`),
    seconds: 240,
    load: () => import('./web.ts'),
  },
  webGraph: {
    names: ['web.graph.fps', 'web.graph.far.fps'],
    seconds: 120,
    load: () => import('./webGraph.ts'),
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof parts;

/** The names of a part that begin with one of the prefixes; all of them if there is none. */
export function wanted(part: PartName, prefixes: readonly string[]): readonly string[] {
  const { names } = parts[part];
  return prefixes.length === 0 ? names : names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
}
