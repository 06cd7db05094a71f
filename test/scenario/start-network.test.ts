import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject, root } from '../../scripts/lib/paths.ts';
import { firstMissing, readPage, shownCommands } from '../support/consoleBlocks.ts';

interface Ended {
  readonly status: number | null;
  readonly text: string;
}

function start(folder: string, ...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [inProject('scripts/start.ts'), ...words], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, text }));
  });
}

/** The command lines of processes of this machine that name a folder. */
function processesIn(folder: string): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return []; // It ended in this moment.
      }
    })
    .filter((line) => line.includes(folder));
}

/** A line without what a meter and chance say otherwise each time. */
const unmetered = (line: string): string =>
  line
    .replaceAll(/\d+\.\d+(?= kWh| EUR|,)/g, '#')
    .replaceAll(/in \d+ min/g, 'in # min')
    .replaceAll(/(?<=CDR C-)[0-9a-f]+/g, '#');

describe('npm start -- --network --once', () => {
  let folder: string;
  let ended: Ended;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gridseal-start-'));
    ended = await start(folder, '--network', '--once');
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('behavior: it tells what the README shows, and ends well', async () => {
    expect(ended.status, ended.text).toBe(0);
    const shown = shownCommands(await readPage('README.md')).find(({ command }) => command.includes('--network'));
    expect(shown?.output.length).toBeGreaterThan(20);
    expect(firstMissing(shown?.output.map(unmetered) ?? [], ended.text.split('\n').map(unmetered))).toBeNull();
  });

  test('behavior: what it says is signed is signed by whom the registry names', () => {
    const [, cpo] = /DE\/CIR {3}Cirrus Charging, CPO, is (0x\S+);/.exec(ended.text) ?? [];
    const signed = [...ended.text.matchAll(/signed by DE\/CIR, (0x[0-9a-f]+…[0-9a-f]+)/g)].map(([, key]) => key);
    expect(signed.length).toBeGreaterThan(5);
    expect(new Set(signed)).toEqual(new Set([cpo]));
  });

  test('behavior: nothing is left behind: no process, no file', () => {
    expect(processesIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('error: words that it does not know', async () => {
    const { status, text } = await start(folder, '--networks');
    expect(status).toBe(2);
    expect(text).toContain('--network ');
  });
});
