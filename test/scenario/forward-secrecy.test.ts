import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import type { KemKeyPair } from '../../sdk/src/crypto/index.ts';
import { Envelope } from '../../sdk/src/envelope/envelope.ts';
import { DeviceIdentity } from '../../sdk/src/identity/index.ts';
import { KemKey } from '../../sdk/src/identity/kemKey.ts';
import { FileSecretStore } from '../../sdk/src/identity/node/index.ts';
import type { Issued } from '../../sdk/src/roles/admin/index.ts';
import { type Device, readDeviceStatus } from '../../sdk/src/roles/device/index.ts';
import { type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';

let world: DeviceWorld;
let station: TestDevice;
let device: Device;
const channels = ['files', 'tls', 'visit'] as const;
/** What somebody has recorded from the first day on. */
const recorded: { readonly name: string; readonly issued: Issued; readonly envelope: Uint8Array }[] = [];

beforeAll(async () => {
  world = await startDeviceWorld();
  station = await world.enrol('station-7', { channels });
  device = await station.open();
}, 120_000);

afterAll(() => world?.stop());

/** Issues, and records what is on IPFS. */
async function issueAndRecord(to: TestDevice, channel: string, name: string): Promise<void> {
  const issued = await world.issue(to, name, { channel });
  const { digest } = issued.entry;
  recorded.push({ name, issued, envelope: await world.store.read({ digest, codec: 'raw', maxBytes: 1_048_576 }) });
}

/** What a thief of the device has: all keys that its software would load, and every run of bytes on its disk that could be one. */
async function stolenKeys({ stateDirectory, root }: TestDevice): Promise<readonly KemKeyPair[]> {
  const identity = await DeviceIdentity.load(await FileSecretStore.at(path.join(stateDirectory, 'identity')));
  const keys = [...(identity.keys() as readonly KemKeyPair[])];
  for (const folder of [stateDirectory, root]) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = new Uint8Array(readFileSync(path.join(entry.parentPath, entry.name)));
      try {
        keys.push(KemKey.decode(bytes));
      } catch {
        // No key.
      }
    }
  }
  return keys;
}

async function opens(to: TestDevice, { issued, envelope }: (typeof recorded)[number]): Promise<boolean> {
  const { entry } = issued;
  const context = {
    chainId: world.chain.chainId,
    announcements: world.chain.addresses.keyAnnouncements.toLowerCase() as Hex,
    authority: world.admin.authority,
    subject: entry.subject,
    device: to.id,
    epoch: entry.epoch,
    kind: 'files',
  } as const;
  const plaintext = await Envelope.open({ envelope, keys: await stolenKeys(to), context });
  return plaintext !== null;
}

async function openable(to: TestDevice): Promise<readonly string[]> {
  const names: string[] = [];
  for (const one of recorded) if (await opens(to, one)) names.push(one.name);
  return names;
}

describe('what a thief of the device can open of everything that was ever recorded', () => {
  test('behavior: before the claim: what is installed and not yet claimed', async () => {
    for (const channel of channels) await issueAndRecord(station, channel, `${channel} 1`);
    expect(eventsOf(await device.poll())).toEqual(['installed 1', 'installed 1', 'installed 1']);
    expect(await openable(station)).toEqual(['files 1', 'tls 1', 'visit 1']);
  });

  test('behavior: while one receipt of several is outstanding: still', async () => {
    const [first] = await device.receipts();
    if (first) await world.relayReceipts([first]);
    expect(eventsOf(await device.poll())).toEqual(['claimed 1']);
    expect(await device.receipts()).toHaveLength(2);
    expect(await openable(station)).toEqual(['files 1', 'tls 1', 'visit 1']);
  });

  test('behavior: after all claims are final: nothing, of no channel, with any key or any byte on its disk', async () => {
    await world.relay(device);
    expect(eventsOf(await device.poll())).toEqual(['claimed 1', 'claimed 1']);
    expect(await openable(station)).toEqual([]);
  });

  test('behavior: later epochs are opened by the new key alone, and by nothing once they are claimed', async () => {
    for (const channel of ['files', 'visit']) await issueAndRecord(station, channel, `${channel} 2`);
    expect(eventsOf(await device.poll())).toEqual(['installed 2', 'installed 2']);
    expect(await openable(station)).toEqual(['files 2', 'visit 2']);
    await world.relay(device);
    await device.poll();
    expect(await openable(station)).toEqual([]);
  });

  test('behavior: no private key that was in force is anywhere on the disk, in any encoding, after a restart either', async () => {
    const before = await stolenKeys(station);
    await issueAndRecord(station, 'files', 'files 3');
    await device.poll();
    await world.relay(device);
    await device.poll();
    await (await station.open()).poll();
    const disk = execFileSync('cat', [
      ...[station.stateDirectory, station.root].flatMap((folder) =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name)),
      ),
    ]);
    const text = disk.toString('latin1');
    for (const { privateKey } of before) {
      const key = Buffer.from(privateKey);
      for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
        expect(text.includes(key.toString(encoding).replace(/=+$/, ''))).toBe(false);
      }
    }
  });
});

describe('a device that cannot publish keys (claims.ratchet: false)', () => {
  test('behavior: keeps its enrolled key, which opens all that was ever recorded, and status says so', async () => {
    const old = await world.enrol('station-old', { claims: { mode: 'outbox', ratchet: false } });
    const agent = await old.open();
    recorded.length = 0;
    for (const epoch of [1, 2]) {
      await issueAndRecord(old, 'files', `files ${epoch}`);
      await agent.poll();
      await world.relay(agent);
      expect(eventsOf(await agent.poll())).toEqual([`claimed ${epoch}`]);
    }
    expect(await openable(old)).toEqual(['files 1', 'files 2']);
    expect((await readDeviceStatus(old.stateDirectory)).forwardSecret).toBe(false);
    expect((await readDeviceStatus(station.stateDirectory)).forwardSecret).toBe(true);
    const main = path.join(import.meta.dirname, '..', '..', 'sdk', 'src', 'cli', 'main.ts');
    const status = (to: TestDevice) =>
      execFileSync(process.execPath, [main, 'device', 'status', '--state', to.stateDirectory], { encoding: 'utf8' });
    expect(status(old)).toContain('not forward secret');
    expect(status(station)).toContain('(forward secret)');
  });
});
