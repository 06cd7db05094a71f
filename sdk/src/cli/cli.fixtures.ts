import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command as it stands in the sources. */
export const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/** What a call of the command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Does something with the running process, for example sends a signal. */
  readonly during?: (pid: number, out: () => string) => void | Promise<void>;
}

const timeoutMs = 60_000;

/** The environment without anything of ours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = (name: string) =>
    !name.startsWith('GRIDSEAL_') && !['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS'].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => foreign(name)));
}

/** Runs the command, wherever: see `call`, and `callHere` for one that starts no process. */
export type Caller = (args: readonly string[], options?: CallOptions) => Promise<Outcome>;

/** Runs the real command as a process of its own. */
export function call(args: readonly string[], options: CallOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...cleanEnvironment(), ...options.env },
      cwd: options.cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
    void options.during?.(child.pid as number, () => stdout);
  });
}

function callsOf(run: Caller) {
  return {
    run,
    /** Runs with `--json` and gives what came out. */
    json: async (args: readonly string[], options: CallOptions = {}) => {
      const outcome = await run([...args, '--json'], options);
      return { ...outcome, data: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout) };
    },
    /** Runs a call that has to fail, and gives the error as programs see it. */
    failure: async (args: readonly string[], options: CallOptions = {}) => {
      const { code, stdout, stderr } = await run([...args, '--json'], options);
      return {
        code,
        stdout,
        error: JSON.parse(stderr) as { code: string; field: string | null; message: string; hints: string[] },
      };
    },
  };
}

/** A home folder of its own, with cheap wallets, and the command run in it. */
export async function createHome(caller: Caller = call) {
  const folder = await mkdtemp(path.join(tmpdir(), 'gridseal-cli-'));
  const home = path.join(folder, 'home');
  const passwordFile = path.join(folder, 'password');
  await writeFile(passwordFile, 'correct horse\n', { mode: 0o600 });
  const env = { GRIDSEAL_HOME: home, GRIDSEAL_PASSWORD_FILE: passwordFile, GRIDSEAL_SCRYPT_COST: '1024' };
  const runBy =
    (caller: Caller) =>
    (args: readonly string[], options: CallOptions = {}) =>
      caller(args, { ...options, cwd: options.cwd ?? folder, env: { ...env, ...options.env } });
  return {
    folder,
    home,
    env,
    file: (name: string) => path.join(folder, name),
    ...callsOf(runBy(caller)),
    /** The same as processes of their own, whatever the caller. */
    apart: callsOf(runBy(call)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Home = Awaited<ReturnType<typeof createHome>>;
