import type { Signer } from '@gridseal/sdk/crypto';
import { webCryptoP256Signer, webCryptoP521Signer } from '@gridseal/sdk/crypto';
import { ArgumentError, ConfigurationError } from '@gridseal/sdk/errors';
import type { DeviceVault } from '@gridseal/sdk/identity';
import type { Network } from '../../../data/index.ts';
import { type DeviceDatabase, durably, type KeyKind, type StoredDevice } from './database.ts';
import { makeStoredKey, openStoredKey } from './deviceKeys.ts';

type Addresses = Network['addresses'];

/**
 * How devices of this browser sign where these contracts are: P-256 if passkeys are verified, else P-521; null if neither is, for WebCrypto
 * signs nothing else that a contract takes.
 */
export function signingHere({
  webAuthnVerifier,
  p521Verifier,
}: Addresses): StoredDevice['signing']['algorithm'] | null {
  if (webAuthnVerifier) return 'P-256';
  return p521Verifier ? 'P-521' : null;
}

/** @throws {ConfigurationError} if the network has no contract that verifies such signatures. */
export async function signerOfPair(
  { algorithm, pair }: StoredDevice['signing'],
  { webAuthnVerifier, p521Verifier }: Addresses,
): Promise<Signer> {
  if (algorithm === 'P-256' && webAuthnVerifier) return webCryptoP256Signer(pair, webAuthnVerifier);
  if (algorithm === 'P-521' && p521Verifier) return webCryptoP521Signer(pair, p521Verifier);
  throw new ConfigurationError(`no contract of this network verifies ${algorithm} signatures of browsers`);
}

/**
 * The vault of a device in this browser's database. A new device appears there with its first state: whole or not at all.
 *
 * @param device As it is stored, or as it is to be.
 */
export function deviceVault(database: DeviceDatabase, device: StoredDevice, signer: Signer): DeviceVault {
  const { id } = device;
  return {
    signer,
    async readState() {
      return (await database.get('devices', id))?.state ?? null;
    },
    writeState: (state) => changeDevice(database, device, (stored) => ({ ...stored, state })),
    async makeKey(name, algorithm) {
      if (algorithm !== device.kind)
        throw new ArgumentError('is another kind than the device has', { field: 'algorithm' });
      const stored = await makeStoredKey(id, name, algorithm as KeyKind);
      const key = await openStoredKey(stored);
      await write(database, 'keys', (table) => table.put(stored));
      return key;
    },
    async readKey(name) {
      const stored = await database.get('keys', [id, name]);
      return stored ? openStoredKey(stored) : null;
    },
    destroyKey: (name) => write(database, 'keys', (table) => table.delete([id, name])),
  };
}

/** Changes what is stored of a device; one that is not there yet begins as `device`. */
export async function changeDevice(
  database: DeviceDatabase,
  device: StoredDevice,
  change: (stored: StoredDevice) => StoredDevice,
): Promise<void> {
  const transaction = database.transaction('devices', 'readwrite', durably);
  const stored = (await transaction.store.get(device.id)) ?? device;
  await Promise.all([transaction.store.put(change(stored)), transaction.done]);
}

type Table = 'keys' | 'slots' | 'receipts' | 'devices';
type TableOf<Name extends Table> = ReturnType<typeof tableOf<Name>>;

function tableOf<Name extends Table>(database: DeviceDatabase, name: Name) {
  return database.transaction(name, 'readwrite', durably).store;
}

/** One durable change of one table. */
export async function write<Name extends Table>(
  database: DeviceDatabase,
  name: Name,
  change: (table: TableOf<Name>) => Promise<unknown>,
): Promise<void> {
  const table = tableOf(database, name);
  await Promise.all([change(table), table.transaction.done]);
}
