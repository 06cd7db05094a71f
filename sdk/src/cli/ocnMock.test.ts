import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, createHome, type Home, program } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A mock as people see it. */
function start(home: Home, args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [program, 'ocn', 'mock', ...args], {
    env: { ...cleanEnvironment(), ...home.env },
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    out: () => stdout,
    err: () => stderr,
    async says(pattern: RegExp): Promise<void> {
      for (let i = 0; i < 1_500 && !pattern.test(stdout); i++) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(stdout + stderr).toMatch(pattern);
    },
    async end(signal: NodeJS.Signals): Promise<number | null> {
      child.kill(signal);
      return ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('ocn mock', () => {
  test('behavior: two of them with no node between: lines for people, a session, an end in good order', async () => {
    await using home = await createHome();
    const [left, right] = [await freePort(), await freePort()];
    const between = (own: number, other: number) => [
      '--listen',
      `127.0.0.1:${own}`,
      '--node',
      `http://127.0.0.1:${other}`,
    ];
    const token = home.file('a.token');
    await using cpo = start(home, [
      'cpo',
      '--party',
      'DE/GSL',
      ...between(left, right),
      '--invite',
      token,
      '--speed',
      '3600',
    ]);
    await cpo.says(/waits for the other side/);
    expect((await stat(token)).mode & 0o777).toBe(0o600);
    await using emsp = start(home, [
      'emsp',
      '--party',
      'NL/EMP',
      ...between(right, left),
      '--token',
      token,
      '--partner',
      'DE/GSL',
      '--sessions',
      '1',
    ]);
    await emsp.says(/registered with DE\/GSL CPO, OCPI 2\.2\.1/);
    await emsp.says(/CDR .* kWh in \d+ min, \d+\.\d\d EUR without VAT, as its tariff says/);
    expect(cpo.out()).toMatch(/^\d\d:\d\d:\d\d {2}GSL-0001-1 is CHARGING$/m);
    expect(cpo.out() + emsp.out()).not.toContain((await readFile(token, 'utf8')).trim());
    expect(await emsp.end('SIGTERM')).toBe(0);
    expect(await cpo.end('SIGINT')).toBe(exitCodes.interrupted.code);
    expect([emsp.out(), cpo.out()].map((text) => text.trimEnd().split('\n').at(-1)?.slice(10))).toEqual([
      'stopped',
      'stopped',
    ]);
    expect(emsp.err() + cpo.err()).toBe('');
  }, 90_000);

  test('error: an address that is taken', async () => {
    await using home = await createHome();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const args = [
      'ocn',
      'mock',
      'emsp',
      '--party',
      'NL/EMP',
      '--node',
      'http://127.0.0.1:1',
      '--invite',
      home.file('t'),
    ];
    const { code, error } = await home.failure([...args, '--listen', `127.0.0.1:${port}`]);
    expect([code, error.field]).toEqual([exitCodes.network.code, `127.0.0.1:${port}`]);
    expect((await home.failure([...args, '--listen', 'nowhere'])).code).toBe(exitCodes.input.code);
    // Who wants to sign and does not say for which network would send without a signature.
    const unsigned = await home.failure([...args, '--listen', '127.0.0.1:0', '--wallet', 'emp']);
    expect([unsigned.code, unsigned.error.field]).toEqual([exitCodes.usage.code, '--network']);
    server.close();
  });
});
