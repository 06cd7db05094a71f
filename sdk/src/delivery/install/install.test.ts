import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { BaseError, ConfigurationError, DecodeError, FileError } from '../../errors/index.ts';
import type { Commands } from './commands.ts';
import { deliveryOf, deviceTarget, epochsOf, installed, now, script, setOf, slot } from './install.fixtures.ts';
import { install } from './install.ts';
import { manifestDigest } from './plan.ts';
import { recordPath } from './record.ts';
import { recover } from './recover.ts';
import { expire, withdraw } from './remove.ts';
import type { InstallTarget } from './target.ts';

const isRoot = process.geteuid?.() === 0;

/** Everything below a directory with its modes, links and contents: equal before and after means nothing was written. */
function snapshot(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mode, ino } = lstatSync(path);
      const what = entry.isSymbolicLink() ? readlinkSync(path) : entry.isFile() ? readFileSync(path, 'hex') : '';
      return `${path} ${mode.toString(8)} ${ino} ${what}`;
    })
    .sort();
}

async function refused(
  target: InstallTarget,
  delivery: Parameters<typeof install>[1],
  expected: object,
): Promise<void> {
  const before = snapshot(target.root);
  const error = await install(target, delivery).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(BaseError);
  expect(error).toMatchObject(expected);
  expect(snapshot(target.root)).toEqual(before);
}

describe('install', () => {
  test('behavior: files appear with their contents and modes, and nothing else', async () => {
    const target = deviceTarget();
    const delivery = deliveryOf({ epoch: 7, mode: '0640' });
    const { status, record } = await install(target, delivery);
    expect(status).toBe('installed');
    expect(installed(target.root)).toEqual(setOf(7));
    expect(statSync(join(target.root, 'current/deep/er/cert')).mode & 0o7777).toBe(0o640);
    expect(statSync(join(target.root, 'current/deep/er')).mode & 0o7777).toBe(0o755);
    expect(record).toMatchObject({ highWater: 7, current: { epoch: 7, manifest: manifestDigest(delivery.manifest) } });
    expect(statSync(recordPath(target.state, slot)).mode & 0o7777).toBe(0o600);
    expect(readdirSync(target.state)).toHaveLength(1);
  });

  test('behavior: modes hold whatever the umask', async () => {
    const target = deviceTarget();
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    await install(target, deliveryOf({ epoch: 1, mode: '0644' }));
    expect(statSync(join(target.root, 'current/key')).mode & 0o7777).toBe(0o644);
    expect(statSync(join(target.root, 'current/')).mode & 0o7777).toBe(0o755);
  });

  test('behavior: a file that is left out of a later manifest is gone (extraneous files)', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2, files: { only: 'this' } }));
    expect(installed(target.root)).toEqual({ only: 'this' });
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: the same delivery again changes nothing', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    const before = snapshot(target.root);
    expect((await install(target, deliveryOf({ epoch: 1 }))).status).toBe('unchanged');
    expect(snapshot(target.root)).toEqual(before);
  });

  test('behavior: the epoch before stays until the overlap ends', async () => {
    let time = now;
    const target = deviceTarget({ overlap: 300, clock: () => time });
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2 }));
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), setOf(1)]);
    time = now + 300;
    expect(await expire(target, slot)).toMatchObject({ removed: [], next: now + 301 });
    time = now + 301;
    expect(await expire(target, slot)).toMatchObject({ removed: [1], next: now + 3601 });
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), null]);
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: an epoch that revokes leaves no overlap', async () => {
    const target = deviceTarget({ overlap: 300 });
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2, revokes: ['17'] }));
    expect(installed(target.root, 'previous')).toBeNull();
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: installations for the same slot in one process wait for each other', async () => {
    const target = deviceTarget();
    const results = await Promise.allSettled([1, 2, 3].map((epoch) => install(target, deliveryOf({ epoch }))));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(installed(target.root)).toEqual(setOf(3));
  });

  test.runIf(isRoot)('behavior: files go to the owner that the manifest names', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1, owner: 'nobody' }));
    expect(statSync(join(target.root, 'current/key')).uid).toBe(65534);
  });
});

describe('what is refused before anything is written', () => {
  test('error: rollback: an epoch that is not above the highest seen', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 5 }));
    await refused(target, deliveryOf({ epoch: 4 }), { code: 'INSTALL_STALE_EPOCH', field: 'manifest.epoch' });
    await refused(target, deliveryOf({ epoch: 5, files: { a: 'other' } }), { code: 'INSTALL_STALE_EPOCH' });
    await withdraw(target, slot, 9);
    await refused(target, deliveryOf({ epoch: 9 }), { code: 'INSTALL_STALE_EPOCH' });
    await install(target, deliveryOf({ epoch: 10 }));
  });

  test('error: not yet valid, expired', async () => {
    const target = deviceTarget();
    await refused(target, deliveryOf({ epoch: 1, notBefore: now + 1 }), { code: 'INSTALL_NOT_YET_VALID' });
    await refused(target, deliveryOf({ epoch: 1, notAfter: now - 1 }), { code: 'INSTALL_EXPIRED' });
  });

  test('error: the clock is set back', async () => {
    let time = now + 5000;
    const target = deviceTarget({ clock: () => time });
    await install(target, deliveryOf({ epoch: 1, notAfter: now + 9000 }));
    time = now;
    await refused(target, deliveryOf({ epoch: 2, notAfter: now + 4000 }), { code: 'INSTALL_EXPIRED' });
    time = Number.NaN;
    await refused(target, deliveryOf({ epoch: 2, notAfter: now + 4000 }), { code: 'INSTALL_EXPIRED' });
  });

  test('error: mix-and-match: contents of another manifest', async () => {
    const target = deviceTarget();
    const { manifest } = deliveryOf({ epoch: 1 });
    const other = deliveryOf({ epoch: 2 }).contents;
    await refused(target, { manifest, contents: other }, { code: 'INSTALL_CONTENT', field: 'contents[0]' });
    await refused(target, { manifest, contents: other.slice(1) }, { code: 'INSTALL_CONTENT', field: 'contents' });
    await refused(
      target,
      { manifest, contents: [...deliveryOf({ epoch: 1 }).contents, new Uint8Array()] },
      { field: 'contents' },
    );
    await refused(
      target,
      { manifest, contents: other.map(() => utf8Encode('x')) },
      { message: expect.stringContaining('size') },
    );
  });

  test('error: a command that the device does not have', async () => {
    const target = deviceTarget({ commands: { reload: { argv: script('true'), timeoutMs: 1000 } } });
    for (const name of ['other', 'constructor', 'to-string']) {
      await refused(target, deliveryOf({ epoch: 1, postInstall: ['reload', name] }), {
        code: 'INSTALL_UNKNOWN_COMMAND',
        field: 'manifest.postInstall[1]',
      });
    }
  });

  test('error: an owner that the device does not have', async () => {
    const target = deviceTarget();
    await refused(target, deliveryOf({ epoch: 1, owner: 'no-such-account' }), {
      code: 'INSTALL_UNKNOWN_ACCOUNT',
      field: 'files[0].owner',
    });
  });

  test.each([
    '../x',
    '/etc/passwd',
    'a/../../b',
    './a',
    'a//b',
    '',
    '-rf',
    'a b',
    'a;b',
    '$(id)',
    '`id`',
    'a|b',
    "a'b",
    'a"b',
    'a\nb',
    'a\0b',
    'a\\b',
    'é',
  ])('error: path traversal and shell metacharacters in a path: %j', async (path) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1, files: { key: 'x' } });
    const files = manifest.files.map((file) => ({ ...file, path }));
    await refused(
      target,
      { manifest: { ...manifest, files }, contents },
      { code: 'DECODE', field: 'manifest.files[0].path' },
    );
  });

  test.each([
    ['owner', 'root; reboot'],
    ['group', '$(id)'],
    ['mode', '04755'],
    ['mode', '0644; id'],
    ['size', -1],
    ['digest', '0x00'],
  ])('error: %s %j', async (field, value) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1, files: { key: 'x' } });
    const files = manifest.files.map((file) => ({ ...file, [field]: value }));
    await refused(target, { manifest: { ...manifest, files }, contents }, { field: `manifest.files[0].${field}` });
  });

  test.each(['x; reboot', '$(id)', '../../bin/sh', '`id`', 'a b', ''])('error: the command name %j', async (name) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1 });
    await refused(
      target,
      { manifest: { ...manifest, postInstall: [name] }, contents },
      { field: 'manifest.postInstall[0]' },
    );
  });

  test('error: an authority or subject that is not 32 bytes names no file', async () => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1 });
    const hostile = { ...manifest, subject: '0x../../x' as `0x${string}` };
    await expect(install(target, { manifest: hostile, contents })).rejects.toThrow(DecodeError);
  });
});

describe('the target directory', () => {
  test('error: does not exist, is a file, is relative', async () => {
    const target = deviceTarget();
    writeFileSync(join(target.root, 'file'), '');
    for (const root of [
      join(target.root, 'nowhere'),
      join(target.root, 'file'),
      'relative',
      `${target.root}/../root`,
    ]) {
      await expect(install({ ...target, root }, deliveryOf({ epoch: 1 }))).rejects.toMatchObject({
        code: 'INSTALL_TARGET',
      });
    }
  });

  test('error: others can write to it, or to what holds it', async () => {
    const target = deviceTarget();
    for (const path of [target.root, dirname(target.root)]) {
      chmodSync(path, 0o777);
      await refused(target, deliveryOf({ epoch: 1 }), { code: 'INSTALL_TARGET', field: path });
      chmodSync(path, 0o755);
    }
  });

  test.runIf(isRoot)('error: wrong owner', async () => {
    const target = deviceTarget();
    execFileSync('chown', ['nobody', target.root]);
    await refused(target, deliveryOf({ epoch: 1 }), {
      code: 'INSTALL_TARGET',
      message: expect.stringContaining('another account'),
    });
  });

  test.each(['root', 'root/.epochs', 'root/.epochs/slot'])('error: a symlink planted as %s', async (name) => {
    const target = deviceTarget();
    const base = dirname(target.root);
    const elsewhere = join(base, 'elsewhere');
    mkdirSync(elsewhere);
    const path = join(base, name);
    if (name === 'root') rmSync(path, { recursive: true });
    else mkdirSync(dirname(path), { recursive: true });
    symlinkSync(elsewhere, path);
    await expect(install(target, deliveryOf({ epoch: 1 }))).rejects.toMatchObject({ code: 'INSTALL_TARGET' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('error: a real directory where the link belongs', async () => {
    const target = deviceTarget();
    mkdirSync(join(target.root, 'current'));
    await refused(target, deliveryOf({ epoch: 1 }), { code: 'INSTALL_TARGET', field: join(target.root, 'current') });
  });

  test('behavior: symlinks planted where staging writes are replaced, never followed', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    const elsewhere = join(dirname(target.root), 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'kept'), 'kept');
    for (const name of ['.staging', '2']) symlinkSync(elsewhere, join(target.root, '.epochs', name));
    for (const name of ['.current.new', 'previous']) symlinkSync(elsewhere, join(target.root, name));
    await install(target, deliveryOf({ epoch: 2 }));
    expect(installed(target.root)).toEqual(setOf(2));
    expect(readdirSync(elsewhere)).toEqual(['kept']);
  });

  test('error: already belongs to another subject', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    const { manifest, contents } = deliveryOf({ epoch: 1 });
    const other = { ...manifest, subject: slot.authority };
    await refused(
      target,
      { manifest: other, contents },
      { code: 'INSTALL_TARGET', message: expect.stringContaining('another authority') },
    );
  });

  test('error: the record is lost or broken: an old delivery is not accepted for new', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 5 }));
    const path = recordPath(target.state, slot);
    const record = readFileSync(path, 'utf8');
    for (const broken of [
      '',
      '{}',
      record.slice(0, -1),
      record.replace('"highWater":5', '"highWater":-1'),
      record.replaceAll('bb', 'cc'),
    ]) {
      writeFileSync(path, broken);
      await expect(install(target, deliveryOf({ epoch: 1 })), broken).rejects.toThrow(FileError);
    }
    rmSync(path);
    await refused(target, deliveryOf({ epoch: 1 }), {
      code: 'INSTALL_TARGET',
      message: expect.stringContaining('no record'),
    });
    symlinkSync('/etc/passwd', path);
    await expect(recover(target, slot)).rejects.toThrow(FileError);
  });
});

function mounted(options: string): { readonly mount: string; readonly target: InstallTarget } {
  const target = deviceTarget();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `${options},mode=755`, 'none', target.root]);
  onTestFinished(() => void execFileSync('umount', ['-l', target.root]));
  return { mount: target.root, target };
}

const canMount = isRoot && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

describe.skipIf(!canMount)('file systems that refuse (needs root, to mount)', () => {
  test('error: disk full: the old set stays, and a smaller delivery goes in later', async () => {
    const { target } = mounted('size=200k');
    await install(target, deliveryOf({ epoch: 1 }));
    const big = { a: 'a'.repeat(120_000), b: 'b'.repeat(120_000) };
    const error = await install(target, deliveryOf({ epoch: 2, files: big })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'INSTALL_FAILED', message: expect.stringContaining('ENOSPC') });
    expect(installed(target.root)).toEqual(setOf(1));
    expect(epochsOf(target.root)).toEqual(['1']);
    await install(target, deliveryOf({ epoch: 2 }));
    expect(installed(target.root)).toEqual(setOf(2));
  });

  test('error: disk full where the records are: nothing is switched', async () => {
    const { mount } = mounted('size=64k');
    const target = { ...deviceTarget(), state: join(mount, 'state') };
    await install(target, deliveryOf({ epoch: 1 }));
    spawnSync('dd', ['if=/dev/zero', `of=${join(mount, 'fill')}`, 'bs=4096']);
    await expect(install(target, deliveryOf({ epoch: 2 }))).rejects.toMatchObject({
      message: expect.stringContaining('ENOSPC'),
    });
    expect(installed(target.root)).toEqual(setOf(1));
    rmSync(join(mount, 'fill'));
    await install(target, deliveryOf({ epoch: 2 }));
    expect(installed(target.root)).toEqual(setOf(2));
  });

  test('error: read-only directory: the old set stays', async () => {
    const { mount, target } = mounted('size=1m');
    await install(target, deliveryOf({ epoch: 1 }));
    execFileSync('mount', ['-o', 'remount,ro', mount]);
    await expect(install(target, deliveryOf({ epoch: 2 }))).rejects.toMatchObject({
      code: 'INSTALL_FAILED',
      message: expect.stringContaining('EROFS'),
    });
    expect(installed(target.root)).toEqual(setOf(1));
    execFileSync('mount', ['-o', 'remount,rw', mount]);
    await install(target, deliveryOf({ epoch: 2 }));
    expect(installed(target.root)).toEqual(setOf(2));
  });
});

describe('post-install commands', () => {
  /** Commands that write what they see through the stable path to a log. */
  function logging(target: InstallTarget, change: (log: string, key: string) => Commands): InstallTarget {
    const log = join(dirname(target.root), 'log');
    writeFileSync(log, '');
    return { ...target, commands: change(log, join(target.root, 'current/key')) };
  }
  const read = (target: InstallTarget) => readFileSync(join(dirname(target.root), 'log'), 'utf8');
  const see = (what: string, key: string, log: string, end = '') =>
    script(`echo "${what} $(cat ${key} 2>&1)" >> ${log}; ${end}`);

  test('behavior: check, run and probe see the new files, in this order', async () => {
    const target = logging(deviceTarget(), (log, key) => ({
      reload: {
        check: { argv: see('check', key, log) },
        argv: see('run', key, log),
        probe: { argv: see('probe', key, log) },
        timeoutMs: 5000,
      },
    }));
    await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
    expect(read(target)).toBe('check key of 1\nrun key of 1\nprobe key of 1\n');
  });

  test('behavior: a check that fails rolls back, and the reload runs again with the old files', async () => {
    const target = logging(deviceTarget({ overlap: 60 }), (log, key) => ({
      reload: { argv: see('run', key, log), timeoutMs: 5000 },
      picky: {
        argv: see('picky', key, log),
        probe: { argv: script(`! grep -q 'of 2' ${key} || { echo no good >&2; exit 3; }`) },
        timeoutMs: 5000,
      },
    }));
    await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
    const poison = deliveryOf({ epoch: 2, postInstall: ['reload', 'picky'] });
    await expect(install(target, poison)).rejects.toMatchObject({
      code: 'INSTALL_ROLLED_BACK',
      shortMessage: 'picky (probe) ended with status 3: no good',
    });
    expect(read(target)).toBe('run key of 1\nrun key of 2\npicky key of 2\nrun key of 1\npicky key of 1\n');
    expect(installed(target.root)).toEqual(setOf(1));
    const { record } = await recover(target, slot);
    expect(record).toMatchObject({ highWater: 1, current: { epoch: 1 }, failed: { epoch: 2, attempts: 1 } });
    await expect(install(target, poison)).rejects.toMatchObject({ code: 'INSTALL_ROLLED_BACK' });
    expect((await recover(target, slot)).record.failed?.attempts).toBe(2);
  });

  test('behavior: a poisonous delivery does not block later ones', async () => {
    const target = deviceTarget({ commands: { bad: { argv: script('exit 1'), timeoutMs: 5000 } } });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['bad'] }))).rejects.toMatchObject({
      code: 'INSTALL_ROLLED_BACK',
    });
    expect(installed(target.root)).toBeNull();
    const { record } = await install(target, deliveryOf({ epoch: 2 }));
    expect(record.failed).toBeNull();
    expect(installed(target.root)).toEqual(setOf(2));
  });

  test('error: one that hangs is ended with everything it started', async () => {
    const pidFile = join(deviceTarget().root, 'pid');
    const target = deviceTarget({
      commands: { hang: { argv: script(`sleep 1000 & echo $! > ${pidFile}; wait`), timeoutMs: 300 } },
    });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['hang'] }))).rejects.toMatchObject({
      shortMessage: 'hang (run) did not end within 300 ms',
    });
    const pid = readFileSync(pidFile, 'utf8').trim();
    const state = existsSync(`/proc/${pid}/stat`)
      ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
      : 'gone';
    expect(['gone', 'Z', 'X']).toContain(state);
  });

  test('error: a program that is not there', async () => {
    const target = deviceTarget({ commands: { gone: { argv: ['/no/such/program'], timeoutMs: 1000 } } });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['gone'] }))).rejects.toThrow(
      /could not be started: ENOENT/,
    );
  });

  test('behavior: a daemon that keeps its output open does not hold the installation up', async () => {
    const pidFile = join(deviceTarget().root, 'pid');
    const target = deviceTarget({
      commands: { start: { argv: script(`sleep 1000 & echo $! > ${pidFile}`), timeoutMs: 20_000 } },
    });
    await install(target, deliveryOf({ epoch: 1, postInstall: ['start'] }));
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  });

  test('behavior: nothing of the agent’s environment is passed on, and no control characters come back', async () => {
    process.env.GRIDSEAL_TEST_SECRET = 'hunter2';
    onTestFinished(() => void delete process.env.GRIDSEAL_TEST_SECRET);
    const target = deviceTarget({
      commands: { env: { argv: script('env >&2; printf "\\033[31mred\\nline" >&2; exit 1'), timeoutMs: 5000 } },
    });
    const error = await install(target, deliveryOf({ epoch: 1, postInstall: ['env'] })).catch(
      (caught: unknown) => caught as Error,
    );
    expect(String((error as Error).message)).not.toContain('hunter2');
    expect((error as BaseError).shortMessage).toMatch(/red line$/);
  });

  test.each<[string, Commands]>([
    ['commands.Reload', { Reload: { argv: ['/bin/true'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: ['true'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: ['/bin/true', 'a\0b'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: 'true; id' as unknown as ['/x'], timeoutMs: 1 } }],
    ['commands.r.timeoutMs', { r: { argv: ['/bin/true'], timeoutMs: 0 } }],
    ['commands.r.probe.argv', { r: { argv: ['/bin/true'], timeoutMs: 1, probe: { argv: ['x'] } } }],
  ])('error: the configuration %s', async (field, commands) => {
    const attempt = install(deviceTarget({ commands }), deliveryOf({ epoch: 1 }));
    await expect(attempt).rejects.toThrow(ConfigurationError);
    await expect(attempt).rejects.toMatchObject({ field });
  });
});

describe('expiry and withdrawal', () => {
  test('behavior: temporary access is removed on time, with no connection, and stays away', async () => {
    let time = now;
    const target = deviceTarget({ clock: () => time, commands: { reload: { argv: script('true'), timeoutMs: 5000 } } });
    const access = deliveryOf({ epoch: 1, notAfter: now + 300, postInstall: ['reload'] });
    await install(target, access);
    time = now + 300;
    expect(await expire(target, slot)).toMatchObject({ removed: [], next: now + 301 });
    time = now + 301;
    expect(await expire(target, slot)).toMatchObject({ removed: [1], problems: [], next: null });
    expect([installed(target.root), epochsOf(target.root)]).toEqual([null, []]);
    time = now;
    await refused(target, access, { code: 'INSTALL_STALE_EPOCH' });
  });

  test('behavior: a clock set back keeps nothing alive', async () => {
    let time = now;
    const target = deviceTarget({ clock: () => time });
    await install(target, deliveryOf({ epoch: 1, notAfter: now + 1000 }));
    time = now + 900;
    await expire(target, slot);
    time = now - 86_400;
    expect((await expire(target, slot)).removed).toEqual([]);
    time = now + 1001;
    expect((await expire(target, slot)).removed).toEqual([1]);
  });

  test('behavior: a withdrawal takes current and previous away, and what is above stays', async () => {
    const target = deviceTarget({ overlap: 600 });
    for (const epoch of [1, 2]) await install(target, deliveryOf({ epoch }));
    expect(await withdraw(target, slot, 1)).toMatchObject({ removed: [1] });
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), null]);
    expect(await withdraw(target, slot, 2)).toMatchObject({ removed: [2], record: { highWater: 2, current: null } });
    expect(installed(target.root)).toBeNull();
  });

  test('behavior: files go although the reload fails, which is reported', async () => {
    const target = deviceTarget({ commands: { once: { argv: script('true'), timeoutMs: 5000 } } });
    await install(target, deliveryOf({ epoch: 1, postInstall: ['once'] }));
    const broken = { ...target, commands: { once: { argv: script('exit 4'), timeoutMs: 5000 } } };
    const { problems } = await withdraw(broken, slot, 1);
    expect(problems).toEqual(['once (run) ended with status 4']);
    expect(installed(target.root)).toBeNull();
  });

  test('error: an epoch that is none', async () => {
    for (const epoch of [-1, 1.5, Number.NaN])
      await expect(withdraw(deviceTarget(), slot, epoch)).rejects.toMatchObject({ field: 'epoch' });
  });

  test('behavior: the digest in the record is the one that a claim names', async () => {
    const { manifest } = deliveryOf({ epoch: 1 });
    expect(manifestDigest(manifest)).toBe(
      sha256Hex(utf8Encode(JSON.stringify(JSON.parse(JSON.stringify(manifest, sortKeys))))),
    );
  });
});

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
