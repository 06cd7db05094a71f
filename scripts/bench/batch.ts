import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Hpke, randomBytes, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { openDevice, readDeviceConfig, saveDeviceConfig } from '../../sdk/src/roles/device/index.ts';
import { type Measurement, measured } from './measurement.ts';
import { onScene, type Scene } from './scene.ts';

const size = 10_000;
const group = 'fleet';
/** Enrolments wait for the disk; so many wait together. */
const atOnce = 16;

/**
 * An SSH user certificate of its own for each of 10,000 devices of a group, in one announcement: made by the administrator, sealed,
 * stored at a real IPFS node, announced on a real chain; then one of the devices looks, fetches and installs.
 */
export async function* measure(): AsyncGenerator<Measurement> {
  yield* onScene(measureBatch);
}

async function* measureBatch({ admin, stage, station }: Scene): AsyncGenerator<Measurement> {
  const requests = await makeRequests(size - 1);
  const enrolling = performance.now();
  const others = await inGroupsOf(atOnce, requests, async (request) => (await admin.devices.enrol(request, {})).id);
  yield measured('batch.10000.enrolSeconds', secondsSince(enrolling), 's');
  // What a later batch has to do, too: the group has a history, so each device may have claimed something.
  await issue(admin, [station.id]);
  const devices = [station.id, ...others];
  const issuing = performance.now();
  const { entry, outcome } = await issue(admin, devices);
  yield measured('batch.10000.seconds', secondsSince(issuing), 's', 120);
  if (outcome.outcome !== 'done') throw new Error('The batch was announced already.');
  if (entry.devices !== size) throw new Error(`The batch has ${entry.devices} devices.`);
  yield measured('batch.10000.gasPerDevice', Number(outcome.receipt.gasUsed) / size, 'gas/device', 6);
  const files = await stage.sandbox.store.list(entry.digest, { maxEntries: size });
  if (files.length !== size) throw new Error(`The directory has ${files.length} files.`);
  yield measured('batch.10000.bytes', files.reduce((sum, { size: bytes }) => sum + bytes, 0) / size, 'bytes/device');
  yield measured('batch.10000.memory', peakMegabytes(), 'MB');
  yield measured('batch.10000.received', await receive(station.stateDirectory, entry.epoch), 'ms');
}

function issue(admin: Scene['admin'], devices: readonly Hex[]) {
  const credential = { kind: 'sshUser', issuer: 'users', principals: ['technician'] } as const;
  return admin.issue({ to: { group, devices }, credential, ttlSeconds: 86_400 });
}

/** What so many devices ask to be enrolled with: a wallet, an HPKE key and an SSH key each, all real. */
async function makeRequests(count: number): Promise<readonly Uint8Array[]> {
  const requests: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const { publicKey } = Hpke.generateKeyPair('MLKEM768-X25519');
    const ssh = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x as string;
    const enrolment = await Enrolment.sign(secp256k1Signer(randomBytes(32)), {
      name: `device-${i}`,
      keys: [
        { use: 'encrypt', algorithm: 'MLKEM768-X25519', publicKey },
        { use: 'sshUser', algorithm: 'Ed25519', publicKey: new Uint8Array(Buffer.from(ssh, 'base64url')) },
      ],
    });
    requests.push(Enrolment.encode(enrolment));
  }
  return requests;
}

async function inGroupsOf<Item, Result>(
  count: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += count) {
    results.push(...(await Promise.all(items.slice(at, at + count).map(work))));
  }
  return results;
}

/** One of the devices of the batch: one round, in which it has to install its own. Returns what that took in milliseconds. */
async function receive(stateDirectory: string, epoch: number): Promise<number> {
  const config = await readDeviceConfig(stateDirectory);
  await saveDeviceConfig(stateDirectory, { ...config, groups: [group], channels: ['ssh-user'] });
  const device = await openDevice(stateDirectory);
  const begin = performance.now();
  const { events, alarms } = await device.poll();
  const took = performance.now() - begin;
  const installed = events.some((event) => event.type === 'installed' && event.epoch === epoch);
  if (!installed) throw new Error(`The sampled device did not install its part: ${JSON.stringify({ events, alarms })}`);
  return took;
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1_000;
}

/** The most that this process has held, in 10^6 bytes. */
function peakMegabytes(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('The kernel does not say how much memory the administrator had.');
  return (Number(kibibytes) * 1_024) / 1e6;
}
