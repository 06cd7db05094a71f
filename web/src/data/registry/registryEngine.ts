import type { Hex } from '@gridseal/sdk/bytes';
import { anchorsOf, type Chain, type ChainNodeDirectory, chainTime, createNodeDirectory } from '@gridseal/sdk/chain';
import { firstBlockWithCode, hasCode } from '../engine/firstBlock.ts';
import { sleep } from '../engine/sleep.ts';
import type { Network } from '../network.ts';
import { assemble } from './assemble.ts';
import type { HistoryQuestion, RegistryAnchors, RegistryHistory, RegistryView } from './model.ts';
import { createRegistryLog, type RegistryLog } from './registryLog.ts';
import type { RegistryShelf } from './registryShelf.ts';
import { ownersOf, type Timeline, toTimeline } from './timeline.ts';

/** What a registry's engine is made with. */
export interface RegistryEngineOptions {
  readonly network: Pick<Network, 'firstBlock'>;
  /** Its node registry is the one that is looked at. */
  readonly chain: Chain;
  /** Lower case. */
  readonly registry: Hex;
  /** Null where the browser keeps nothing. */
  readonly shelf?: RegistryShelf | null;
}

/** A registry as it is read, outside any worker. */
export interface RegistryEngine {
  readonly view: () => Promise<RegistryView | null>;
  readonly history: (question: HistoryQuestion) => Promise<RegistryHistory>;
  readonly close: () => void;
}

/** How long a view waits for the history, which only adds to it. */
const patienceMs = 1_500;

interface Opened {
  readonly directory: ChainNodeDirectory;
  readonly log: RegistryLog;
  readonly anchors: RegistryAnchors;
}

/** @example `const view = await createRegistryEngine({ network, chain, registry }).view();` */
export function createRegistryEngine(options: RegistryEngineOptions): RegistryEngine {
  const { network, chain, registry, shelf = null } = options;
  const closed = new AbortController();
  const { signal } = closed;
  let opened: Opened | null = null;
  let looking: Promise<RegistryView | null> | null = null;
  let reading: Promise<void> | null = null;
  let known: { readonly revision: number; readonly timeline: Timeline } | null = null;

  async function open(): Promise<Opened | null> {
    const head = await chainTime(chain, signal);
    if (!(await hasCode(chain, [registry], 'latest', signal))) return null;
    const from = network.firstBlock ?? (await firstBlockWithCode(chain, [registry], head.number, signal));
    const { anchors: quorums, needed } = await anchorsOf(chain, { depth: 'head', signal });
    return {
      directory: createNodeDirectory(chain, { registry }),
      log: createRegistryLog(chain, { registry, from: Math.max(1, from), shelf }),
      anchors: { quorums, needed },
    };
  }

  /** One reading at a time; what fails is read again with the next view. */
  function readLog(log: RegistryLog): Promise<void> {
    reading ??= log.read(signal).finally(() => {
      reading = null;
    });
    return reading;
  }

  function timelineOf(log: RegistryLog): Timeline | null {
    if (!log.isWhole()) return null;
    if (known?.revision !== log.revision()) {
      known = { revision: log.revision(), timeline: toTimeline(log.events()) };
    }
    return known.timeline;
  }

  async function look(): Promise<RegistryView | null> {
    opened ??= await open();
    if (!opened) return null;
    const { directory, log, anchors } = opened;
    const history = readLog(log).catch(() => undefined);
    await directory.refresh(signal);
    await Promise.race([history, sleep(patienceMs, signal)]);
    return assemble({ registry, directory, anchors, timeline: timelineOf(log) });
  }

  return {
    view: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    history: async ({ of, limit }) => {
      if (!opened) return { total: 0, items: [], isWhole: false };
      const { log } = opened;
      const all = log.events().filter((event) => ownersOf(event).includes(of));
      return { total: all.length, items: all.slice(-Math.max(1, limit)).reverse(), isWhole: log.isWhole() };
    },
    close: () => closed.abort(),
  };
}
