import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimOf } from '../../sdk/src/chain/index.ts';
import { DeviceIdentity } from '../../sdk/src/identity/index.ts';
import { FileSecretStore } from '../../sdk/src/identity/node/index.ts';
import type { Device } from '../../sdk/src/roles/device/index.ts';
import { copyFolder, type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';

let world: DeviceWorld;
let station: TestDevice;
let subject: `0x${string}`;
let slot: { readonly authority: `0x${string}`; readonly subject: `0x${string}`; readonly device: `0x${string}` };

beforeAll(async () => {
  world = await startDeviceWorld();
  station = await world.enrol('station-7', {
    claims: { mode: 'send' },
    install: {
      root: path.join(world.directory, 'station-7-files'),
      commands: { reload: { argv: ['/bin/true'], probe: { argv: ['/bin/true'] } } },
    },
  });
  const { signer } = await DeviceIdentity.load(await FileSecretStore.at(path.join(station.stateDirectory, 'identity')));
  await world.node.request('anvil_setBalance', [signer.signer, '0x8ac7230489e80000']);
  const { entry } = await world.issue(station, 'old key');
  subject = entry.subject;
  slot = { authority: world.admin.authority, subject, device: station.id };
  const report = await (await station.open()).poll();
  expect(eventsOf(report)).toEqual(['installed 1', 'claimed 1']);
  await world.issue(station, 'new key', { postInstall: ['reload'] });
}, 120_000);

afterAll(async () => {
  await world?.stop();
});

/** One round in a process of its own, killed at a change of the disk; null if it was, and otherwise what it printed. */
function round(killAt: number): Promise<string | null> {
  const script = path.join(import.meta.dirname, 'processes', 'killedAgent.ts');
  const child = spawn(process.execPath, [script, station.stateDirectory, String(killAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null);
      else if (code === 0) resolve(output);
      else reject(new Error(`the agent ended with ${code}: ${output}`));
    });
  });
}

/** The number of HPKE keys in the device's folder. */
function keyFiles(): number {
  return readdirSync(path.join(station.stateDirectory, 'identity')).filter((name) => name.startsWith('kem-')).length;
}

describe('kill -9 of the agent between any two changes of the disk, from the fetch to the destroyed key', () => {
  test('behavior: the old or the new key is there, and a restart always ends with the new one installed and claimed', async () => {
    const { stateDirectory, root } = station;
    const saved = path.join(world.directory, 'saved');
    // This process opens the device too: the lock is its own.
    for (const name of readdirSync(stateDirectory)) {
      if (name.startsWith('agent.lock.')) rmSync(path.join(stateDirectory, name));
    }
    copyFolder(stateDirectory, path.join(saved, 'state'));
    copyFolder(root, path.join(saved, 'files'));
    const seen = new Set<string>();
    let killAt = 0;
    for (; ; killAt++) {
      const snapshot = await world.node.request('evm_snapshot', []);
      const output = await round(killAt);
      seen.add(`${station.installed()}`);
      expect(['old key', 'new key'], `killed at ${killAt}`).toContain(station.installed());
      await expectNewAndClaimed(await station.open(), killAt);
      if (output !== null) break;
      await world.node.request('evm_revert', [snapshot]);
      for (const [name, folder] of [
        ['state', stateDirectory],
        ['files', root],
      ] as const) {
        rmSync(folder, { recursive: true });
        copyFolder(path.join(saved, name), folder);
      }
      if (killAt > 200) throw new Error('does not end');
    }
    expect([...seen].sort()).toEqual(['new key', 'old key']);
    expect(killAt).toBeGreaterThan(40);
  });

  /** A key in force that the chain names, one more at most, and no other. */
  async function expectNewAndClaimed(device: Device, killAt: number): Promise<void> {
    // The first round may only finish what was begun; a second one has nothing left to do.
    await device.poll();
    const { alarms, outstandingClaims } = await device.poll();
    expect({ alarms, outstandingClaims }, `killed at ${killAt}`).toEqual({ alarms: [], outstandingClaims: 0 });
    expect(station.installed(), `killed at ${killAt}`).toBe('new key');
    expect((await claimOf(world.chain, slot)).epoch, `killed at ${killAt}`).toBe(2);
    expect(keyFiles(), `killed at ${killAt}`).toBe(1);
    const known = await world.admin.devices.find(station.id);
    if (known === null) throw new Error('is not enrolled');
    const { key } = await world.admin.refresh({ ...known, claim: null });
    const identity = await DeviceIdentity.load(await FileSecretStore.at(path.join(station.stateDirectory, 'identity')));
    expect(
      identity.keys().map(({ publicKey }) => publicKey),
      `killed at ${killAt}`,
    ).toEqual([key.publicKey]);
  }
});
