import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeNode, type Network, type NodeFiles, runNode, startNetwork } from './nodeProcess.fixtures.ts';

let network: Network;
let account = 0;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.[Symbol.asyncDispose]());

/** What a node that does not start says. */
async function failure(files: NodeFiles, env: NodeJS.ProcessEnv = {}) {
  await using run = await runNode(files, env);
  const code = await run.ended;
  expect(code).not.toBe(0);
  return run.stderr();
}
const unregistered = { registered: false };
const next = () => {
  account += 1;
  return account;
};
const beside = (files: NodeFiles, name: string) => path.join(path.dirname(files.file), name);

describe('a node that does not start says why', () => {
  test('error: the registry has no node of the operator', async () => {
    const files = await makeNode(network, next(), {}, { registered: false });
    const said = await failure(files);
    expect(said).toContain('node.json: operator');
    expect(said).toContain(`gridseal ocn node set ${files.url}`);
  });

  test('error: the registry has another URL, or another key', async () => {
    const files = await makeNode(network, next());
    await network.change(files.account, { action: 'setNode', url: 'https://elsewhere.example' });
    const said = await failure(files);
    expect(said).toContain('https://elsewhere.example');
    expect(said).toContain(`gridseal ocn node set ${files.url}`);
    await network.change(files.account, { action: 'setNode', url: files.url, key: `0x${'ab'.repeat(20)}` });
    expect(await failure(files)).toContain('message key');
  });

  test('error: the chain does not answer, or is another one', async () => {
    const chain = { chainId: 31_337, rpcUrls: ['http://127.0.0.1:1'], timeoutSeconds: 1 };
    expect(await failure(await makeNode(network, 0, { chain }, unregistered))).toContain('the registry cannot be read');
    const other = { chainId: 1, rpcUrls: [network.rpcUrl] };
    expect(await failure(await makeNode(network, 0, { chain: other }, unregistered))).toContain('chain.rpcUrls');
  });

  test('error: secrets that are missing, readable by others, or no keys; none is quoted', async () => {
    const files = await makeNode(network, 0, {}, unregistered);
    await chmod(beside(files, 'admin.key'), 0o644);
    expect(await failure(files)).toMatch(/admin\.key|adminKey/);
    await chmod(beside(files, 'admin.key'), 0o600);
    await writeFile(beside(files, 'sealing.key'), '0xsecret-that-is-no-key', { mode: 0o600 });
    const said = await failure(files);
    expect(said).toContain('sealingKey');
    expect(said).not.toContain('secret-that');
    const variable = await makeNode(network, 0, { adminKey: { variable: 'NODE_ADMIN_KEY' } }, unregistered);
    expect(await failure(variable)).toContain('NODE_ADMIN_KEY');
  });

  test('error: a wrong password, or no wallet of this name', async () => {
    const files = await makeNode(network, 0, {}, unregistered);
    await writeFile(beside(files, 'password'), 'wrong\n', { mode: 0o600 });
    expect(await failure(files)).toMatch(/password/);
    const unknown = await makeNode(network, 0, { operator: { wallet: 'nobody' } }, unregistered);
    expect(await failure(unknown)).toContain('nobody');
  });

  test('error: a database that is not there: its URL has a password and is not told', async () => {
    const files = await makeNode(network, next(), { database: { url: { variable: 'NODE_DB' } } });
    const said = await failure(files, { NODE_DB: 'postgres://user:hush@127.0.0.1:1/node' });
    expect(said).toContain('node.json: database');
    expect(said).not.toContain('hush');
  });

  test('error: a port that is taken, and a folder that another node has', async () => {
    const files = await makeNode(network, 9);
    await using run = await runNode(files);
    expect(run.stderr()).toBe('');
    expect(await failure(files)).toMatch(/database|listen\.port/);
    const other = await makeNode(
      network,
      next(),
      { url: files.url, listen: { port: files.port } },
      { registered: false },
    );
    await network.change(other.account, { action: 'setNode', url: files.url });
    expect(await failure(other)).toContain('listen.port');
  });

  test('error: node.json that is none', async () => {
    const files = await makeNode(network, 0, {}, unregistered);
    const good = JSON.parse(await readFile(files.file, 'utf8'));
    for (const [text, field] of [
      ['{', 'JSON'],
      [JSON.stringify({ ...good, typo: 1 }), 'typo'],
      [JSON.stringify({ ...good, chain: { ...good.chain, rpcUrls: [] } }), 'chain.rpcUrls'],
    ] as const) {
      await writeFile(files.file, text);
      expect(await failure(files)).toContain(field);
    }
  });
});
