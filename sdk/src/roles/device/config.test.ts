import { describe, expect, test } from 'vitest';
import { BaseError, ConfigurationError } from '../../errors/index.ts';
import { decodeDeviceConfig } from './config.ts';

const address = `0x${'11'.repeat(20)}`;
const id = `0x${'22'.repeat(32)}`;

function valid() {
  return {
    type: 'gridseal/device/v1',
    name: 'station-7',
    chain: {
      chainId: 31_337,
      rpcUrls: ['http://127.0.0.1:8545'],
      quorumRegistry: address,
      keyAnnouncements: address,
      p256Verifier: address,
      finality: 3 as unknown,
      headers: { authorization: 'Bearer x' },
    },
    ipfs: { endpoints: [{ rpc: 'http://127.0.0.1:5001', headers: {} }, { gateway: 'https://ipfs.example' }] },
    anchors: [id],
    authorities: [{ signer: address, trust: 'pinned', folder: 'fleet' }],
    certificates: [id],
    groups: ['north'],
    channels: ['files', 'visit'],
    install: {
      root: '/etc/gridseal',
      overlapSeconds: 300,
      commands: {
        'reload-sshd': {
          argv: ['/bin/systemctl', 'reload', 'ssh'],
          timeoutMs: 10_000,
          check: { argv: ['/usr/sbin/sshd', '-t'] },
          probe: { argv: ['/bin/true'] },
        },
      },
    },
    trustSeconds: 60,
    pollSeconds: 5,
    staleHeadSeconds: 600,
    health: { host: '127.0.0.1', port: 9_464 },
    claims: { mode: 'outbox', ratchet: true },
  };
}

/** The valid configuration with one value replaced; `undefined` removes it. */
function broken(path: string, value: unknown): unknown {
  const config = structuredClone(valid()) as unknown as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() as string;
  let at = config;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return config;
}

function fieldOf(value: unknown): string | undefined {
  try {
    decodeDeviceConfig(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.field;
    throw error;
  }
  return undefined;
}

const bad: readonly (readonly [path: string, ...values: unknown[]])[] = [
  ['type', undefined, 'gridseal/device/v2', 1],
  ['name', undefined, '', 'x'.repeat(201), 7, null],
  ['chain', undefined, null, []],
  ['chain.chainId', undefined, 0, -1, 1.5, '31337', 2 ** 60],
  ['chain.rpcUrls', undefined, [], 'http://a', Array.from({ length: 17 }, (_, i) => `http://a${i}`)],
  ['chain.rpcUrls.0', 'not a url', 'ftp://a', 'javascript:alert(1)', 'file:///etc/passwd', '', null],
  ['chain.quorumRegistry', undefined, '0x', `${address}00`, '0xzz', 1],
  ['chain.keyAnnouncements', undefined, '0x', `${address}00`, null],
  ['chain.p256Verifier', '0x', `${address}00`, null],
  ['chain.finality', undefined, -1, 0.5, 10_001, 'latest', '3'],
  ['chain.headers', [], 'x'],
  ['chain.headers.authorization', 1, null],
  ['ipfs', undefined, []],
  ['ipfs.endpoints', undefined, [], Array.from({ length: 17 }, () => ({ rpc: 'http://a' }))],
  ['ipfs.endpoints.0.rpc', 'unix:/x', ''],
  ['ipfs.endpoints.1.gateway', 'ipfs://x', 4],
  ['anchors', undefined, 'x', Array.from({ length: 17 }, () => id)],
  ['anchors.0', address, '0x', null],
  ['authorities', undefined, {}, Array.from({ length: 17 }, () => ({ signer: address }))],
  ['authorities.0.signer', undefined, '0x', `0x${'11'.repeat(19)}`, `${address}1`, 'me'],
  ['authorities.0.trust', 'always', null],
  ['authorities.0.folder', '', '.', '..', 'a/b', '../x', '/x', '-x', 'x'.repeat(65), 'a\0b', 'a b'],
  ['certificates.0', '0x', address],
  ['certificates', 'x', Array.from({ length: 65 }, () => id)],
  ['groups.0', '', '..', 'a/b', '.hidden'],
  ['channels', [], Array.from({ length: 33 }, (_, i) => `c${i}`)],
  ['channels.0', '', '..', 'a/b', 'Files', '-x', 'x'.repeat(33), 'a b', 'a;b'],
  ['install', undefined],
  ['install.root', undefined, '', 'relative', './x', '~/x'],
  ['install.overlapSeconds', -1, 0.5, 31_536_001, '5'],
  ['install.commands.reload-sshd.argv', undefined, [], 'systemctl reload ssh', [1], ['']],
  ['install.commands.reload-sshd.timeoutMs', 0, 600_001, 1.5],
  ['install.commands.reload-sshd.check', {}, { argv: [] }, { argv: ['/x'], shell: true }],
  ['install.commands.reload-sshd.probe', null],
  ['trustSeconds', 0, 86_401, 'x'],
  ['pollSeconds', 0, 0.01, -1, 86_401, 'x', null],
  ['staleHeadSeconds', 0, -1, 1.5],
  ['health.port', undefined, -1, 65_536, '80'],
  ['health.host', 1],
  ['claims', undefined],
  ['claims.mode', 'never'],
  ['claims.ratchet', 'yes', 1],
];

describe('decodeDeviceConfig', () => {
  test('behavior: a whole one, and one with defaults', () => {
    expect(decodeDeviceConfig(valid())).toEqual(valid());
    const { health: _, certificates: __, groups: ___, channels: ____, ...rest } = valid();
    const small = decodeDeviceConfig({ ...rest, install: { root: '/x' }, claims: {} });
    expect(small).toMatchObject({
      channels: ['ssh-user', 'ssh-host', 'ssh-authority', 'tls', 'files'],
      claims: { mode: 'outbox', ratchet: true },
      install: { overlapSeconds: 300, commands: {} },
    });
    expect(decodeDeviceConfig(broken('chain.finality', 'finalized')).chain.finality).toBe('finalized');
  });

  test.each(bad.map(([path, ...values]) => ({ path, values })))(
    'error: $path is wrong, and is named',
    ({ path, values }) => {
      for (const value of values) {
        const field = fieldOf(broken(path, value));
        expect(field, `${path} = ${JSON.stringify(value)}`).toBeDefined();
        expect(`${field}.`.startsWith(`device.json: ${path}.`), `${field} for ${path}`).toBe(true);
      }
    },
  );

  test('error: fields that nobody knows, at every level', () => {
    for (const path of ['x', 'chain.x', 'ipfs.x', 'ipfs.endpoints.0.x', 'authorities.0.x', 'install.x', 'claims.x']) {
      expect(fieldOf(broken(path, 1)), path).toBeDefined();
    }
    expect(fieldOf(broken('install.commands.reload-sshd.shell', true))).toBeDefined();
    expect(fieldOf(broken('install.commands.Reload', { argv: ['/x'] }))).toBeDefined();
  });

  test('error: no object at all', () => {
    for (const value of [null, undefined, 1, 'x', [], true]) expect(fieldOf(value)).toBe('device.json');
  });

  test('attack: secrets in logs: the message never repeats a value', () => {
    for (const path of ['chain.rpcUrls.0', 'ipfs.endpoints.0.rpc']) {
      try {
        decodeDeviceConfig(broken(path, 'ftp://user:hunter2@host'));
        throw new Error('was to be refused');
      } catch (error) {
        if (!(error instanceof BaseError)) throw error;
        expect(error.message).not.toContain('hunter2');
      }
    }
  });
});
