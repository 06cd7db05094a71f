import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = (work: string) => `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      const result = next(specifier, context);
      loaded.add(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(result.url)?.[1] ?? (result.url.startsWith('node:') && !context.parentURL.includes('node_modules') ? result.url : ''));
      return result;
    },
  });
  const { createStore } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
  const content = new TextEncoder().encode('hello world');
  const fetch = async (url) => new Response(url.includes('block/put')
    ? '{"Key":"bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"}' : content);
  const store = createStore({ endpoints: [{ rpc: 'http://node.example' }], fetch });
  const digest = '0xb94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
  ${work}
  console.log(JSON.stringify([...loaded]));
`;

async function packagesOf(work: string): Promise<string[]> {
  const args = ['--input-type=module', '--no-warnings', '-e', script(work)];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as string[];
}

const heavy = /^(helia|@helia\/.*|libp2p|@libp2p\/.*|@chainsafe\/.*|kubo-rpc-client|blockstore-fs|datastore-fs)$/;

test('behavior: reading takes no IPFS node, no Kubo client, and nothing of Node', async () => {
  const packages = await packagesOf(`await store.read({ digest, codec: 'raw' });`);
  expect(packages).toContain('multiformats');
  expect(packages.filter((name) => heavy.test(name))).toEqual([]);
  expect(packages.filter((name) => name.startsWith('ipfs-unixfs-') || name === '@ipld/car')).toEqual([]);
  expect(packages.filter((name) => /^node:(?!module)/.test(name))).toEqual([]);
});

test('behavior: nor does writing, which takes the importer when it is needed', async () => {
  const packages = await packagesOf(`await store.writeBlock(content);`);
  expect(packages).toContain('ipfs-unixfs-importer');
  expect(packages.filter((name) => heavy.test(name))).toEqual([]);
});
