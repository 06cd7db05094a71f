import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inProject } from './lib/paths.ts';

/** A clone so small that `npm ci` needs no network: its one dependency lies in a folder of its own. */
function smallClone(): string {
  const clone = mkdtempSync(path.join(tmpdir(), 'clone-'));
  for (const folder of ['scripts', 'part']) mkdirSync(path.join(clone, folder));
  copyFileSync(inProject('scripts', 'bootstrap.mjs'), path.join(clone, 'scripts', 'bootstrap.mjs'));
  const part = { name: 'part', version: '1.0.0' };
  const root = { name: 'clone', version: '1.0.0', workspaces: ['part'] };
  const packages = { '': root, part, 'node_modules/part': { resolved: 'part', link: true } };
  writeJson(path.join(clone, 'part', 'package.json'), part);
  writeJson(path.join(clone, 'package.json'), root);
  writeJson(path.join(clone, 'package-lock.json'), { ...root, lockfileVersion: 3, requires: true, packages });
  return clone;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
}

function start(
  clone: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  const env = { ...Object.fromEntries(outer), npm_config_cache: path.join(clone, '.cache'), ...environment };
  return spawn(process.execPath, [path.join(clone, 'scripts', 'bootstrap.mjs'), ...args], { env, stdio: 'pipe' });
}

async function result(child: ChildProcess) {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, out: out.trim(), err };
}

const withoutNpm = { PATH: '/nonexistent' };
const lockOf = (clone: string): string => path.join(clone, '.gridseal', 'bootstrap.lock');

async function installed(): Promise<string> {
  const clone = smallClone();
  expect(await result(start(clone, ['node', '-e', '']))).toMatchObject({ code: 0 });
  return clone;
}

describe('bootstrap', () => {
  test('behavior: installs once, then needs no npm', async () => {
    const clone = smallClone();
    const first = await result(start(clone, ['node', '-p', '1 + 1']));
    expect(first).toMatchObject({ code: 0, out: '2' });
    expect(first.err).toMatch(/installed dependencies/);
    expect(existsSync(path.join(clone, 'node_modules', 'part', 'package.json'))).toBe(true);
    expect(await result(start(clone, ['node', '-p', '2'], withoutNpm))).toEqual({
      code: 0,
      signal: null,
      out: '2',
      err: '',
    });
  });

  test('behavior: arguments, status and the tools on PATH pass through', async () => {
    const clone = await installed();
    const script =
      'console.log(JSON.stringify([process.argv.slice(1), process.env.PATH.split(":")[0]])); process.exit(7)';
    const { code, out } = await result(start(clone, ['node', '-e', script, '--', '--once', 'a b', '$HOME']));
    expect(code).toBe(7);
    expect(JSON.parse(out)).toEqual([['--once', 'a b', '$HOME'], path.join(clone, 'node_modules', '.bin')]);
  });

  test('behavior: an interrupted installation is done again', async () => {
    const clone = await installed();
    rmSync(path.join(clone, 'node_modules', '.package-lock.json'));
    expect((await result(start(clone, ['node', '-e', '']))).err).toMatch(/installed dependencies/);
  });

  test('behavior: another lock file installs again, unless npm has installed it already', async () => {
    const clone = await installed();
    const lock = path.join(clone, 'package-lock.json');
    writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
    expect((await result(start(clone, ['node', '-e', ''], withoutNpm))).err).toBe('');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace('"node_modules/part"', '"node_modules/other"'));
    expect((await result(start(clone, ['node', '-e', ''], withoutNpm))).code).toBe(1);
  });

  test('behavior: two at once install one after the other', async () => {
    const clone = smallClone();
    const both = await Promise.all([1, 2].map((n) => result(start(clone, ['node', '-p', String(n)]))));
    expect(both.map(({ code, out }) => [code, out])).toEqual([
      [0, '1'],
      [0, '2'],
    ]);
    expect(both.filter(({ err }) => err.includes('installed dependencies'))).toHaveLength(1);
    expect(existsSync(lockOf(clone))).toBe(false);
  });

  test('behavior: the lock of a process that is gone is not waited for', async () => {
    const clone = smallClone();
    mkdirSync(path.dirname(lockOf(clone)));
    writeFileSync(lockOf(clone), `${process.pid} 1`);
    expect(await result(start(clone, ['node', '-p', '3']))).toMatchObject({ code: 0, out: '3' });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('behavior: %s reaches the command', async (signal) => {
    const clone = await installed();
    const script = `process.on('${signal}', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready')`;
    const child = start(clone, ['node', '-e', script]);
    child.stdout?.once('data', () => child.kill(signal));
    expect(await result(child)).toMatchObject({ code: 5, out: 'ready' });
  });

  test('behavior: a command that a signal ended ends us by the same signal', async () => {
    const clone = await installed();
    const ended = await result(start(clone, ['node', '-e', 'process.kill(process.pid, "SIGTERM")']));
    expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  test('error: no command, a command that is not there, no npm', async () => {
    const clone = await installed();
    expect((await result(start(clone, []))).code).toBe(2);
    expect(await result(start(clone, ['no-such-program']))).toMatchObject({ code: 127 });
    const { code, err } = await result(start(smallClone(), ['node', '-e', ''], withoutNpm));
    expect(code).toBe(1);
    expect(err).toMatch(/npm is not on PATH/);
  });

  test('error: an installation that fails shows npm’s words and leaves no lock', async () => {
    const clone = smallClone();
    writeFileSync(path.join(clone, 'package.json'), '{');
    const { code, err } = await result(start(clone, ['node', '-e', '']));
    expect(code).toBe(1);
    expect(err).toMatch(/JSON/);
    expect(existsSync(lockOf(clone))).toBe(false);
  });
});
