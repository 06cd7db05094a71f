import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { call, cleanEnvironment, program } from './cli.fixtures.ts';
import { commands, nouns } from './commands/index.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { parseCommandLine } from './framework/program.ts';
import { callHere, createHomeHere } from './here.fixtures.ts';

const hostile = 'a\u001b[2J\u001b]0;owned\u0007\u202egnp\nerror: forged';

/** What a terminal or a log would act on. */
const actingCharacters = (text: string) =>
  [...text].filter((character) => character !== '\n' && /[\p{Cc}\p{Cf}]/u.test(character));

describe('help and usage', () => {
  test('behavior: help names every noun and every exit code', async () => {
    const { code, stdout, stderr } = await call(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const { noun } of nouns) if (!noun.includes(' ')) expect(stdout).toMatch(new RegExp(`^  ${noun} `, 'm'));
    for (const { code: number } of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${number} `, 'm'));
  });

  test('behavior: nothing at all shows help', async () => {
    expect((await call([])).stdout).toContain('Usage: gridseal');
  });

  test('behavior: every command has help with an example', () => {
    for (const { path } of commands) {
      const parsed = parseCommandLine([...path.split(' '), '--help'], nouns, commands);
      const help = 'help' in parsed ? parsed.help : '';
      expect(help, path).toContain(`Usage: gridseal ${path}`);
      expect(help, path).toContain('Examples:');
    }
  });

  test('behavior: examples are commands that exist, with options that exist', () => {
    for (const { path, examples, options = [] } of commands) {
      for (const [line] of examples) {
        expect(line.startsWith(path), line).toBe(true);
        for (const flag of line.match(/(?<= )--[a-z0-9-]+/g) ?? []) {
          const known = options.some((option) => option.flags.includes(flag)) || /^--(home|json|quiet|yes)$/.test(flag);
          expect(known, `${flag} in: ${line}`).toBe(true);
        }
      }
    }
  });

  test.each([
    [['walet'], /unknown command walet/, /wallet/],
    [['wallet', 'crate'], /unknown command crate/, /create/],
    [['key', 'issue', 'ssh-usr'], /unknown command ssh-usr/, /ssh-user/],
    [['wallet'], /verb is missing/, /wallet --help/],
    [['wallet', 'list', '--jsno'], /unknown option --jsno/, /--json/],
    [['wallet', 'show'], /missing required argument/, /wallet show --help/],
    [['wallet', 'show', 'a', 'b'], /too many arguments/, /wallet show --help/],
    [['wallet', 'create', 'a', '--password-file'], /argument missing/, /wallet create --help/],
    [['completion', 'tcsh'], /one of bash, zsh, fish/, undefined],
  ])('error: %j is a usage error with a hint', async (args, message, hint) => {
    const { code, stdout, stderr } = await callHere(args);
    expect(code).toBe(exitCodes.usage.code);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    if (hint) expect(stderr).toMatch(hint);
  });

  test('error: an option that takes one value is refused when it is given twice', async () => {
    const { code, stderr } = await callHere(['chain', 'status', '--chain-id', '1', '--chain-id', '2']);
    expect(code).toBe(exitCodes.usage.code);
    expect(stderr).toContain('--chain-id: is given twice');
  });

  test('behavior: a secret in a wrong option is not repeated', async () => {
    const secret = `0x${'ab'.repeat(32)}`;
    for (const args of [
      ['wallet', 'import', 'a', `--private-key=${secret}`],
      ['wallet', 'list', secret],
    ]) {
      const { code, stderr, stdout } = await call(args);
      expect(code).toBe(exitCodes.usage.code);
      expect(stderr + stdout).not.toContain('abab');
    }
  });
});

describe('output', () => {
  test('behavior: --json gives one document on stdout, wherever it stands', async () => {
    for (const args of [
      ['--json', 'version'],
      ['version', '--json'],
    ]) {
      const { code, stdout, stderr } = await call(args);
      expect(code).toBe(0);
      expect(Object.keys(JSON.parse(stdout))).toEqual(['gridseal', 'node', 'openssl']);
      expect(stderr).toBe('');
    }
  });

  test('behavior: errors are one JSON document on stderr with --json, also of usage', async () => {
    await using home = await createHomeHere();
    const { code, stdout, error } = await home.apart.failure(['wallet', 'shwo']);
    expect({ code, stdout }).toEqual({ code: exitCodes.usage.code, stdout: '' });
    expect(Object.keys(error)).toEqual(['code', 'field', 'message', 'hints']);
    expect(error.code).toBe('USAGE');
  });

  test('behavior: GRIDSEAL_JSON and --quiet', async () => {
    const { stdout } = await callHere(['version'], { env: { GRIDSEAL_JSON: '1' } });
    expect(JSON.parse(stdout).gridseal).toMatch(/^\d+\.\d+\.\d+$/);
    expect((await callHere(['version', '--quiet'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('behavior: no colours in a pipe', async () => {
    await using home = await createHomeHere();
    await home.run(['config', 'set', 'chain.chainId', '5']);
    expect((await home.apart.run(['config', 'show'])).stdout).not.toContain('\u001b');
  });

  test('behavior: a closed pipe is no error', async () => {
    const outcome = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [program, 'completion', 'bash'], { env: cleanEnvironment() });
      let stderr = '';
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.stdout.destroy();
      child.once('close', (code) => resolve({ code, stderr }));
    });
    expect(outcome).toEqual({ code: 0, stderr: '' });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('behavior: %s ends a waiting command', async (signal) => {
    await using home = await createHomeHere();
    // An endpoint that takes the question and never answers.
    const server = createServer(() => undefined);
    const asked = new Promise<void>((resolve) => server.once('request', () => resolve()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code } = await home.run(
      ['chain', 'status', '--rpc-url', url, '--chain-id', '31337', '--chain-timeout', '60s'],
      {
        during: async (pid) => {
          await asked;
          process.kill(pid, signal);
        },
      },
    );
    server.closeAllConnections();
    server.close();
    expect(code).toBe(signal === 'SIGINT' ? exitCodes.interrupted.code : exitCodes.terminated.code);
  });
});

describe('log and terminal injection', () => {
  test('behavior: hostile text in arguments is shown, not obeyed', async () => {
    await using home = await createHomeHere();
    for (const args of [
      ['wallet', 'show', hostile],
      ['quorum', 'show', hostile],
      ['certificate', 'show', hostile],
      ['config', 'get', hostile],
      [hostile],
    ]) {
      const { code, stdout, stderr } = await home.run(args);
      expect(code).not.toBe(0);
      expect(code, stderr).not.toBe(exitCodes.bug.code);
      expect(actingCharacters(stdout + stderr)).toEqual([]);
      expect(stderr.match(/^error: /gm)).toHaveLength(1);
    }
  });

  test('behavior: hostile text of a server is shown, not obeyed', async () => {
    await using home = await createHomeHere();
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id: 0, error: { code: -1, message: hostile } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, stdout, stderr } = await home.run(['chain', 'status', '--rpc-url', url, '--chain-id', '31337']);
    server.close();
    expect(code).toBe(exitCodes.network.code);
    expect(actingCharacters(stdout + stderr)).toEqual([]);
  });

  test('behavior: hostile names of files do not act', async () => {
    await using home = await createHomeHere();
    await mkdir(`${home.home}/wallets`, { recursive: true });
    await writeFile(`${home.home}/wallets/\u001b[31m\u202e.json`, '{}', { mode: 0o600 });
    const { stdout, stderr } = await home.run(['wallet', 'list']);
    expect(actingCharacters(stdout + stderr)).toEqual([]);
  });
});

describe('wallets', () => {
  test('behavior: create, list, show; the file is private and the key is nowhere', async () => {
    await using home = await createHomeHere();
    const made = await home.apart.json(['wallet', 'create', 'alice']);
    expect(made.code).toBe(0);
    expect(made.data.address).toMatch(/^0x[0-9a-f]{40}$/);
    expect((await home.json(['wallet', 'list'])).data.wallets).toEqual([
      { name: 'alice', address: made.data.address, problem: null },
    ]);
    expect((await home.run(['wallet', 'show', 'alice', '--quiet'])).stdout.trim()).toBe(made.data.address);
    const { mode } = await (await import('node:fs/promises')).stat(`${home.home}/wallets/alice.json`);
    expect(mode & 0o777).toBe(0o600);
  });

  test('behavior: a key is imported from a file, and never shown', async () => {
    await using home = await createHomeHere();
    const key = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
    await writeFile(home.file('key'), `0x${key}\n`, { mode: 0o600 });
    const { code, stdout, stderr } = await home.apart.run(['wallet', 'import', 'dev', '--key-file', home.file('key')]);
    expect(code).toBe(0);
    expect(stdout).toContain('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
    expect((stdout + stderr).toLowerCase()).not.toContain(key);
    expect(stdout + stderr).not.toContain('correct horse');
    expect(await readFile(`${home.home}/wallets/dev.json`, 'utf8')).not.toContain(key);
  });

  test('behavior: a keystore of another program is imported', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const file = `${home.home}/wallets/alice.json`;
    const { code, data } = await home.json(['wallet', 'import', 'copy', '--keystore', file]);
    expect(code).toBe(0);
    expect(data.address).toBe((await home.json(['wallet', 'show', 'alice'])).data.address);
  });

  test('error: a taken name, and nothing is written', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const before = await readFile(`${home.home}/wallets/alice.json`, 'utf8');
    const { code, error } = await home.failure(['wallet', 'create', 'alice']);
    expect({ code, field: error.field }).toEqual({ code: exitCodes.file.code, field: '<name>' });
    expect(await readFile(`${home.home}/wallets/alice.json`, 'utf8')).toBe(before);
    expect(await readdir(`${home.home}/wallets`)).toEqual(['alice.json']);
  });

  test.each(['../escape', '/etc/passwd', '', '..', 'a/b', 'x'.repeat(64)])(
    'error: %j is no name of a wallet',
    async (name) => {
      await using home = await createHomeHere();
      expect((await home.failure(['wallet', 'create', name])).code).toBe(exitCodes.input.code);
    },
  );

  test('error: a wrong password, an empty one, none, one that others may read, a link', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const keystore = `${home.home}/wallets/alice.json`;
    const write = (text: string, mode: number) => writeFile(home.file('other'), text, { mode });
    const attempt = (env: NodeJS.ProcessEnv) =>
      home.failure(['wallet', 'import', 'b', '--keystore', keystore], { env });
    await write('wrong', 0o600);
    expect((await attempt({ GRIDSEAL_PASSWORD_FILE: home.file('other') })).code).toBe(exitCodes.verification.code);
    await writeFile(home.file('other'), '');
    expect((await attempt({ GRIDSEAL_PASSWORD_FILE: home.file('other') })).code).toBe(exitCodes.file.code);
    expect((await attempt({ GRIDSEAL_PASSWORD_FILE: '' })).code).toBe(exitCodes.notConfirmed.code);
    await chmod(home.file('other'), 0o644);
    expect((await attempt({ GRIDSEAL_PASSWORD_FILE: home.file('other') })).code).toBe(exitCodes.file.code);
    await symlink(home.file('password'), home.file('link'));
    expect((await attempt({ GRIDSEAL_PASSWORD_FILE: home.file('link') })).code).toBe(exitCodes.file.code);
    expect(await readdir(`${home.home}/wallets`)).toEqual(['alice.json']);
  });

  test('error: keys that are none, and nothing of them is repeated', async () => {
    await using home = await createHomeHere();
    for (const text of ['', 'zz', `0x${'00'.repeat(32)}`, 'ff'.repeat(32), `${'ab'.repeat(32)}0`, 'hunter2 hunter2']) {
      await writeFile(home.file('key'), text, { mode: 0o600 });
      const { code, error } = await home.failure(['wallet', 'import', 'x', '--key-file', home.file('key')]);
      expect([exitCodes.input.code, exitCodes.file.code]).toContain(code);
      expect(JSON.stringify(error)).not.toMatch(/hunter2|abab|ffff/);
    }
    expect((await home.failure(['wallet', 'import', 'x'])).code).toBe(exitCodes.usage.code);
  });

  test('error: keystores that are broken, half-written or hostile', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const good = JSON.parse(await readFile(`${home.home}/wallets/alice.json`, 'utf8'));
    const params = (good.Crypto ?? good.crypto).kdfparams;
    const crypto = { ...(good.Crypto ?? good.crypto), kdfparams: { ...params, n: 2 ** 30 } };
    const texts = [
      '',
      '{',
      '[]',
      'null',
      '{"version":3}',
      JSON.stringify(good).slice(0, -7),
      JSON.stringify({ ...good, Crypto: undefined, crypto }),
    ];
    for (const text of texts) {
      await writeFile(home.file('keystore'), text, { mode: 0o600 });
      const { code } = await home.failure(['wallet', 'import', 'x', '--keystore', home.file('keystore')]);
      expect(code, text.slice(0, 40)).toBe(exitCodes.input.code);
    }
    expect(await readdir(`${home.home}/wallets`)).toEqual(['alice.json']);
  });

  test('error: an unknown wallet, with the one that was meant', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const { code, error } = await home.failure(['wallet', 'show', 'alcie']);
    expect(code).toBe(exitCodes.notFound.code);
    expect(error.hints.join()).toContain('alice');
  });
});
