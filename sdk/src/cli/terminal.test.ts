import { execFileSync, spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, createHome, type Home, program } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';

/** util-linux's `script` gives a real terminal. */
function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}

/** Types each answer when its question has appeared. */
function atTerminal(
  home: Home,
  args: readonly string[],
  answers: readonly (readonly [question: RegExp, answer: string])[],
) {
  const line = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');
  const env = { ...cleanEnvironment(), ...home.env, GRIDSEAL_PASSWORD_FILE: '', TERM: 'xterm' };
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    env,
    cwd: home.folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const left = [...answers];
  let [seen, from] = ['', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    const [next] = left;
    if (!next?.[0].test(seen.slice(from))) return;
    left.shift();
    from = seen.length;
    child.stdin.write(next[1]);
  });
  return new Promise<{ code: number | null; seen: string }>((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 25_000);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, seen });
    });
  });
}

describe.skipIf(!hasScript())('at a terminal', () => {
  const password = 'Tr0ub4dor&3';
  const ask = /Password of the wallet alice: $/;

  test('behavior: a password is asked for twice, without echo', async () => {
    await using home = await createHome();
    const { code, seen } = await atTerminal(
      home,
      ['wallet', 'create', 'alice'],
      [
        [ask, `${password}\r`],
        [/The same again: $/, `${password}\r`],
      ],
    );
    expect(code, seen).toBe(0);
    expect(seen).toContain('0x');
    expect(seen).not.toContain(password);
    expect((await home.json(['wallet', 'list'])).data.wallets).toHaveLength(1);
  });

  test('error: two passwords that differ make no wallet', async () => {
    await using home = await createHome();
    const { code, seen } = await atTerminal(
      home,
      ['wallet', 'create', 'alice'],
      [
        [ask, `${password}\r`],
        [/The same again: $/, 'other\r'],
      ],
    );
    expect(code, seen).toBe(exitCodes.notConfirmed.code);
    expect((await home.json(['wallet', 'list'])).data.wallets).toEqual([]);
  });

  test('behavior: Ctrl-C at a question ends with 130, and the terminal echoes again', async () => {
    await using home = await createHome();
    const { code, seen } = await atTerminal(home, ['wallet', 'create', 'alice'], [[ask, '\u0003']]);
    expect(code, seen).toBe(exitCodes.interrupted.code);
  });

  test('behavior: colours at a terminal, none with --no-color', async () => {
    await using home = await createHome();
    await home.run(['config', 'set', 'chain.chainId', '5']);
    expect((await atTerminal(home, ['config', 'show'], [])).seen).toContain('\u001b[2m');
    expect((await atTerminal(home, ['config', 'show', '--no-color'], [])).seen).not.toContain('\u001b');
  });

  test('behavior: only yes is yes', async () => {
    await using home = await createHome();
    for (const [answer, status] of [
      ['\r', exitCodes.notConfirmed.code],
      ['n\r', exitCodes.notConfirmed.code],
      ['y\r', exitCodes.network.code],
    ] as const) {
      const args = ['ipfs', 'gc', '--ipfs-rpc', 'http://127.0.0.1:1', '--ipfs-timeout', '2s'];
      const { code, seen } = await atTerminal(home, args, [[/\[y\/N\] $/, answer]]);
      expect(code, seen).toBe(status);
    }
  });
});
