import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inProject, root } from '../../scripts/lib/paths.ts';

/** One line of the agent's log. */
export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** `gridseal device run` as a process of its own. */
export interface DeviceProcess {
  readonly pid: number;
  readonly lines: readonly LogLine[];
  /** Resolves with the first line, also an earlier one, for which `wanted` holds; rejects when the agent ends without it. */
  until(wanted: (line: LogLine) => boolean): Promise<LogLine>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** How the agent's process differs from an ordinary one. */
export interface DeviceProcessOptions {
  /** Sets its system clock by so many seconds. */
  readonly clockShift?: number;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts the agent of a state folder.
 *
 * @example
 * ```ts
 * const agent = startDeviceProcess(laptop.stateDirectory);
 * await agent.until(({ message }) => message === 'installed');
 * await agent.kill('SIGTERM');
 * ```
 */
export function startDeviceProcess(stateDirectory: string, options: DeviceProcessOptions = {}): DeviceProcess {
  const { clockShift = 0 } = options;
  const shift = `const now = Date.now; Date.now = () => now() + ${clockShift * 1_000};`;
  const preload = clockShift === 0 ? [] : ['--import', `data:text/javascript,${encodeURIComponent(shift)}`];
  const args = [...preload, inProject('sdk/src/cli/main.ts'), 'device', 'run', '--state', stateDirectory];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  let problems = '';
  createInterface(child.stdout).on('line', (line) => {
    lines.push(JSON.parse(line) as LogLine);
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString('utf8');
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  void ended.then(wake);
  return {
    pid: child.pid as number,
    lines,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find(wanted);
          if (line === undefined && running.has(child)) return;
          waiting.delete(look);
          if (line) resolve(line);
          else
            reject(
              new Error(`the agent has ended: ${problems}\n${lines.map((each) => JSON.stringify(each)).join('\n')}`),
            );
        };
        waiting.add(look);
        look();
      }),
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
