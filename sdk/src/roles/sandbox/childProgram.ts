import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BaseError } from '../../errors/index.ts';

/** A program of the sandbox did not come up, or ended when it should not have. */
export class SandboxError extends BaseError {
  constructor(shortMessage: string, metaMessages: readonly string[] = []) {
    super('SANDBOX', shortMessage, { metaMessages });
  }
}

/** A running program: what it said when it was ready, and how to end it. */
export interface ChildProgram<Ready> {
  readonly pid: number;
  readonly ready: Ready;
  /** Resolves once the program has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it: politely, and after five seconds by force. */
  stop(): Promise<void>;
}

interface ProgramOptions<Ready> {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Looks at each line of output; the first result that is not undefined means that the program is ready. */
  readonly isReady: (line: string) => Ready | undefined;
  readonly timeoutMs?: number;
}

const keptLines = 20;

/**
 * Starts a program and waits until one line of its output says that it is ready. It reads on from then, so that the program
 * never blocks on a full pipe.
 *
 * @throws {SandboxError} with the program's last lines, if it ends or is silent for too long.
 */
export async function startProgram<Ready>(options: ProgramOptions<Ready>): Promise<ChildProgram<Ready>> {
  // Its own process group: Ctrl-C reaches us alone, and we end the programs in order.
  const child = spawn(options.command, options.args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    process.off('exit', onExit);
  });
  const stop = () => end(child, ended);
  try {
    const ready = await firstReadyLine(child, options);
    return { pid: child.pid as number, ready, ended, stop };
  } catch (error) {
    if (child.pid !== undefined) await stop();
    throw error;
  }
}

function firstReadyLine<Ready>(child: ChildProcess, options: ProgramOptions<Ready>): Promise<Ready> {
  const { name, timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const fail = (why: string) => reject(new SandboxError(`${name} ${why}`, lines.slice(-keptLines)));
    const timer = setTimeout(() => fail(`was not ready within ${timeoutMs / 1_000} s`), timeoutMs);
    timer.unref();
    const take = (line: string) => {
      if (lines.push(line) > 10 * keptLines) lines.splice(0, lines.length - keptLines);
      const ready = options.isReady(line);
      if (ready === undefined) return;
      clearTimeout(timer);
      resolve(ready);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', take);
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    child.once('close', (code, signal) => fail(`ended at once (${signal ?? `status ${code}`})`));
  });
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
