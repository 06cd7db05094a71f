import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject, root } from '../../scripts/lib/paths.ts';
import { firstMissing, readPage, shownCommands } from '../support/consoleBlocks.ts';

/** What `npm start` says when it has told its story and waits. */
const ready = 'Everything ends with Ctrl-C';

function start(): Promise<{ readonly child: ChildProcess; readonly text: string }> {
  const child = spawn(process.execPath, [inProject('scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(ready)) resolve({ child, text });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

/** The lines to paste: which set the scene, and which are commands, with the status that they say they end with. */
function toPaste(text: string) {
  const lines = text.slice(text.indexOf('What to try next')).split('\n').slice(1);
  const trimmed = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.includes(ready));
  const scene = trimmed.filter((line) => /^(cd|export) /.test(line));
  const commands = trimmed.filter((line) => !scene.includes(line));
  return { scene, commands: commands.map((line) => [line, Number(/status (\d+)/.exec(line)?.[1] ?? 0)] as const) };
}

describe('npm start', () => {
  let child: ChildProcess;
  let text: string;
  let home: string;

  beforeAll(async () => {
    ({ child, text } = await start());
    home = /GRIDSEAL_HOME=(\S+)/.exec(text)?.[1] ?? '';
  }, 120_000);

  afterAll(async () => {
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  });

  test('behavior: it tells what the README shows', async () => {
    const [shown] = shownCommands(await readPage('README.md'));
    expect(shown?.command).toBe('npm start');
    expect(firstMissing(shown?.output ?? [], text.split('\n'))).toBeNull();
  });

  test('behavior: what it says to try next works when it is pasted into another shell', () => {
    const { scene, commands } = toPaste(text);
    expect(scene).toHaveLength(2);
    expect(commands.length).toBeGreaterThan(5);
    const bare = { PATH: process.env.PATH, HOME: home };
    for (const [command, status] of commands) {
      const script = [...scene, command].join('\n');
      const outcome = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: bare, cwd: '/' });
      expect(outcome.status, `${command}\n${outcome.stdout}${outcome.stderr}`).toBe(status);
      expect(outcome.stdout).not.toBe('');
    }
  });

  test('behavior: a signal ends it, and what it has left goes with it', async () => {
    expect(existsSync(path.join(home, 'config.json'))).toBe(true);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    expect(existsSync(home)).toBe(false);
  });
});
