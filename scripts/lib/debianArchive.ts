import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A package of a Debian release, as its index describes it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly bytes: Buffer;
}

const PUBLIC_MIRROR = 'http://deb.debian.org/debian';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SOURCES = '/etc/apt/sources.list';

/** The mirrors of Debian that apt is configured with, and the public one. */
export function mirrors(): readonly string[] {
  const folder = `${SOURCES}.d`;
  const files = [SOURCES, ...(existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [])];
  const text = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('\n');
  return mirrorsIn(text);
}

/** Those of a text in the format of sources.list(5), old or new, then the public one; each once. */
export function mirrorsIn(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => /^(?:deb|URIs:)\s/.test(line));
  const urls = lines.flatMap((line) => line.match(/https?:\/\/[^\s\]]+/g) ?? []);
  const debian = urls.map((url) => url.replace(/\/+$/, '')).filter((url) => url.endsWith('/debian'));
  return [...new Set([...debian, PUBLIC_MIRROR])];
}

/**
 * Downloads packages of a release with the digests that the release's signature vouches for. The signature is checked where
 * `gpgv` and Debian's keys are installed; elsewhere `warn` is told.
 *
 * @throws if no mirror has them all, or a signature or digest is wrong.
 */
export async function download(
  suite: string,
  architecture: string,
  names: readonly string[],
  warn: (line: string) => void,
): Promise<readonly DebianPackage[]> {
  const problems: string[] = [];
  // A mirror that is being updated is whole again a little later.
  for (const attempt of [1, 2, 3]) {
    for (const mirror of mirrors()) {
      try {
        return await downloadFrom(mirror, suite, architecture, names, warn);
      } catch (error) {
        problems.push(`${mirror}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (attempt < 3) await new Promise((resolve) => setTimeout(resolve, attempt * 3_000));
  }
  throw new Error(problems.join('\n'));
}

async function downloadFrom(
  mirror: string,
  suite: string,
  architecture: string,
  names: readonly string[],
  warn: (line: string) => void,
): Promise<readonly DebianPackage[]> {
  const release = signedText(await get(`${mirror}/dists/${suite}/InRelease`), warn);
  const index = `main/binary-${architecture}/Packages.gz`;
  const digest = digestOf(release, index);
  const folder = path.posix.dirname(`${mirror}/dists/${suite}/${index}`);
  const packed = await getChecked(`${folder}/by-hash/SHA256/${digest}`, digest);
  const entries = packageEntries(gunzipSync(packed).toString('utf8'), names);
  return Promise.all(
    names.map(async (name) => {
      const entry = entries.get(name);
      if (!entry) throw new Error(`${suite} has no package ${name} for ${architecture}`);
      const bytes = await getChecked(`${mirror}/${entry.file}`, entry.digest);
      return { name, version: entry.version, bytes };
    }),
  );
}

/** The text that is signed; nothing outside of the signature counts. */
function signedText(inRelease: Buffer, warn: (line: string) => void): string {
  if (!existsSync(KEYRING) || spawnSync('gpgv', ['--version']).status !== 0) {
    warn('Debian’s signature is not checked: install gpgv and debian-archive-keyring for that');
    return inRelease.toString('utf8');
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-release-'));
  try {
    const [signed, plain] = [path.join(folder, 'InRelease'), path.join(folder, 'Release')];
    writeFileSync(signed, inRelease);
    const { status, stderr } = spawnSync('gpgv', ['--keyring', KEYRING, '--output', plain, signed], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the release is not signed by Debian: ${stderr.trim()}`);
    return readFileSync(plain, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The SHA-256 that a release gives for one of its files. */
export function digestOf(release: string, file: string): string {
  const section = /^SHA256:\n((?: .*\n?)*)/m.exec(release)?.[1] ?? '';
  const line = section.split('\n').find((candidate) => candidate.split(/\s+/)[3] === file);
  const digest = line?.trim().split(/\s+/)[0] ?? '';
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error(`the release does not name ${file}`);
  return digest;
}

/** Versions, files and digests of the packages that are wanted. */
export function packageEntries(index: string, names: readonly string[]) {
  const entries = new Map<string, { readonly version: string; readonly file: string; readonly digest: string }>();
  for (const text of index.split('\n\n')) {
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1] ?? '';
    const name = field('Package');
    if (!names.includes(name)) continue;
    const [file, digest] = [field('Filename'), field('SHA256')];
    if (!/^pool\/[\w.+~:/-]+\.deb$/.test(file) || file.includes('..') || !/^[0-9a-f]{64}$/.test(digest)) {
      throw new Error(`the index describes ${name} in a way that is not understood`);
    }
    entries.set(name, { version: field('Version'), file, digest });
  }
  return entries;
}

async function get(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function getChecked(url: string, digest: string): Promise<Buffer> {
  const bytes = await get(url);
  if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new Error(`${url}: another SHA-256`);
  return bytes;
}
