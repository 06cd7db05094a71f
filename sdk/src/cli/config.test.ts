import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Home } from './cli.fixtures.ts';
import { decodeConfig } from './framework/configFile.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

const put = async (home: Home, text: string) => {
  await mkdir(home.home, { recursive: true });
  await writeFile(path.join(home.home, 'config.json'), text);
};

/** A chain id that reaches the command: from where, the error says. */
const chainIdSeen = async (home: Home, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const { error } = await home.failure(['chain', 'status', '--rpc-url', 'http://127.0.0.1:1', ...args], { env });
  return error.field;
};

describe('config', () => {
  test('behavior: set, get, show, unset, path, check', async () => {
    await using home = await createHomeHere();
    expect((await home.run(['config', 'set', 'chain.rpcUrls', 'http://127.0.0.1:1', 'http://127.0.0.1:2'])).code).toBe(
      0,
    );
    expect((await home.run(['config', 'set', 'output.color', 'false'])).code).toBe(0);
    expect((await home.run(['config', 'get', 'chain.rpcUrls'])).stdout).toBe(
      'http://127.0.0.1:1\nhttp://127.0.0.1:2\n',
    );
    const file = path.join(home.home, 'config.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      chain: { rpcUrls: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] },
      output: { color: false },
    });
    expect((await home.apart.run(['config', 'path'])).stdout.trim()).toBe(file);
    expect((await home.json(['config', 'check'])).data).toMatchObject({ exists: true, settings: 2 });
    await home.run(['config', 'set', 'chain.rpcUrls', '--unset']);
    expect((await home.json(['config', 'show'])).data.settings).toEqual({ output: { color: false } });
    expect((await home.failure(['config', 'get', 'chain.rpcUrls'])).code).toBe(exitCodes.notFound.code);
  });

  test.each([
    ['chain.chainId', 'x'],
    ['chain.chainId', '0'],
    ['chain.rpcUrls', 'ftp://x'],
    ['chain.rpcUrls', 'http://user:secret@x'],
    ['chain.quorumRegistry', '0x12'],
    ['chain.quorumRegistry', '0xF39fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['trust.anchors', '0x12'],
    ['defaults.ttl', '5 minutes'],
    ['defaults.wallet', '../x'],
  ])('error: %s cannot be %s, and nothing is written', async (key, value) => {
    await using home = await createHomeHere();
    const { code, error } = await home.failure(['config', 'set', key, value]);
    expect(code).toBe(exitCodes.input.code);
    expect(error.field).toBe(key);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(await readdir(home.folder)).toEqual(['password']);
  });

  test('behavior: a flag wins over a variable, and that over the file', async () => {
    await using home = await createHomeHere();
    await put(home, '{"chain":{"finality":-7}}');
    expect((await home.failure(['chain', 'status'])).error.field).toBe('config.chain.finality');
    await put(home, '{"chain":{"chainId":7}}');
    expect(await chainIdSeen(home, [])).toBe('rpcUrls');
    expect(await chainIdSeen(home, [], { GRIDSEAL_CHAIN_ID: 'x' })).toBe('GRIDSEAL_CHAIN_ID');
    expect(await chainIdSeen(home, ['--chain-id', 'y'], { GRIDSEAL_CHAIN_ID: 'x' })).toBe('--chain-id');
  });

  test('behavior: the missing setting says all the ways to give it', async () => {
    await using home = await createHomeHere();
    const { code, error } = await home.apart.failure(['chain', 'status']);
    expect(code).toBe(exitCodes.configuration.code);
    expect(error.hints.join()).toMatch(/--rpc-url.*GRIDSEAL_RPC_URL.*config set chain\.rpcUrls/);
  });

  test('error: a variable that is neither yes nor no', async () => {
    await using home = await createHomeHere();
    const { code } = await home.failure(['wallet', 'list'], { env: { GRIDSEAL_YES: 'perhaps' } });
    expect(code).toBe(exitCodes.configuration.code);
  });

  test('error: another file with --config that is not there says nothing', async () => {
    await using home = await createHomeHere();
    expect((await home.run(['config', 'check', '--config', home.file('none.json')])).code).toBe(0);
  });

  test('error: a broken file stops commands, but not doctor', async () => {
    await using home = await createHomeHere();
    await put(home, '{"chain":');
    expect((await home.failure(['wallet', 'list'])).code).toBe(exitCodes.configuration.code);
    const { code, data } = await home.json(['doctor']);
    expect(code).toBe(exitCodes.verification.code);
    expect(data.findings.find((one: { check: string }) => one.check === 'settings').state).toBe('problem');
  });
});

describe('decodeConfig', () => {
  test.each([
    ['', 'config'],
    ['[]', 'config.'],
    ['null', 'config.'],
    ['{"chain":[]}', 'config.chain'],
    ['{"chian":{}}', 'config.chian'],
    ['{"chain":{"rpcUrl":["http://x"]}}', 'config.chain.rpcUrl'],
    ['{"chain":{"chainId":"5"}}', 'config.chain.chainId'],
    ['{"chain":{"chainId":1.5}}', 'config.chain.chainId'],
    ['{"chain":{"rpcUrls":"http://x"}}', 'config.chain.rpcUrls'],
    ['{"chain":{"rpcUrls":[5]}}', 'config.chain.rpcUrls.0'],
    ['{"chain":{"rpcUrls":["x"]}}', 'config.chain.rpcUrls'],
    ['{"defaults":{"deadline":"never"}}', 'config.defaults.deadline'],
    ['{"password":"x"}', 'config.password'],
  ])('error: %s', async (text, field) => {
    await expect(decodeConfig(text, 'config.json')).rejects.toMatchObject({ code: 'CONFIGURATION', field });
  });

  test('error: every beginning of a good file is refused', async () => {
    const text = '{"chain":{"chainId":5,"rpcUrls":["http://127.0.0.1:1"]},"output":{"color":true}}';
    await expect(decodeConfig(text, 'config.json')).resolves.toBeDefined();
    for (let length = 0; length < text.length; length++) {
      await expect(decodeConfig(text.slice(0, length), 'config.json'), String(length)).rejects.toThrow();
    }
  });

  test('behavior: a misspelt key gets a suggestion', async () => {
    const error = await decodeConfig('{"chain":{"rpcUrl":[]}}', 'config.json').catch((caught: Error) => caught);
    expect(String(error)).toContain('Did you mean chain.rpcUrls?');
  });
});
