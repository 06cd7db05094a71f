// @vitest-environment node
import 'fake-indexeddb/auto';
import type { Hex } from '@gridseal/sdk/bytes';
import { changeRegistry, nodeRegistryOf } from '@gridseal/sdk/chain';
import { OcpiId } from '@gridseal/sdk/ocn/registry';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../../test/support/localChain.ts';
import { createRegistryEngine } from './registryEngine.ts';
import { openRegistryShelf } from './registryShelf.ts';

let local: LocalChain;
const owner = (n: number) => testAccount(n).address.toLowerCase() as Hex;
const change = (n: number, what: Parameters<typeof changeRegistry>[2]) =>
  changeRegistry(local.chain, testAccount(n), what);
const abc = OcpiId.parse('DE-ABC');
const terms = { roles: ['CPO'], sender: ['locations'], receiver: [] } as const;
const open = (registry = nodeRegistryOf(local.chain).toLowerCase() as Hex, firstBlock: number | null = 1) =>
  createRegistryEngine({ network: { firstBlock }, chain: local.chain, registry });

describe('a registry on a real chain', () => {
  beforeAll(async () => {
    local = await startLocalChain();
    await change(1, { action: 'setNode', url: 'https://one.example' });
    await change(2, { action: 'setNode', url: 'https://two.example' });
    await change(3, { action: 'setParty', id: abc, ...terms, operator: owner(1) });
  }, 60_000);
  afterAll(() => local?.[Symbol.asyncDispose]());

  test('behavior: what it says, since when, and what is new the next time', async () => {
    const engine = open();
    const before = await engine.view();
    expect(before).toMatchObject({ isWhole: true, anchors: { quorums: [], needed: 0 } });
    expect(before?.nodes.map(({ url }) => url).sort()).toEqual(['https://one.example', 'https://two.example']);
    expect(before?.parties).toMatchObject([{ id: abc, operator: owner(1), offeredTo: null }]);
    await change(3, { action: 'offerParty', operator: owner(2) });
    expect((await engine.view())?.parties).toMatchObject([{ operator: owner(1), offeredTo: owner(2) }]);
    await change(2, { action: 'acceptParty', party: owner(3) });
    const after = await engine.view();
    expect(after?.parties).toMatchObject([{ operator: owner(2), offeredTo: null }]);
    expect(after?.parties[0]?.since).toBe(before?.parties[0]?.since);
    const { total, items, isWhole } = await engine.history({ of: 'DE-ABC', limit: 1 });
    expect([total, isWhole, items[0]?.type]).toEqual([2, true, 'partySet']);
    expect((await engine.history({ of: owner(3), limit: 10 })).items.map(({ type }) => type)).toEqual([
      'partySet',
      'partyOffered',
      'partySet',
    ]);
    engine.close();
  });

  test('behavior: where it begins is found if nobody says it', async () => {
    const engine = open(undefined, null);
    expect((await engine.view())?.nodes.every(({ since }) => since !== null)).toBe(true);
  });

  test('behavior: the next visit goes on where the last one ended; what was damaged is read again', async () => {
    const { chain, node } = local;
    // The newest blocks are read again at each visit: there have to be older ones.
    const mine = { jsonrpc: '2.0', id: 1, method: 'anvil_mine', params: ['0x100'] };
    await fetch(node.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mine),
    });
    const registry = nodeRegistryOf(chain).toLowerCase() as Hex;
    const asked: string[] = [];
    const rpc: typeof chain.rpc = {
      ...chain.rpc,
      agree: (what, ...rest) => {
        if (what.startsWith('the logs')) asked.push(what);
        return chain.rpc.agree(what, ...rest);
      },
    };
    const shelf = openRegistryShelf(31_337, registry);
    const visit = async () => {
      asked.length = 0;
      const engine = createRegistryEngine({ network: { firstBlock: 1 }, chain: { ...chain, rpc }, registry, shelf });
      const found = await engine.view();
      engine.close();
      return { asked: asked.at(0), since: found?.parties[0]?.since };
    };
    const first = await visit();
    expect(first.asked).toContain('blocks 1 to');
    const second = await visit();
    expect(second.since).toBe(first.since);
    expect(second.asked ?? '').not.toContain('blocks 1 to');
    const kept = await shelf.load();
    if (!kept) throw new Error('is kept');
    await shelf.save({ ...kept, state: { ...kept.state, position: -1 } });
    expect(await visit()).toEqual(first);
    // Of a chain that is not there any more.
    await shelf.save({ ...kept, state: { ...kept.state, chainId: 1 }, events: [] });
    expect(await visit()).toEqual(first);
  });

  test('error: where there is none, there is none; what was asked too early has no history', async () => {
    const engine = open(`0x${'12'.repeat(20)}`);
    expect(await engine.view()).toBeNull();
    expect(await engine.history({ of: owner(1), limit: 5 })).toEqual({ total: 0, items: [], isWhole: false });
  });

  test('error: another contract is no registry', async () => {
    await expect(open(local.chain.addresses.quorumRegistry.toLowerCase() as Hex).view()).rejects.toThrow();
  });

  test('error: after it was closed it reads no more', async () => {
    const engine = open();
    engine.close();
    await expect(engine.view()).rejects.toThrow();
  });
});
