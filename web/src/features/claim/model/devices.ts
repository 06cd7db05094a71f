import { type Hex, isHex, parseTimestamp } from '@gridseal/sdk/bytes';
import { ratchet } from '@gridseal/sdk/delivery/claim';
import { defaultChannels, groupId, isChannel, signerId } from '@gridseal/sdk/delivery/subject';
import { ArgumentError, ConfigurationError } from '@gridseal/sdk/errors';
import { DeviceIdentity, type EnrolledKey, Enrolment } from '@gridseal/sdk/identity';
import type { Network } from '../../../data/index.ts';
import {
  type DeviceDatabase,
  durably,
  type KeyKind,
  type Listening,
  rowsOf,
  type StoredDevice,
  type Taken,
} from './database.ts';
import { followedBy, mostSlots } from './look.ts';
import type { Arrival, SlotMemory } from './lookTypes.ts';
import { changeDevice, deviceVault, signerOfPair, signingHere, write } from './vault.ts';

/** What a new device of this browser is to be. */
export interface NewDevice {
  readonly name: string;
  readonly kind: KeyKind;
  /** Public keys of the user's own that authorities may certify: SSH keys whose private halves are elsewhere. */
  readonly others: readonly EnrolledKey[];
  readonly network: Network;
  /** Seconds since 1970. */
  readonly now: number;
}

/** A device that listens to nobody yet, on all channels that hold something sealed. */
const listening: Listening = {
  authorities: [],
  channels: Object.values(defaultChannels).filter((channel) => channel !== defaultChannels.publicKeys),
  groups: [],
};

/** Where devices are at home. */
export function networkOf({ chainId, addresses }: Pick<Network, 'chainId' | 'addresses'>): string {
  return `${chainId}:${addresses.keyAnnouncements.toLowerCase()}`;
}

/**
 * Makes a device: its keys, and its enrolment request.
 *
 * @throws {ConfigurationError} if no contract of the network verifies what browsers sign. @throws {ArgumentError} for a name that is none.
 */
export async function createDevice(database: DeviceDatabase, wanted: NewDevice): Promise<StoredDevice> {
  const { name, kind, others, network, now } = wanted;
  const algorithm = signingHere(network.addresses);
  if (algorithm === null) throw new ConfigurationError('no contract of this network verifies what browsers sign');
  const curve = { name: 'ECDSA', namedCurve: algorithm };
  const pair = (await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])) as CryptoKeyPair;
  const signer = await signerOfPair({ algorithm, pair }, network.addresses);
  const device: StoredDevice = {
    ...{ id: signerId(signer.signer), network: networkOf(network), name, kind, signer: signer.signer },
    ...{ signing: { algorithm, pair }, request: null, state: null, createdAt: now, listening, clock: null },
  };
  const vault = deviceVault(database, device, signer);
  const identity = await DeviceIdentity.createIn(vault, { name, algorithm: kind });
  await identity.open(ratchet);
  const request = Enrolment.encode(await identity.enrolmentRequest(others));
  await changeDevice(database, device, (stored) => ({ ...stored, request }));
  return (await database.get('devices', device.id)) ?? device;
}

/** Destroys all that the browser has of a device. */
export async function forgetDevice(database: DeviceDatabase, id: Hex): Promise<void> {
  const transaction = database.transaction(['devices', 'keys', 'slots', 'receipts'], 'readwrite', durably);
  await Promise.all([
    transaction.objectStore('keys').delete(rowsOf(id)),
    transaction.objectStore('slots').delete(rowsOf(id)),
    transaction.objectStore('receipts').delete(rowsOf(id)),
    transaction.objectStore('devices').delete(id),
    transaction.done,
  ]);
}

/** Changes whom a device listens to. @throws {ArgumentError} naming what does not fit. */
export async function listen(database: DeviceDatabase, device: StoredDevice, wanted: Listening): Promise<void> {
  checkListening(device, wanted);
  await changeDevice(database, device, (stored) => ({ ...stored, listening: wanted }));
}

/** @throws {ArgumentError} with `field` naming what does not fit. */
export function checkListening(device: Pick<StoredDevice, 'id'>, wanted: Listening): void {
  const { authorities, channels, groups } = wanted;
  for (const { signer } of authorities) {
    if (!isHex(signer) || signer.length < 42) throw new ArgumentError('is no signer', { field: 'authorities' });
  }
  if (new Set(authorities.map(({ signer }) => signer)).size !== authorities.length) {
    throw new ArgumentError('is named twice', { field: 'authorities' });
  }
  if (channels.length === 0 || !channels.every(isChannel) || new Set(channels).size !== channels.length) {
    throw new ArgumentError('is no list of channels', { field: 'channels' });
  }
  for (const group of groups) groupId(group);
  const count = followedBy({ ...device, listening: wanted }).length;
  if (count > mostSlots)
    throw new ArgumentError(`makes ${count} slots; ${mostSlots} are the most`, { field: 'channels' });
}

/** What the user has, and when. */
export interface Taking {
  /** As it was shown. */
  readonly arrival: Extract<Arrival, { readonly state: 'opened' }>;
  /** Block time, in seconds since 1970. */
  readonly now: number;
  readonly turnsKey: boolean;
}

/**
 * The user has what was in it: from now on its receipt may be signed, and it is not opened again. Nothing happens if another tab was
 * faster.
 *
 * @throws {ArgumentError} if something newer has taken its place: that was not saved.
 */
export async function takeOpened(
  database: DeviceDatabase,
  device: StoredDevice,
  memory: SlotMemory,
  { arrival, now, turnsKey }: Taking,
): Promise<void> {
  const { manifest, manifestDigest } = arrival.opened;
  const { authority, subject, epoch, kind, revokes } = manifest;
  const before = (await database.get('slots', [device.id, authority, subject]))?.taken?.epoch ?? 0;
  if (before >= epoch) return;
  if (memory.opened?.opened.manifestDigest !== manifestDigest) {
    throw new ArgumentError('is not the newest any more: look at what has come', { field: 'delivery' });
  }
  const taken: Taken = {
    ...{ epoch, kind, revokes, turnsKey, manifest: manifestDigest, takenAt: now, isFinal: false },
    notBefore: parseTimestamp(manifest.notBefore),
    notAfter: parseTimestamp(manifest.notAfter),
  };
  await write(database, 'slots', (table) => table.put({ device: device.id, authority, subject, taken }));
  memory.opened = null;
}
