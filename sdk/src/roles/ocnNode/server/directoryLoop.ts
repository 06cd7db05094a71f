import type { NodeDirectory } from '../../../chain/index.ts';
import type { NodeLog } from '../context.ts';

export interface DirectoryLoopOptions {
  readonly directory: NodeDirectory;
  readonly everyMs: number;
  readonly log: NodeLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1: so that processes do not ask all at once. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** The registry is followed as long as the node lives. */
export interface DirectoryLoop {
  /** When the registry was last read with success, in milliseconds since 1970. */
  readonly lastRefresh: () => number | null;
  /** Resolves when the loop has ended, after its signal. */
  readonly ended: Promise<void>;
}

/** Longest pause after failures. */
const LONGEST_MS = 60_000;

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Refreshes the directory again and again; after failures ever less often, up to once a minute. */
export function startDirectoryLoop(options: DirectoryLoopOptions, firstRefresh: number): DirectoryLoop {
  const { directory, everyMs, log, now, random, signal } = options;
  let last: number | null = firstRefresh;
  const run = async () => {
    let failures = 0;
    while (!signal.aborted) {
      const pause = failures === 0 ? everyMs : Math.min(LONGEST_MS, everyMs * 2 ** Math.min(failures, 10));
      await sleep(Math.max(everyMs, pause) * (0.8 + 0.4 * random()), signal);
      if (signal.aborted) return;
      try {
        await directory.refresh(signal);
        last = now();
        if (failures > 0) log.info({ failures }, 'the registry can be read again');
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        log.warn({ error, failures }, 'the registry cannot be read');
      }
    }
  };
  return { lastRefresh: () => last, ended: run() };
}
