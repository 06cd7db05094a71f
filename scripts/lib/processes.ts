import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './paths.ts';

/** How a process ended, and all that it printed (stdout and stderr, in the order of arrival). */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly milliseconds: number;
}

/** What `run` may be told besides the command. */
export interface RunOptions {
  /** Called with every line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();

/**
 * Runs a program (in a process group of its own, so that nothing it started outlives us) and collects its output.
 *
 * Never throws for a program that fails or is missing: `code` is then not 0.
 *
 * @example
 * ```ts
 * const { code, output } = await run(['node', '--version']);
 * ```
 */
export function run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<Outcome> {
  const started = performance.now();
  const [program, ...rest] = command;
  const child = spawn(program === 'node' ? process.execPath : program, rest, {
    cwd: root,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const lines: string[] = [];
  const take = (line: string): void => {
    lines.push(line);
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', take);
  createInterface({ input: child.stderr }).on('line', take);
  return new Promise((resolve) => {
    const end = (code: number): void => {
      running.delete(child);
      resolve({ code, output: lines.join('\n'), milliseconds: performance.now() - started });
    };
    child.on('error', (error) => {
      take(`${program}: ${error.message}`);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Sends `signal` to everything that `run` started and that still runs. */
export function endAll(signal: NodeJS.Signals): void {
  for (const child of running) {
    if (child.pid === undefined) continue;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It ended in this moment.
    }
  }
}

/** Makes Ctrl-C, SIGTERM and SIGHUP end what `run` started, first politely, after five seconds by force. */
export function endAllWithUs(): void {
  let ending = false;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      endAll('SIGTERM');
      setTimeout(() => endAll('SIGKILL'), 5_000).unref();
      const wait = setInterval(() => {
        if (running.size > 0) return;
        clearInterval(wait);
        process.exit(code);
      }, 50);
    });
  }
}
