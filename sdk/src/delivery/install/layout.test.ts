import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FileError } from '../../errors/index.ts';
import { deliveryOf, deviceTarget, epochsOf, installed, refused, setOf, slot } from './install.fixtures.ts';
import { install } from './install.ts';
import { recordPath } from './record.ts';
import { recover } from './recover.ts';
import type { InstallTarget } from './target.ts';

const isRoot = process.geteuid?.() === 0;

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
