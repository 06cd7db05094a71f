import { type ChildProcess, spawn } from 'node:child_process';
import { ConfigurationError } from '../../errors/index.ts';

/** What to run: the first entry is an absolute path, and no shell is involved. */
export interface Argv {
  readonly argv: readonly [program: string, ...string[]];
}

/** A command that the device's configuration gives a name, so that manifests can ask for it by that name. */
export interface Command extends Argv {
  readonly timeoutMs: number;
  /** Runs before `argv` and has to succeed, for example `sshd -t`. */
  readonly check?: Argv;
  /** Runs after `argv` and has to succeed: is the service up with the new files? */
  readonly probe?: Probe;
}

/** Services take a moment to come up again, so a probe that fails is repeated. */
export interface Probe extends Argv {
  /** For how long, in milliseconds between the attempts; 3000 if not given. */
  readonly retryMs?: number;
}

export type Commands = Readonly<Record<string, Command>>;

/** Nothing of the agent's own environment, which may hold secrets, is passed on. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' } as const;
const MAX_OUTPUT = 2000;
const DEFAULT_RETRY_MS = 3000;
const PAUSE_MS = 100;

/**
 * Checks the commands of a device's configuration.
 *
 * @throws {ConfigurationError} naming the key, for example `commands.reload-sshd.argv`.
 * @example
 * ```ts
 * assertCommands({ 'reload-sshd': { check: { argv: ['/usr/sbin/sshd', '-t'] }, argv: ['/bin/systemctl', 'reload', 'ssh'], timeoutMs: 10_000 } });
 * ```
 */
export function assertCommands(commands: Commands): void {
  for (const [name, command] of Object.entries(commands)) {
    const field = `commands.${name}`;
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) throw new ConfigurationError('is not a command name', { field });
    assertArgv(command, field);
    if (command.check) assertArgv(command.check, `${field}.check`);
    if (command.probe) assertArgv(command.probe, `${field}.probe`);
    assertMilliseconds(command.timeoutMs, 1, `${field}.timeoutMs`);
    assertMilliseconds(command.probe?.retryMs ?? DEFAULT_RETRY_MS, 0, `${field}.probe.retryMs`);
  }
}

function assertMilliseconds(value: number, least: number, field: string): void {
  if (Number.isInteger(value) && value >= least && value <= 600_000) return;
  throw new ConfigurationError(`is not from ${least} to 600000 milliseconds`, { field });
}

function assertArgv(command: Argv, field: string): void {
  const { argv } = command;
  const texts = Array.isArray(argv) && argv.every((part) => typeof part === 'string' && !part.includes('\0'));
  if (!texts || !argv[0]?.startsWith('/')) {
    throw new ConfigurationError('is not a list of texts that starts with an absolute path', {
      field: `${field}.argv`,
    });
  }
}

/** How a command ended: null if it succeeded, otherwise one line that says why not. */
export type CommandFailure = string | null;

/** What a command consists of, in the order in which it runs. */
export const commandStages = ['check', 'run', 'probe'] as const;
export type CommandStage = (typeof commandStages)[number];

/** Runs one stage of a command; nothing to do if the command does not have it. */
export async function runStage(commands: Commands, name: string, stage: CommandStage): Promise<CommandFailure> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return `${name} is not configured any more`;
  const argv = { check: command.check, run: command, probe: command.probe }[stage];
  if (!argv) return null;
  const retryMs = stage === 'probe' ? (command.probe?.retryMs ?? DEFAULT_RETRY_MS) : 0;
  let failure = await runArgv(argv, command.timeoutMs);
  for (let waited = 0; failure !== null && waited < retryMs; waited += PAUSE_MS) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    failure = await runArgv(argv, command.timeoutMs);
  }
  return failure === null ? null : `${name} (${stage}) ${failure}`;
}

function runArgv({ argv: [program, ...rest] }: Argv, timeoutMs: number): Promise<CommandFailure> {
  return new Promise((resolve) => {
    // A group of its own, so that a command that hangs ends together with what it started.
    const child = spawn(program, rest, {
      env: ENVIRONMENT,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let output = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child);
    }, timeoutMs);
    const settle = (failure: CommandFailure) => {
      clearTimeout(timer);
      // A daemon left behind may keep the pipe open.
      child.stderr?.destroy();
      resolve(failure);
    };
    child.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    });
    child.once('error', (error) => settle(`could not be started: ${'code' in error ? error.code : error.name}`));
    child.once('exit', (code, signal) => {
      if (timedOut) settle(`did not end within ${timeoutMs} ms`);
      else if (code === 0) settle(null);
      else settle(`ended with ${signal ?? `status ${code}`}${describe(output)}`);
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

function describe(output: string): string {
  const line = output.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line ? `: ${line.slice(-300)}` : '';
}
