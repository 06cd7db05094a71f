import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from './cli.fixtures.ts';
import { createHomeHere } from './here.fixtures.ts';

let home: Home;
let good: Record<string, unknown>;
beforeAll(async () => {
  home = await createHomeHere();
  const guide = await readFile(new URL('../../../docs/guides/ocn-node.md', import.meta.url), 'utf8');
  good = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '');
  expect((await home.run(['wallet', 'create', 'operator'])).code).toBe(0);
});
afterAll(() => home[Symbol.asyncDispose]());

/** A folder with this `node.json`. */
async function node(change: Record<string, unknown> | string): Promise<string> {
  const folder = path.join(home.folder, crypto.randomUUID());
  await mkdir(folder);
  const file = path.join(folder, 'node.json');
  await writeFile(file, typeof change === 'string' ? change : JSON.stringify({ ...good, ...change }));
  return file;
}
const check = async (file: string) => home.failure(['ocn', 'node', 'run', '--check', '--node', file]);

describe('gridseal ocn node run', () => {
  test('behavior: --check reads what the guide shows and opens the key, and starts nothing', async () => {
    const { data, code } = await home.json(['ocn', 'node', 'run', '--check', '--node', await node({})]);
    expect([code, data.url, data.chainId]).toEqual([0, 'https://ocn.example.com', 31_337]);
    expect(data.operator).toBe(data.key);
  });

  test('behavior: a message key signs for an operator whose wallet is elsewhere', async () => {
    const address = `0x${'ab'.repeat(20)}`;
    const { data } = await home.json([
      ...['ocn', 'node', 'run', '--check', '--node'],
      await node({ operator: { address, messageKey: 'operator' } }),
    ]);
    expect(data.operator).toBe(address);
    expect(data.key).not.toBe(address);
  });

  test('behavior: the file is in the environment, or node.json', async () => {
    const file = await node({});
    const args = ['ocn', 'node', 'run', '--check', '--quiet'];
    expect((await home.run(args, { env: { GRIDSEAL_OCN_NODE: file } })).stdout).toBe('https://ocn.example.com\n');
    expect((await home.apart.run(args, { cwd: path.dirname(file) })).stdout).toBe('https://ocn.example.com\n');
  });

  test('error: no file, no JSON, no configuration, no such wallet', async () => {
    expect((await check(path.join(home.folder, 'none.json'))).error).toMatchObject({ code: 'FILE', field: '--node' });
    expect((await check(await node('{'))).error).toMatchObject({ code: 'CONFIGURATION', message: 'is not JSON' });
    expect((await check(await node({ typo: 1 }))).error.code).toBe('CONFIGURATION');
    expect((await check(await node({ operator: { wallet: 'nobody' } }))).error).toMatchObject({
      code: 'NOT_FOUND',
      field: 'node.json: operator.wallet',
    });
  });

  test('error: a noun without a verb, and a verb that there is not', async () => {
    expect((await home.run(['ocn', 'node'])).stderr).toContain('gridseal ocn node --help');
    expect((await home.run(['ocn', 'node', 'rum'])).stderr).toContain('Did you mean run?');
  });

  test('error: no secret is taken on the command line', async () => {
    const { code, stderr } = await home.apart.run(['ocn', 'node', 'run', '--admin-key=hush-hush']);
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('hush');
  });
});
