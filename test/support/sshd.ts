import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where Debian and others put the daemon, which is not in everybody's PATH. */
const sshdPath = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'].find(existsSync);

/** Whether tests can run an sshd. With GRIDSEAL_REQUIRE_SSHD=1 they run, and fail, without one. */
export const hasSshd = sshdPath !== undefined || process.env.GRIDSEAL_REQUIRE_SSHD === '1';

/** Paths of the files that sshd reads; those that are not given are not configured. */
export interface SshdOptions {
  /** Private host keys; a new one of its own if none is given. */
  readonly hostKeys?: readonly string[];
  readonly hostCertificates?: readonly string[];
  readonly trustedUserCaKeys?: string;
  readonly revokedKeys?: string;
  /** With `%u` for the account. */
  readonly authorizedPrincipalsFile?: string;
  /** Further lines of sshd_config. */
  readonly lines?: readonly string[];
}

/** An sshd on loopback, for the account that runs the test. */
export interface Sshd {
  readonly port: number;
  readonly pid: number;
  readonly configFile: string;
  /** The line of the host's own key, when the server made it. */
  readonly hostKey: string;
  /** What it logged so far. */
  log(): string;
  /** `sshd -t`: null if configuration and keys are in order, otherwise what it says. */
  check(): string | null;
  /** Resolves when it has begun to listen for the n-th time: 2 after the first reload by somebody else. */
  listening(times: number): Promise<void>;
  /** SIGHUP; resolves when it listens again. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** The account that certificates of the tests log in to. */
export const loginUser = userInfo().username;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function toConfig(port: number, directory: string, hostKeys: readonly string[], options: SshdOptions): string {
  const settings: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Port', String(port)],
    ['ListenAddress', '127.0.0.1'],
    ['PidFile', join(directory, 'pid')],
    ...hostKeys.map((path) => ['HostKey', path] as const),
    ...(options.hostCertificates ?? []).map((path) => ['HostCertificate', path] as const),
    ['TrustedUserCAKeys', options.trustedUserCaKeys],
    ['RevokedKeys', options.revokedKeys],
    ['AuthorizedPrincipalsFile', options.authorizedPrincipalsFile],
    ['AuthorizedKeysFile', 'none'],
    // The files are below /tmp, which everybody can write to.
    ['StrictModes', 'no'],
    ['UsePAM', 'no'],
    ['PasswordAuthentication', 'no'],
    ['KbdInteractiveAuthentication', 'no'],
    ['PermitRootLogin', 'prohibit-password'],
    ['LogLevel', 'VERBOSE'],
  ];
  const lines = settings.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return `${[...lines, ...(options.lines ?? [])].join('\n')}\n`;
}

/**
 * Starts a real sshd on an unprivileged port of 127.0.0.1. To be stopped with `stop`, also when the test fails.
 *
 * @example
 * ```ts
 * const sshd = await startSshd({ trustedUserCaKeys: `${root}/current/trusted_user_ca_keys` });
 * onTestFinished(() => sshd.stop());
 * ```
 */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  if (!sshdPath) throw new Error('sshd is not installed: apt-get install openssh-server');
  if (process.geteuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-sshd-'));
  const hostKeys = options.hostKeys ?? [join(directory, 'host_key')];
  let hostKey = '';
  if (!options.hostKeys) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, 'host_key')]);
    hostKey = spawnSync('ssh-keygen', ['-y', '-f', join(directory, 'host_key')], { encoding: 'utf8' }).stdout;
  }
  const port = await freePort();
  const configFile = join(directory, 'sshd_config');
  writeFileSync(configFile, toConfig(port, directory, hostKeys, options));
  // -D -e: in the foreground, with the log on stderr. The path is absolute because SIGHUP starts it anew.
  const child = spawn(sshdPath, ['-D', '-e', '-f', configFile], { stdio: ['ignore', 'ignore', 'pipe'] });
  const log = follow(child);
  try {
    await log.until(1);
  } catch (error) {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    pid: child.pid as number,
    configFile,
    hostKey,
    log: log.text,
    check: () => {
      const { status, stderr } = spawnSync(sshdPath as string, ['-t', '-f', configFile], { encoding: 'utf8' });
      return status === 0 ? null : stderr;
    },
    listening: log.until,
    reload: async () => {
      const starts = log.starts();
      child.kill('SIGHUP');
      await log.until(starts + 1);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Log {
  text(): string;
  /** How often it said that it listens. */
  starts(): number;
  until(starts: number): Promise<void>;
}

function follow(child: ChildProcess): Log {
  let text = '';
  const changed = new Set<() => void>();
  const notify = () => {
    for (const wake of changed) wake();
  };
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    notify();
  });
  child.once('exit', notify);
  const starts = () => text.split('Server listening on 127.0.0.1').length - 1;
  return {
    text: () => text,
    starts,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const ended = child.exitCode !== null || child.signalCode !== null;
          if (starts() < wanted && !ended) return;
          changed.delete(look);
          if (starts() >= wanted) resolve();
          else reject(new Error(`sshd ended: ${text}`));
        };
        changed.add(look);
        look();
      }),
  };
}

export interface SshClientOptions {
  readonly port: number;
  /** Path of the private key. */
  readonly key: string;
  readonly certificate?: string;
  /** Path of a known_hosts file. */
  readonly knownHosts: string;
  /** The name that the host's key or certificate is looked up by. */
  readonly host?: string;
  readonly user?: string;
  readonly command: string;
}

function clientArguments(options: SshClientOptions): string[] {
  const settings = {
    IdentityFile: options.key,
    ...(options.certificate ? { CertificateFile: options.certificate } : {}),
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    UserKnownHostsFile: options.knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    HostKeyAlias: options.host ?? 'localhost',
    PreferredAuthentications: 'publickey',
    BatchMode: 'yes',
    ConnectTimeout: '20',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const user = options.user ?? loginUser;
  return ['-F', 'none', '-p', String(options.port), ...flags, `${user}@127.0.0.1`, options.command];
}

export interface SshResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command through ssh, with nothing of the user's own configuration; status 255 is ssh's own failure. */
export function ssh(options: SshClientOptions): Promise<SshResult> {
  const session = openSession(options);
  session.child.stdin?.end();
  return session.ended;
}

export interface SshSession {
  readonly child: ChildProcess;
  readonly ended: Promise<SshResult>;
  /** Sends a line and resolves with the next line that comes back. */
  ask(line: string): Promise<string>;
}

/** A session that stays open until its command ends. */
export function openSession(options: SshClientOptions): SshSession {
  const child = spawn('ssh', clientArguments(options), { stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr, read] = ['', '', 0];
  let wake = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const ended = new Promise<SshResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      wake();
      resolve({ status, stdout, stderr });
    });
  });
  const nextLine = () =>
    new Promise<string>((resolve, reject) => {
      wake = () => {
        const end = stdout.indexOf('\n', read);
        if (end >= 0) {
          resolve(stdout.slice(read, end));
          read = end + 1;
        } else if (child.exitCode !== null) reject(new Error(`ssh ended: ${stderr}`));
      };
      wake();
    });
  return {
    child,
    ended,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
  };
}
