import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from './processLock.ts';

function lockPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-lock-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'lock');
}

const namesBeside = (path: string) => readdirSync(join(path, '..'));

async function contend(path: string): Promise<{ held: number; together: number }> {
  const worker = join(import.meta.dirname, 'processLock.worker.ts');
  const child = spawn(process.execPath, [worker, path, '150'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout));
}

test('behavior: is this process’s until it is released', async () => {
  const path = lockPath();
  const first = await takeLock(path);
  expect(await takeLock(path)).toEqual({ heldBy: process.pid });
  if ('release' in first) await first.release();
  expect(await takeLock(path)).toHaveProperty('release');
});

test('behavior: what dead processes have left counts for nothing and is removed', async () => {
  const path = lockPath();
  // No process has the first id, and this process did not start at the first tick.
  for (const stale of ['4194305.1', '4194306.unknown', `${process.pid}.1`]) writeFileSync(`${path}.${stale}`, '');
  expect(await takeLock(path)).toHaveProperty('release');
  expect(namesBeside(path)).toHaveLength(1);
});

test('behavior: other files beside it are left alone', async () => {
  const path = lockPath();
  for (const name of ['', '.new', '.12', '.x.1', 'x.4194305.1']) writeFileSync(`${path}${name}`, '');
  expect(await takeLock(path)).toHaveProperty('release');
  expect(namesBeside(path)).toHaveLength(6);
});

test('error: a process that lives has it', async () => {
  const path = lockPath();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  writeFileSync(`${path}.${child.pid}.${start}`, '');
  expect(await takeLock(path)).toEqual({ heldBy: child.pid });
  expect(namesBeside(path)).toHaveLength(1);
});

test('attack: never two at once, whatever stale locks they find', async () => {
  const path = lockPath();
  const results = await Promise.all([contend(path), contend(path), contend(path)]);
  expect(results.reduce((sum, { together }) => sum + together, 0)).toBe(0);
  expect(results.some(({ held }) => held > 0)).toBe(true);
});
