import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHome, type Home } from './cli.fixtures.ts';

const run = promisify(execFile);

function has(program: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('completion', () => {
  let home: Home;
  const script = (shell: string) => home.file(`completion.${shell}`);

  beforeAll(async () => {
    home = await createHome();
    for (const shell of ['bash', 'zsh', 'fish']) {
      await writeFile(script(shell), (await home.run(['completion', shell])).stdout);
    }
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const complete = async (...words: string[]) => {
    const line = ['gridseal', ...words].map((word) => `'${word}'`).join(' ');
    const code = `source ${script('bash')}; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _gridseal; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await run('bash', ['-c', code])).stdout.trim().split('\n');
  };

  test.skipIf(!has('bash'))('behavior: bash completes nouns, verbs, options and values', async () => {
    expect(await complete('cert')).toEqual(['certificate']);
    expect(await complete('quorum', 'r')).toEqual(['rotate']);
    expect(await complete('key', 'is')).toEqual(['issue']);
    expect(await complete('key', 'issue', 'ssh-')).toEqual(['ssh-user', 'ssh-host', 'ssh-authority']);
    expect(await complete('ocn', 'no')).toEqual(['node']);
    expect(await complete('ocn', 'node', 'ru')).toEqual(['run']);
    expect(await complete('ocn', 'node', 'run', '--no')).toContain('--node');
    expect(await complete('--home', 'x', 'key', 'issue', 'fi')).toEqual(['files']);
    expect(await complete('certificate', 'draft', '--requ')).toEqual(['--required-endorsements']);
    expect(await complete('certificate', 'propose', '--action', '')).toEqual(['endorse', 'revoke']);
    expect(await complete('config', 'get', 'chain.q')).toEqual(['chain.quorumRegistry']);
  });

  test.skipIf(!has('zsh'))('behavior: zsh takes the script', async () => {
    await run('zsh', ['-n', script('zsh')]);
  });

  test.skipIf(!has('fish'))('behavior: fish takes the script', async () => {
    await run('fish', ['-n', script('fish')]);
  });
});
