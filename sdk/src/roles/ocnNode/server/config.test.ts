import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../errors/index.ts';
import { decodeOcnNodeConfig } from './config.ts';
import { goodConfig } from './server.fixtures.ts';

describe('node.json', () => {
  test('behavior: what is left out has a value', () => {
    const config = decodeOcnNodeConfig(goodConfig);
    expect(config.policy).toMatchObject({ legacyPeers: [], acceptUnsigned: true, timeoutSeconds: 15 });
    expect(config.rates.platform).toEqual({ perSecond: 500, burst: 1_000 });
    expect(config.outgoing).toMatchObject({ allowHttp: false, allowPrivateNetworks: false });
    expect(config.listen).toMatchObject({ host: '127.0.0.1', port: 0 });
  });

  test('behavior: the URL is as the registry has it, addresses are in lower case', () => {
    const operator = { address: `0x${'AB'.repeat(20)}`, messageKey: 'messages' };
    const config = decodeOcnNodeConfig({ ...goodConfig, url: 'https://NODE.example/', operator });
    expect(config.url).toBe('https://node.example');
    expect(config.operator.address).toBe(`0x${'ab'.repeat(20)}`);
  });

  const wrong: readonly (readonly [string, unknown])[] = [
    ['node.json', null],
    ['node.json', []],
    ['type', { type: 'gridseal/ocn-node/v2' }],
    ['url', { url: 'node.example' }],
    ['url', { url: 'https://user@node.example' }],
    ['url', { url: 'https://node.example?x' }],
    ['operator', { operator: {} }],
    ['operator', { operator: { address: `0x${'ab'.repeat(20)}` } }],
    ['operator.wallet', { operator: { wallet: '../../etc/passwd' } }],
    ['hub.countryCode', { hub: { ...goodConfig.hub, countryCode: 'de' } }],
    ['hub.partyId', { hub: { ...goodConfig.hub, partyId: 'TOOLONG' } }],
    ['hub.business.name', { hub: { ...goodConfig.hub, business: {} } }],
    ['listen.port', { listen: { port: 65_536 } }],
    ['listen.port', { listen: { port: '80' } }],
    ['listen.maxConnections', { listen: { maxConnections: 0 } }],
    ['chain.chainId', { chain: { ...goodConfig.chain, chainId: 0 } }],
    ['chain.rpcUrls', { chain: { ...goodConfig.chain, rpcUrls: [] } }],
    ['chain.rpcUrls.0', { chain: { ...goodConfig.chain, rpcUrls: ['ws://127.0.0.1'] } }],
    ['chain.nodeRegistry', { chain: { ...goodConfig.chain, nodeRegistry: '0x12' } }],
    ['chain.finality', { chain: { ...goodConfig.chain, finality: 'latest' } }],
    ['database', { database: {} }],
    ['database', { database: { url: 'postgres://user:hush@host/db' } }],
    ['sealingKey', { sealingKey: '0xabc' }],
    ['sealingKey', { sealingKey: { variable: 'lower' } }],
    ['adminKey', { adminKey: 'the-key' }],
    ['policy.timeoutSeconds', { policy: { timeoutSeconds: 0 } }],
    ['policy.maxBodyBytes', { policy: { maxBodyBytes: 10 } }],
    ['policy.legacyPeers', { policy: { legacyPeers: 'some' } }],
    ['rates.platform.burst', { rates: { platform: { perSecond: 1, burst: 0 } } }],
    ['outgoing.allowPrivateNetworks', { outgoing: { allowPrivateNetworks: 'yes' } }],
    ['drainSeconds', { drainSeconds: -1 }],
  ];
  test.each(wrong)('error: %s', (field, change) => {
    const value =
      typeof change === 'object' && change !== null && !Array.isArray(change) ? { ...goodConfig, ...change } : change;
    const decode = () => decodeOcnNodeConfig(value);
    expect(decode).toThrow(ConfigurationError);
    expect(decode).toThrow(field === 'node.json' ? 'node.json' : `node.json: ${field}`);
    expect(decode).not.toThrow(/hush|the-key|0xabc/);
  });

  test.each(['node', 'policy', 'chain', 'listen', 'outgoing'])('error: a word that is unknown in %s', (part) => {
    const value =
      part === 'node'
        ? { ...goodConfig, typo: 1 }
        : { ...goodConfig, [part]: { ...((goodConfig as never)[part] as object), typo: 1 } };
    expect(() => decodeOcnNodeConfig(value)).toThrow(/typo/);
  });
});
