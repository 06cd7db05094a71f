import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of the test's own, on a Unix socket only. */
export interface PostgresCluster {
  readonly pid: number;
  /** The URL of a new, empty database. */
  createDatabase(): string;
  /** One statement by `psql`, in the database of a URL. @returns What it prints. */
  run(url: string, statement: string): string;
  /** Its processes stop at once, as in a crash, and it starts again on what is on the disk. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const ROOT = '/usr/lib/postgresql';
const binaries = existsSync(ROOT)
  ? readdirSync(ROOT)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(ROOT, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** Whether tests can run a server. With GRIDSEAL_REQUIRE_POSTGRES=1 they run, and fail, without one. */
export const hasPostgres = binaries !== undefined || process.env.GRIDSEAL_REQUIRE_POSTGRES === '1';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root. */
function account(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const found = ['postgres', 'nobody'].map((name) => lines.find((line) => line.startsWith(`${name}:`))).find(Boolean);
  const [, , uid, gid] = found?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('no account to run PostgreSQL as');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Ended by `stop`, or with this process. */
export async function startPostgres(): Promise<PostgresCluster> {
  if (binaries === undefined) throw new Error(`no PostgreSQL in ${ROOT}`);
  const user = account();
  // The temporary folder of a test run is closed to other accounts.
  const folder = mkdtempSync(join(user === undefined ? tmpdir() : '/tmp', 'gridseal-pg-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-A', 'trust', '-U', 'gridseal', '-E', 'UTF8', '--locale', 'C', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), initdb, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  let server = await startServer(join(binaries, 'postgres'), folder, data, user);
  const psql = (database: string, statement: string) => {
    const parameters = ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'gridseal', '-d', database];
    return execFileSync(join(binaries, 'psql'), [...parameters, '-c', statement], { encoding: 'utf8' }).trim();
  };
  let databases = 0;
  return {
    get pid() {
      return server.pid;
    },
    createDatabase: () => {
      const name = `test${++databases}`;
      psql('postgres', `create database ${name}`);
      return `postgres://gridseal@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    run: (url, statement) => psql(new URL(url).pathname.slice(1), statement),
    crash: async () => {
      await server.end('SIGQUIT');
      server = await startServer(join(binaries, 'postgres'), folder, data, user);
    },
    stop: async () => {
      await server.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(program: string, folder: string, data: string, user: Account | undefined) {
  const settings = ['fsync=off', 'shared_buffers=16MB', 'listen_addresses=', `unix_socket_directories=${folder}`];
  const parameters = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(program, parameters, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stopWithUs = () => child.kill('SIGINT');
  process.once('exit', stopWithUs);
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`)));
    child.stderr.on('data', (chunk) => {
      log = (log + chunk).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  return {
    pid: child.pid as number,
    end: async (signal: NodeJS.Signals) => {
      process.off('exit', stopWithUs);
      child.kill(signal);
      await ended;
    },
  };
}

/** The version of the server that tests run, for their names. */
export function postgresVersion(): string {
  if (binaries === undefined) return 'none';
  return spawnSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.trim();
}
