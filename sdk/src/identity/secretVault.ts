import { Hpke, type RandomBytes, wipe } from '../crypto/index.ts';
import { FileError } from '../errors/index.ts';
import type { DeviceVault } from './deviceVault.ts';
import { KemKey } from './kemKey.ts';
import type { SecretStore } from './secretStore.ts';
import { SigningKey, type SigningKeyChoice } from './signingKey.ts';

const STATE = 'device';
const SIGNING_KEY = 'signing-key';

/** A vault whose keys lie in a store of secrets, and a signing key made for it. */
export async function createSecretVault(
  store: SecretStore,
  signing: SigningKeyChoice,
  random: RandomBytes,
): Promise<DeviceVault> {
  const key = await SigningKey.generate(signing, random);
  await writeSecret(store, SIGNING_KEY, SigningKey.encode(key));
  return secretVault(store, key);
}

/** @throws {FileError} if the signing key is missing, {DecodeError} if it is malformed. */
export async function openSecretVault(store: SecretStore): Promise<DeviceVault> {
  const secret = await store.read(SIGNING_KEY);
  if (secret === null) throw missingKey(SIGNING_KEY);
  return secretVault(store, SigningKey.decode(secret));
}

/** What `DeviceVault.readState` of the store's vault gives. */
export function readStoredState(store: SecretStore): Promise<Uint8Array | null> {
  return store.read(STATE);
}

function secretVault(store: SecretStore, signing: SigningKey): DeviceVault {
  return {
    signer: SigningKey.toSigner(signing),
    readState: () => readStoredState(store),
    writeState: (state) => store.write(STATE, state),
    async makeKey(name, algorithm) {
      const pair = Hpke.generateKeyPair(algorithm);
      await writeSecret(store, name, KemKey.encode(pair));
      return pair;
    },
    async readKey(name) {
      const secret = await store.read(name);
      if (secret === null) return null;
      try {
        return KemKey.decode(secret);
      } finally {
        wipe(secret);
      }
    },
    destroyKey: (name) => store.remove(name),
  };
}

/** What a device lacks that has lost a key. */
export function missingKey(name: string): FileError {
  return new FileError('is missing', { field: name, metaMessages: ['The device has to be enrolled anew.'] });
}

async function writeSecret(store: SecretStore, name: string, secret: Uint8Array): Promise<void> {
  try {
    await store.write(name, secret);
  } finally {
    wipe(secret);
  }
}
