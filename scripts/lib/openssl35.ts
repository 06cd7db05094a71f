import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { type DebianPackage, download } from './debianArchive.ts';

/** The release of Debian whose OpenSSL has ML-DSA and SLH-DSA. */
const SUITE = 'trixie';
/** The program, and all libraries that it loads: nothing of the system's is used. */
const PACKAGES = ['openssl', 'libssl3t64', 'libc6', 'zlib1g', 'libzstd1'];
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Where a fetched OpenSSL is kept: `GRIDSEAL_CACHE`, or a folder of the user's cache. */
function cacheFolder(): string {
  const { GRIDSEAL_CACHE: own, XDG_CACHE_HOME: user } = process.env;
  return path.join(own || path.join(user || path.join(homedir(), '.cache'), 'gridseal'), 'openssl-3.5');
}

const fetchedProgram = (): string => path.join(cacheFolder(), 'openssl');

/** Whether a program is an OpenSSL of 3.5 or later that runs here. */
function isRecent(program: string): boolean {
  const { status, stdout } = spawnSync(program, ['version'], { encoding: 'utf8' });
  const [, major, minor] = /^OpenSSL (\d+)\.(\d+)/.exec(status === 0 ? stdout : '') ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 5);
}

/** An `openssl` of 3.5 or later: the system's, or the one that {@link fetchOpenssl35} has fetched; null if there is none. */
export function findOpenssl35(): string | null {
  return ['openssl', fetchedProgram()].find(isRecent) ?? null;
}

/**
 * Fetches OpenSSL 3.5 from Debian into the cache, beside the system's own, which is left alone. Nothing is installed.
 *
 * @throws where Debian has none for this machine, or it cannot be fetched.
 */
export async function fetchOpenssl35(warn: (line: string) => void): Promise<string> {
  const architecture = ARCHITECTURES[process.arch];
  if (process.platform !== 'linux' || architecture === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}: install OpenSSL 3.5`);
  }
  const packages = await download(SUITE, architecture, PACKAGES, warn);
  const folder = cacheFolder();
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    unpack(packages, fresh);
    if (!isRecent(path.join(fresh, 'openssl'))) throw new Error('what was fetched does not run here');
    // Another process may have been faster; what does not run is replaced.
    if (!isRecent(fetchedProgram())) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return fetchedProgram();
}

function unpack(packages: readonly DebianPackage[], folder: string): void {
  for (const { name, bytes } of packages) {
    const file = path.join(folder, `${name}.deb`);
    writeFileSync(file, bytes);
    const { status, stderr, error } = spawnSync('dpkg-deb', ['-x', file, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dpkg-deb could not unpack ${name}: ${error?.message ?? stderr}`);
    rmSync(file);
  }
  writeFileSync(path.join(folder, 'openssl'), wrapper(folder), { mode: 0o755 });
}

/** A script that runs the program with its own loader and libraries, wherever the folder lies. */
function wrapper(folder: string): string {
  const libraries = path.join('usr', 'lib');
  const triplet = readdirSync(path.join(folder, libraries)).find((name) => /^[\w]+-linux-gnu$/.test(name)) ?? '';
  const own = path.join(libraries, triplet);
  const loader = readdirSync(path.join(folder, own)).find((name) => /^ld-linux-[\w-]+\.so\.\d$/.test(name));
  if (loader === undefined) throw new Error('the packages have no loader in them');
  return `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export OPENSSL_MODULES="$here/${own}/ossl-modules" OPENSSL_CONF="\${OPENSSL_CONF:-$here/etc/ssl/openssl.cnf}"
exec "$here/${own}/${loader}" --library-path "$here/${own}" "$here/usr/bin/openssl" "$@"
`;
}
