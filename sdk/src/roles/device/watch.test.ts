import { describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { type DeviceConfig, decodeDeviceConfig } from './config.ts';
import { watchesOf } from './watch.ts';

const device: Hex = `0x${'33'.repeat(32)}`;
const signer = (byte: string): Hex => `0x${byte.repeat(20)}`;

function config(change: Partial<Record<'authorities' | 'groups' | 'channels', unknown>>): DeviceConfig {
  return decodeDeviceConfig({
    type: 'gridseal/device/v1',
    name: 'station-7',
    chain: {
      chainId: 1,
      rpcUrls: ['http://a'],
      quorumRegistry: signer('01'),
      keyAnnouncements: signer('02'),
      finality: 0,
    },
    ipfs: { endpoints: [{ rpc: 'http://a' }] },
    anchors: [],
    authorities: [{ signer: signer('11') }],
    channels: ['files'],
    install: { root: '/etc/gridseal' },
    claims: {},
    ...change,
  });
}

const folders = (change: Parameters<typeof config>[0]) => watchesOf(config(change), device).map(({ folder }) => folder);

describe('watchesOf', () => {
  test('behavior: each authority with each channel of the device and of its groups, in folders of their own', () => {
    const authorities = [{ signer: signer('11') }, { signer: signer('22'), folder: 'visitors' }];
    expect(folders({ authorities, groups: ['north'], channels: ['files', 'tls'] })).toEqual([
      '/etc/gridseal/files',
      '/etc/gridseal/tls',
      '/etc/gridseal/groups/north/files',
      '/etc/gridseal/groups/north/tls',
      '/etc/gridseal/visitors/files',
      '/etc/gridseal/visitors/tls',
      '/etc/gridseal/visitors/groups/north/files',
      '/etc/gridseal/visitors/groups/north/tls',
    ]);
  });

  test('behavior: no authority, nothing to follow', () => {
    expect(folders({ authorities: [] })).toEqual([]);
  });

  test('error: two authorities in one folder', () => {
    const authorities = [{ signer: signer('11') }, { signer: signer('22') }];
    expect(() => folders({ authorities })).toThrow(/share a folder/);
    expect(() => folders({ channels: ['files', 'files'] })).toThrow(/device\.json/);
    expect(() => folders({ groups: ['a', 'a'] })).toThrow(/device\.json/);
  });

  test('attack: the same authority twice, spelt in two ways, would share the record of what is installed', () => {
    const upper = `0x${'ab'.repeat(20).toUpperCase()}`;
    const authorities = [{ signer: signer('ab') }, { signer: upper, folder: 'again' }];
    expect(() => folders({ authorities })).toThrow(/follows the same/);
  });

  test('attack: a folder inside of another’s, whose links it could replace', () => {
    const authorities = [{ signer: signer('11') }, { signer: signer('22'), folder: 'files' }];
    expect(() => folders({ authorities, channels: ['files', 'current'] })).toThrow(/inside/);
    expect(() => folders({ channels: ['groups'], groups: ['north'] })).toThrow(/inside/);
  });

  test('attack: a channel in the folder of the device’s own keys', () => {
    expect(() => folders({ channels: ['keys'] })).toThrow(/keys/);
    expect(() => folders({ authorities: [{ signer: signer('11'), folder: 'keys' }] })).toThrow(/keys/);
  });
});
