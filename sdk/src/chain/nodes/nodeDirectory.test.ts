import { describe, expect, test } from 'vitest';
import { type Anvil, testAccount } from '../../../../test/support/anvil.ts';
import { chainOn, startLocalChain } from '../../../../test/support/localChain.ts';
import { addressAt, cpoTerms } from '../../../../test/support/networkWorld.ts';
import { startRpcProxy } from '../../../../test/support/rpcProxy.ts';
import type { Hex } from '../../bytes/index.ts';
import { OcpiId, PermissionBits } from '../../ocn/registry/index.ts';
import {
  type Chain,
  changeCall,
  changeRegistry,
  createNodeDirectory,
  type DirectoryChange,
  DisagreementError,
  type NodeChange,
  nodeRegistryOf,
  send,
  UnreachableError,
} from '../index.ts';

const id = (text: string) => OcpiId.parse(text);
const url = (name: string) => `https://${name}.example`;
const none = `0x${'00'.repeat(20)}` as const;

describe('in an open network', () => {
  const account = testAccount(1);
  const me = addressAt(1);
  const party = (text: string): NodeChange => ({ action: 'setParty', id: id(text), ...cpoTerms, operator: me });
  const withNetwork = async (body: (chain: Chain, node: Anvil) => Promise<void>) => {
    await using local = await startLocalChain();
    await changeRegistry(local.chain, account, { action: 'setNode', url: url('one') });
    await body(local.chain, local.node);
  };

  test('behavior: services and agreements', () =>
    withNetwork(async (chain) => {
      const provider = addressAt(2);
      const change = (index: number, what: NodeChange) => changeRegistry(chain, testAccount(index), what);
      await change(1, party('DE/AAA'));
      await change(2, party('DE/BBB'));
      const directory = createNodeDirectory(chain, { revisits: 1 });
      await directory.refresh();
      const narrow = ['FORWARD_MODULE_CDRS_SENDER'] as const;
      const wide = [...narrow, 'FORWARD_MODULE_TOKENS_RECEIVER'] as const;
      const service: NodeChange = {
        action: 'setService',
        name: 'Report',
        url: `${url('report')}/`,
        permissions: narrow,
      };
      await change(2, service);
      await change(1, { action: 'createAgreement', provider, permissions: narrow });
      await directory.refresh();
      expect(directory.services()).toEqual([
        { provider, name: 'Report', url: url('report'), permissions: PermissionBits.encode(narrow) },
      ]);
      expect(directory.agreement(me, provider)).toBe(PermissionBits.encode(narrow));
      expect(directory.agreements(me)).toEqual([provider]);
      await change(2, { ...service, permissions: wide });
      await directory.refresh();
      expect([directory.agreement(me, provider), directory.agreements(me)]).toEqual([0, []]);
      const late = createNodeDirectory(chain, { revisits: 1 });
      await late.refresh();
      await change(2, service);
      for (const one of [directory, late]) {
        for (let i = 0; i < 4; i++) await one.refresh();
        expect(one.agreement(me, provider)).toBe(PermissionBits.encode(narrow));
      }
      await change(1, { action: 'revokeAgreement', provider });
      await directory.refresh();
      expect(directory.agreement(me, provider)).toBe(0);
      await change(2, { action: 'deleteService' });
      await directory.refresh();
      expect([directory.services(), directory.service(provider)]).toEqual([[], null]);
    }));

  test('behavior: hostile texts: a node that nobody can be sent to is left out and told', () =>
    withNetwork(async (chain) => {
      const hostile = [
        'javascript:alert(1)',
        'https://user:secret@one.example',
        'https://one.example/?a=1',
        'https://one.example/#x',
        'https://оne.example',
        'one.example',
        'https://one.example\\@two.example',
        ' https://one.example',
      ];
      await changeRegistry(chain, account, party('DE/AAA'));
      const directory = createNodeDirectory(chain);
      for (const text of hostile) {
        await changeRegistry(chain, account, { action: 'setNode', url: text });
        await directory.refresh();
        expect([directory.nodes(), directory.node(me)], text).toEqual([[], null]);
        expect(directory.party(id('DE/AAA'))?.operator).toBeNull();
        expect(directory.unusable()).toEqual([{ operator: me, url: text, reason: 'url' }]);
      }
      await changeRegistry(chain, account, { action: 'setNode', url: 'HTTPS://One.Example:443/ocn//' });
      for (const [name, where] of [
        ['Report\u202e', url('report')],
        ['Report', 'report.example'],
      ] as const) {
        const permissions = ['FORWARD_ALL'] as const;
        await changeRegistry(chain, account, { action: 'setService', name, url: where, permissions });
        await directory.refresh();
        expect(directory.services()).toEqual([]);
      }
      expect(directory.node(me)?.url).toBe('https://one.example/ocn');
      const { data, ...call } = changeCall(chain, { action: 'setNode', url: 'https://one.example/~~~' });
      await send(chain, account, { ...call, data: data?.replace('7e7e7e', 'fffe80') as Hex });
      await directory.refresh();
      expect(directory.unusable()).toMatchObject([{ operator: me, reason: 'url' }]);
    }));

  test('behavior: message keys come from events, and only if the registry has their hash', () =>
    withNetwork(async (chain, node) => {
      const key: Hex = `0x${'44'.repeat(30)}`;
      await changeRegistry(chain, account, { action: 'setNode', url: url('one'), key });
      await node.mine(5);
      const loaded = createNodeDirectory(chain);
      await loaded.refresh();
      expect(loaded.node(me)?.key).toBe(key);
      await using liar = await startRpcProxy(node.rpcUrl, {
        rewrite: ({ method }, answer) =>
          method === 'eth_getLogs'
            ? {
                ...answer,
                result: JSON.parse(JSON.stringify(answer.result).replaceAll('44'.repeat(30), '55'.repeat(30))),
              }
            : null,
      });
      const misled = createNodeDirectory(chainOn([liar.url], chain.chainId));
      await misled.refresh();
      expect(misled.node(me)).toBeNull();
      expect(misled.unusable()).toEqual([{ operator: me, url: url('one'), reason: 'key' }]);
    }));

  test('behavior: a reorganisation takes back what it took back, shallow or deep', () =>
    withNetwork(async (chain, node) => {
      const directory = createNodeDirectory(chain);
      await directory.refresh();
      await node.mine(3);
      await directory.refresh();
      await changeRegistry(chain, testAccount(2), party('DE/BBB'));
      await changeRegistry(chain, account, { action: 'setNode', url: url('two') });
      await directory.refresh();
      expect(directory.party(id('DE/BBB'))?.operator).toBe(me);
      await node.reorg(2);
      await directory.refresh();
      expect(directory.party(id('DE/BBB'))).toBeNull();
      expect(directory.node(me)?.url).toBe(url('one'));
      await node.reorg(6);
      await directory.refresh();
      expect(directory.nodes()).toEqual([]);
    }));

  test('error: endpoints that do not agree, or are not there: what is known stays', () =>
    withNetwork(async (chain, node) => {
      await using liar = await startRpcProxy(node.rpcUrl);
      const both = chainOn([node.rpcUrl, liar.url], chain.chainId);
      const directory = createNodeDirectory(both);
      await directory.refresh();
      await changeRegistry(chain, testAccount(2), party('DE/BBB'));
      liar.behaviour.rewrite = ({ method }, answer) => (method === 'eth_getLogs' ? { ...answer, result: [] } : null);
      await expect(directory.refresh()).rejects.toThrow(DisagreementError);
      expect(directory.node(me)?.url).toBe(url('one'));
      liar.behaviour.rewrite = ({ method }, answer) =>
        method === 'eth_call' ? { ...answer, result: `0x${'00'.repeat(320)}` } : null;
      await expect(directory.refresh()).rejects.toThrow(DisagreementError);
      expect(directory.party(id('DE/BBB'))).toBeNull();
      delete (liar.behaviour as { rewrite?: unknown }).rewrite;
      await directory.refresh();
      expect(directory.party(id('DE/BBB'))?.address).toBe(addressAt(2));
      const before = directory.asOf();
      await node.stop();
      await expect(directory.refresh()).rejects.toThrow(UnreachableError);
      expect([directory.asOf(), directory.parties().length]).toEqual([before, 1]);
    }));

  test('behavior: what a failed read has left is read later, and not from endpoints that are behind', () =>
    withNetwork(async (chain, node) => {
      await using proxy = await startRpcProxy(node.rpcUrl);
      const directory = createNodeDirectory(chainOn([proxy.url], chain.chainId));
      await directory.refresh();
      const old = await node.request('eth_getBlockByNumber', ['latest', false]);
      await changeRegistry(chain, account, { action: 'setNode', url: url('two') });
      proxy.behaviour.rewrite = ({ method, id: call }) =>
        method === 'eth_call' ? { jsonrpc: '2.0', id: call, error: { code: -32_000, message: 'busy' } } : null;
      await expect(directory.refresh()).rejects.toThrow('busy');
      proxy.behaviour.rewrite = ({ method, params }, answer) =>
        method === 'eth_getBlockByNumber' && params[0] === 'latest' ? { ...answer, result: old } : null;
      await directory.refresh();
      expect(directory.node(me)?.url).toBe(url('one'));
      proxy.behaviour.rewrite = () => null;
      await directory.refresh();
      expect(directory.node(me)?.url).toBe(url('two'));
    }));

  test('behavior: a listener that fails stops neither the others nor what is known', () =>
    withNetwork(async (chain) => {
      const directory = createNodeDirectory(chain);
      const heard: DirectoryChange[] = [];
      directory.onChange(() => {
        throw new TypeError('mine');
      });
      directory.onChange((change) => heard.push(change));
      await expect(directory.refresh()).rejects.toThrow(TypeError);
      expect(heard).toEqual([{ parties: [], operators: [me] }]);
      expect(directory.node(me)?.url).toBe(url('one'));
      await directory.refresh();
    }));

  test('behavior: refreshes at the same time wait for each other, and an aborted one harms no other', () =>
    withNetwork(async (chain) => {
      const directory = createNodeDirectory(chain);
      const [aborted, good] = await Promise.allSettled([directory.refresh(AbortSignal.abort()), directory.refresh()]);
      expect([aborted?.status, good?.status]).toEqual(['rejected', 'fulfilled']);
      expect(directory.nodes()).toHaveLength(1);
    }));

  test(
    'behavior: thousands of parties',
    () =>
      withNetwork(async (chain, node) => {
        const registry = nodeRegistryOf(chain);
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
        const at = (i: number) => `${letters[i % 26]}${letters[Math.floor(i / 26) % 26]}${Math.floor(i / 676)}`;
        const addressOf = (i: number) => `0x${(0x1000 + i).toString(16).padStart(40, '1')}` as Hex;
        const count = 2_000;
        await node.request('anvil_autoImpersonateAccount', [true]);
        await node.request('evm_setAutomine', [false]);
        for (let i = 0; i < count; i++) {
          const { data } = changeCall(chain, party(`DE/${at(i)}`));
          await node.request('anvil_setBalance', [addressOf(i), '0xde0b6b3a7640000']);
          await node.request('eth_sendTransaction', [{ from: addressOf(i), to: registry, data, gas: '0x40000' }]);
          if (i % 100 === 99) await node.mine();
        }
        await node.request('evm_setAutomine', [true]);
        const directory = createNodeDirectory(chain);
        const before = chain.rpc.requests();
        await directory.refresh();
        expect(directory.parties()).toHaveLength(count);
        expect(chain.rpc.requests() - before).toBeLessThan(60);
        for (const i of [0, 1, count - 1]) expect(directory.party(id(`DE/${at(i)}`))?.address).toBe(addressOf(i));
        expect(directory.partyAt(none)).toBeNull();
      }),
    120_000,
  );
});
