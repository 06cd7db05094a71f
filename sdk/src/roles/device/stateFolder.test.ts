import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomBytes } from '../../crypto/index.ts';
import { ConfigurationError, FileError } from '../../errors/index.ts';
import { initialiseDevice, openDevice, readDeviceConfig } from './stateFolder.ts';
import { readDeviceStatus } from './status.ts';

let home: string;
let state: string;

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'gridseal-state-'));
  state = path.join(home, 'state');
  const address = `0x${'11'.repeat(20)}`;
  const config = {
    type: 'gridseal/device/v1',
    name: 'station-7',
    chain: {
      chainId: 31_337,
      rpcUrls: ['http://127.0.0.1:1'],
      quorumRegistry: address,
      keyAnnouncements: address,
      finality: 0,
    },
    ipfs: { endpoints: [{ rpc: 'http://127.0.0.1:1' }] },
    anchors: [],
    authorities: [{ signer: address, trust: 'pinned' }],
    channels: ['files'],
    install: { root: path.join(home, 'files') },
    claims: {},
  };
  await initialiseDevice({ stateDirectory: state, config, random: randomBytes });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Every file with its content. */
const everything = () =>
  readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, readFileSync(file, 'latin1')]);

describe('readDeviceStatus', () => {
  test('behavior: changes nothing, reads no key, and works while an agent runs', async () => {
    await (await openDevice(state)).poll();
    rmSync(path.join(state, 'identity'), { recursive: true });
    const before = everything();
    const { config, channels, claims, forwardSecret } = await readDeviceStatus(state);
    expect(config.name).toBe('station-7');
    expect(channels).toMatchObject([{ channel: 'files', installed: null, highWaterEpoch: 0 }]);
    expect({ claims, forwardSecret }).toEqual({ claims: { receipts: [], problems: [] }, forwardSecret: true });
    expect(everything()).toEqual(before);
  });

  test('error: no device, a broken configuration, a broken request', async () => {
    await expect(readDeviceStatus(path.join(home, 'nothing'))).rejects.toBeInstanceOf(FileError);
    writeFileSync(path.join(state, 'enrolment.json'), '{}');
    await expect(readDeviceStatus(state)).rejects.toThrow(/enrolment/);
    writeFileSync(path.join(state, 'device.json'), '{');
    await expect(readDeviceStatus(state)).rejects.toBeInstanceOf(ConfigurationError);
  });
});

describe('openDevice', () => {
  test('error: a configuration that others can read or write, or that is a link', async () => {
    const file = path.join(state, 'device.json');
    chmodSync(file, 0o664);
    await expect(openDevice(state)).rejects.toThrow(/open to others/);
    chmodSync(file, 0o600);
    renameSync(file, `${file}.there`);
    symlinkSync(`${file}.there`, file);
    await expect(openDevice(state)).rejects.toThrow(/symbolic link/);
  });

  test('error: what the configuration says is not quoted when it is no JSON', async () => {
    writeFileSync(path.join(state, 'device.json'), '{"headers":{"authorization":"Bearer s3cret"');
    const error = await openDevice(state).catch((reason: unknown) => reason);
    expect(inspect(error)).not.toContain('s3cret');
  });

  test('error: keys that others can read', async () => {
    chmodSync(path.join(state, 'identity'), 0o755);
    await expect(openDevice(state)).rejects.toThrow(/open to others/);
  });

  test('behavior: without a connection: alarms, and no end', async () => {
    const report = await (await openDevice(state)).poll();
    expect(report).toMatchObject({ block: null, events: [], alarms: [{ alarm: 'unreachable' }] });
  });

  test('error: a channel whose folder is a link: an alarm at each round, until it is none', async () => {
    const folder = path.join(home, 'files', 'files');
    symlinkSync('/etc', folder);
    const device = await openDevice(state);
    expect((await device.poll()).alarms.map(({ alarm }) => alarm)).toContain('cannot-install');
    rmSync(folder);
    expect((await device.poll()).alarms.map(({ alarm }) => alarm)).toEqual(['unreachable']);
  });

  test('error: a second device in the same folder', async () => {
    const config = await readDeviceConfig(state);
    await expect(initialiseDevice({ stateDirectory: state, config, random: randomBytes })).rejects.toThrow(
      /device already/,
    );
  });

  test('error: a mark of the clock that is none', async () => {
    writeFileSync(path.join(state, 'clock.json'), '{"blockTime":-1}');
    await expect(openDevice(state)).rejects.toThrow(/clock/);
  });
});
