import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inProject } from '../../scripts/lib/paths.ts';

/** A line of the agent's log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/**
 * Runs `gridseal device run` as a process of its own, as systemd would.
 *
 * @example
 * ```ts
 * await using agent = await startAgent(station.stateDirectory);
 * await agent.seen(({ message }) => message === 'installed');
 * ```
 */
export function startAgent(stateDirectory: string) {
  const main = inProject('sdk/src/cli/main.ts');
  const child = spawn(process.execPath, [main, 'device', 'run', '--state', stateDirectory], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  /** Everything that was written, as it was. */
  const output: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    output.push(line);
    lines.push(JSON.parse(line) as LogLine);
    for (const look of waiting) look();
  });
  createInterface(child.stderr).on('line', (line) => output.push(line));
  const ended = new Promise<{ readonly code: number | null; readonly signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    process.off('exit', onExit);
    return ended;
  };
  return {
    pid: child.pid as number,
    lines,
    output,
    ended,
    stop,
    /** Resolves with the first line that fits, also one that was written before. */
    seen: (fits: (line: LogLine) => boolean, timeoutMs = 60_000) =>
      new Promise<LogLine>((resolve, reject) => {
        const timer = setTimeout(() => finish(), timeoutMs);
        const finish = (line?: LogLine) => {
          clearTimeout(timer);
          waiting.delete(look);
          if (line) resolve(line);
          else reject(new Error(`the agent did not say so:\n${output.slice(-20).join('\n')}`));
        };
        const look = () => {
          const line = lines.find(fits);
          if (line) finish(line);
        };
        waiting.add(look);
        look();
        void ended.then(() => finish(lines.find(fits)));
      }),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

/** A running agent; see {@link startAgent}. */
export type Agent = ReturnType<typeof startAgent>;
