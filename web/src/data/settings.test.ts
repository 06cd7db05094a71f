import { describe, expect, test } from 'vitest';
import { checkUrl, decodeNetwork } from './networkJson.ts';
import { allNetworks, chosenNetwork, loadNetworks } from './networks.ts';
import { createSettingsStore, decodeSettings, defaultSettings } from './settingsStore.ts';

const addresses = { quorumRegistry: `0x${'11'.repeat(20)}`, keyAnnouncements: `0x${'22'.repeat(20)}` } as const;
const json = {
  chainId: 31_337,
  name: 'Local',
  addresses,
  firstBlock: 1,
  finality: 0,
  rpcUrls: ['http://127.0.0.1:8545'],
};
const quorum = `0x${'AB'.repeat(32)}` as const;

/** A server that has one file. */
const serving =
  (body: string, status = 200): typeof globalThis.fetch =>
  async (input) => {
    expect(String(input)).toBe('https://host.example/app/config.json');
    return new Response(body, { status });
  };
const load = (body: string, status?: number) => loadNetworks('https://host.example/app/#/x', serving(body, status));

describe('a network from config.json', () => {
  test('behavior: what is left out has a default', () => {
    expect(decodeNetwork(json)).toEqual({
      ...json,
      rpcUrls: ['http://127.0.0.1:8545/'],
      gateways: [],
      ipfsRpcs: [],
      explorer: null,
      sandboxWallets: [],
      currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    });
  });

  test('attack: wallets that sign unasked are refused for a chain that others reach', () => {
    const sandboxWallets = [{ name: 'Aurora', address: addresses.quorumRegistry }];
    expect(decodeNetwork({ ...json, sandboxWallets }).sandboxWallets).toEqual(sandboxWallets);
    for (const url of ['https://rpc.example', 'http://127.0.0.1.example', 'http://10.0.0.1:8545']) {
      const rpcUrls = ['http://127.0.0.1:8545', url];
      expect(() => decodeNetwork({ ...json, rpcUrls, sandboxWallets })).toThrow('on this machine only');
    }
  });

  const wrong = [
    ['chainId', 0],
    ['chainId', '1'],
    ['name', ''],
    ['name', 'x'.repeat(81)],
    ['addresses', {}],
    ['addresses', { ...addresses, quorumRegistry: '0x11' }],
    ['firstBlock', -1],
    ['finality', 'soon'],
    ['rpcUrls', []],
    ['rpcUrls', ['javascript:alert(1)']],
    ['rpcUrls', ['https://user:secret@host.example']],
    ['rpcUrls', Array.from({ length: 17 }, (_, i) => `https://h${i}.example`)],
    ['gateways', 'https://host.example'],
    ['explorer', 'data:text/html,x'],
    ['currency', { name: 'x' }],
    ['sandboxWallets', {}],
    ['sandboxWallets', [{ name: 'Aurora' }]],
    ['sandboxWallets', [{ name: '', address: addresses.quorumRegistry }]],
    ['sandboxWallets', Array.from({ length: 11 }, () => ({ name: 'Aurora', address: addresses.quorumRegistry }))],
  ] as const;
  for (const [name, value] of wrong) {
    test(`error: ${name} ${JSON.stringify(value).slice(0, 40)}`, () => {
      const decode = () => decodeNetwork({ ...json, [name]: value });
      expect(decode).toThrow(name);
      expect(decode).not.toThrow('secret');
    });
  }

  test('error: no object', () => {
    for (const value of [null, 1, 'x', undefined]) expect(() => decodeNetwork(value)).toThrow('network');
    expect(() => checkUrl(7, 'url')).toThrow('url');
  });
});

describe('which networks there are', () => {
  test('behavior: those of config.json; without one, the public ones', async () => {
    expect(await load(JSON.stringify({ networks: [json] }))).toMatchObject([{ chainId: 31_337, origin: 'config' }]);
    for (const [body, status] of [
      ['', 404],
      ['<!doctype html>', 200],
      ['1', 200],
    ] as const) {
      const networks = await load(body, status);
      expect(networks.map(({ chainId }) => chainId)).toContain(4_202);
      expect(networks.every(({ rpcUrls, gateways }) => rpcUrls.length > 0 && gateways.length > 1)).toBe(true);
    }
    const failing = () => Promise.reject(new TypeError('offline'));
    expect((await loadNetworks('https://host.example', failing)).length).toBeGreaterThan(0);
  });

  test('error: a config.json that is wrong is not passed over', async () => {
    await expect(load(JSON.stringify({ networks: [{ ...json, rpcUrls: [] }] }))).rejects.toThrow('networks[0].rpcUrls');
    await expect(load(JSON.stringify({}))).rejects.toThrow('names no network');
  });

  test('behavior: endpoints and networks of the user replace what is known', async () => {
    const known = await load(JSON.stringify({ networks: [json, { ...json, chainId: 7 }] }));
    const own = { ...decodeNetwork({ ...json, name: 'Mine', chainId: 7 }), origin: 'custom' as const };
    const endpoints = { 31337: { rpcUrls: ['https://a.example/'], gateways: [] }, 7: { rpcUrls: [] } };
    const settings = { ...defaultSettings, networks: [own], endpoints, chainId: 7 };
    const networks = allNetworks(known, settings);
    expect(networks.map(({ name, rpcUrls }) => [name, rpcUrls])).toEqual([
      ['Local', ['https://a.example/']],
      ['Mine', ['http://127.0.0.1:8545/']],
    ]);
    expect(chosenNetwork(networks, settings).name).toBe('Mine');
    expect(chosenNetwork(networks, { ...settings, chainId: 99 }).name).toBe('Local');
  });
});

describe('settings', () => {
  test('behavior: are kept, and another tab hears of them', () => {
    const [first, second] = [1, 2].map(() => createSettingsStore(localStorage, globalThis));
    let heard = 0;
    second?.subscribe(() => heard++);
    first?.change({ names: { [quorum.toLowerCase()]: 'Root' } });
    // A browser tells the other tabs; here there is one window.
    globalThis.dispatchEvent(new StorageEvent('storage', { key: 'gridseal/settings/v1' }));
    expect(second?.get().names).toEqual({ [quorum.toLowerCase()]: 'Root' });
    expect(heard).toBe(1);
  });

  test('behavior: anchors in any case, with what goes with them', () => {
    const trust = {
      31337: { anchors: [{ quorum, pathLength: 2 }, quorum, { quorum: '0x12' }], requiredEndorsements: 2 },
    };
    expect(decodeSettings({ trust }).trust).toEqual({
      31337: { anchors: [{ quorum: quorum.toLowerCase(), pathLength: 2 }], requiredEndorsements: 2 },
    });
  });

  test('error: what is damaged costs that field alone', () => {
    expect(decodeSettings(null)).toEqual(defaultSettings);
    expect(decodeSettings({ chainId: 'x', endpoints: [], trust: 7, names: { a: 1, b: '' }, networks: [{}] })).toEqual(
      defaultSettings,
    );
    const endpoints = { 1: { rpcUrls: ['ftp://x'] }, 2: { rpcUrls: ['https://b.example'] } };
    expect(decodeSettings({ endpoints }).endpoints).toEqual({ 2: { rpcUrls: ['https://b.example/'] } });
    localStorage.setItem('gridseal/settings/v1', '{');
    expect(createSettingsStore(localStorage, globalThis).get()).toEqual(defaultSettings);
  });

  test('error: a browser that keeps nothing: settings count for this visit', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('no room', 'QuotaExceededError');
      },
    };
    for (const storage of [null, full]) {
      const store = createSettingsStore(storage, globalThis);
      store.change({ chainId: 4_202 });
      expect(store.get().chainId).toBe(4_202);
    }
  });
});
