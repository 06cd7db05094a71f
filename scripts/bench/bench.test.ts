import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProject } from '../lib/paths.ts';
import { isFloor, type Measurement, measured, percentile } from './measurement.ts';
import { type Part, parts } from './parts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run bench` with these options. */
function bench(...options: readonly string[]) {
  const child = spawn(process.execPath, [inProject('scripts', 'bench.ts'), ...options]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('npm run bench', { timeout: 300_000 }, () => {
  test('behavior: --json has the documented form, and what the table shows', async () => {
    const file = path.join(folder, 'bench.json');
    const { code, stdout } = await bench(...parts.gas.names.flatMap((name) => ['--only', name]), '--json', file);
    expect(code).toBe(0);
    const measurements = JSON.parse(readFileSync(file, 'utf8')) as Measurement[];
    expect(measurements.map(({ name }) => name).sort()).toEqual([...parts.gas.names].sort());
    for (const measurement of measurements) {
      expect(Object.keys(measurement)).toEqual(['name', 'value', 'unit', 'goal', 'ok']);
      const { name, value, unit, goal, ok } = measurement;
      expect(value).toBeGreaterThan(0);
      expect(ok).toBe(goal === null || value <= goal);
      const line = stdout.split('\n').find((one) => one.startsWith(`${name} `)) as string;
      expect(line).toContain(unit);
      expect(line.includes('MISSED')).toBe(!ok);
    }
    expect(readdirSync(folder)).toEqual(['bench.json']);
  });

  test('behavior: --only selects by prefix', async () => {
    const file = path.join(folder, 'bench.json');
    await bench('--only', 'gas.announce.2of3', '--only', 'gas.approve', '--json', file);
    const names = (JSON.parse(readFileSync(file, 'utf8')) as Measurement[]).map(({ name }) => name);
    expect(names).toEqual(['gas.approve', 'gas.announce.2of3.first', 'gas.announce.2of3.next']);
  });

  test('error: a prefix of nothing', async () => {
    const { code, stdout, stderr } = await bench('--only', 'gaz');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--only gaz');
  });

  test('error: an unknown option', async () => {
    const { code, stderr } = await bench('--fast');
    expect(code).toBe(2);
    expect(stderr).toContain('--fast');
  });

  test('error: a file that cannot be written, before anything is measured', async () => {
    const missing = path.join(folder, 'nowhere', 'bench.json');
    expect(await bench('--only', 'gas.', '--json', missing)).toMatchObject({ code: 2, stdout: '' });
    expect(await bench('--only', 'gas.', '--json', folder)).toMatchObject({ code: 2, stdout: '' });
  });

  test('error: interrupted, it leaves the file that was there as it was', async () => {
    const file = path.join(folder, 'bench.json');
    writeFileSync(file, 'before');
    const child = spawn(process.execPath, [inProject('scripts', 'bench.ts'), '--only', 'graph.', '--json', file]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
    expect(child.exitCode).toBe(130);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(existsSync(`${file}.${child.pid}.new`)).toBe(false);
  });
});

describe('measurements', () => {
  test('behavior: every name is documented, and none stands twice', () => {
    const text = readFileSync(inProject('docs', 'benchmarks.md'), 'utf8');
    const names = Object.values(parts).flatMap((part: Part) => part.names);
    expect(new Set(names).size).toBe(names.length);
    const bare = names.filter((name) => !/\.(raw|ratio)$/.test(name));
    expect(bare.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  test('behavior: rates and shares are floors, the rest are ceilings', () => {
    expect(['events/s', 'of node:crypto', 'ms', 'gas/device', 'requests/poll'].map(isFloor)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(measured('a', 5, 'ms', 5).ok).toBe(true);
    expect(measured('a', 5.00001, 'ms', 5)).toEqual({ name: 'a', value: 5, unit: 'ms', goal: 5, ok: false });
    expect(measured('a', 0.79, 'of node:crypto', 0.8).ok).toBe(false);
    expect(measured('a', 7, 'ms')).toEqual({ name: 'a', value: 7, unit: 'ms', goal: null, ok: true });
  });

  test('error: no number', () => {
    expect(() => measured('a', Number.NaN, 'ms')).toThrow('a came out as NaN');
    expect(() => percentile([], 0.5)).toThrow();
  });

  test('behavior: percentiles by nearest rank', () => {
    const samples = [4, 1, 3, 2];
    expect([0, 0.25, 0.5, 0.51, 0.99, 1].map((share) => percentile(samples, share))).toEqual([1, 1, 2, 3, 4, 4]);
  });
});
