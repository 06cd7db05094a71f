import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes/index.ts';
import { type HeldKemKey, Hpke, webCryptoKemKey, webCryptoP256Signer } from '../crypto/index.ts';
import { FileError, NotFoundError, VerificationError } from '../errors/index.ts';
import { DeviceIdentity } from './deviceIdentity.ts';
import type { DeviceVault } from './deviceVault.ts';
import { Enrolment } from './enrolment.ts';

const webAuthn: Hex = `0x${'a3'.repeat(20)}`;
const info = Uint8Array.of(1);
const plaintext = Uint8Array.of(2);

/** As a browser keeps them: keys that cannot be exported, and a state beside them. */
async function heldVault() {
  const keys = new Map<string, HeldKemKey>();
  let state: Uint8Array | null = null;
  const signing = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = (await crypto.subtle.generateKey(signing, false, ['sign', 'verify'])) as CryptoKeyPair;
  const vault: DeviceVault = {
    signer: await webCryptoP256Signer(pair, webAuthn),
    readState: async () => state,
    async writeState(written) {
      state = written;
    },
    async makeKey(name) {
      const curve = { name: 'ECDH', namedCurve: 'P-256' };
      const made = (await crypto.subtle.generateKey(curve, false, ['deriveBits'])) as CryptoKeyPair;
      const key = await webCryptoKemKey('P-256', made);
      keys.set(name, key);
      return key;
    },
    readKey: async (name) => keys.get(name) ?? null,
    async destroyKey(name) {
      keys.delete(name);
    },
  };
  return { vault, keys };
}

const options = { name: 'browser', algorithm: 'P-256' } as const;

describe('a device whose keys are held elsewhere', () => {
  test('behavior: enrols, turns its key, and the old one opens nothing any more', async () => {
    const { vault, keys } = await heldVault();
    const device = await DeviceIdentity.createIn(vault, options);
    const request = await device.enrolmentRequest();
    expect(Enrolment.verify(request, { webAuthn })).toBe(true);
    const enrolled = device.currentKey('device') as HeldKemKey;
    expect(request.keys[0]?.publicKey).toEqual(enrolled.publicKey);
    await device.open('device');
    const next = await device.prepareNext('device');
    const sealed = await Hpke.seal({ ...next, info, plaintext });
    await device.confirmNext('device');
    expect(keys.size).toBe(1);
    const loaded = await DeviceIdentity.loadFrom(vault);
    expect(loaded.id).toBe(device.id);
    const [key] = loaded.keys() as [HeldKemKey];
    expect(new Uint8Array(await Hpke.open({ ...key, ...sealed, info }))).toEqual(plaintext);
    await expect(Hpke.open({ ...enrolled, ...sealed, info })).rejects.toThrow(VerificationError);
  });

  test('behavior: a crash between the name of a key and the key loses nothing', async () => {
    const { vault } = await heldVault();
    const device = await DeviceIdentity.createIn(vault, options);
    await device.open('device');
    const broken: DeviceVault = { ...vault, makeKey: () => Promise.reject(new FileError('is full')) };
    const unlucky = await DeviceIdentity.loadFrom(broken);
    await expect(unlucky.prepareNext('device')).rejects.toThrow('is full');
    const loaded = await DeviceIdentity.loadFrom(vault);
    expect(loaded.currentKey('device')?.publicKey).toEqual(device.currentKey('device')?.publicKey);
    expect((await loaded.prepareNext('device')).publicKey).toHaveLength(65);
  });

  test('error: a vault that has a device, that has none, that has lost a key', async () => {
    const { vault, keys } = await heldVault();
    await expect(DeviceIdentity.loadFrom(vault)).rejects.toThrow(NotFoundError);
    await DeviceIdentity.createIn(vault, options);
    await expect(DeviceIdentity.createIn(vault, options)).rejects.toThrow('has a device already');
    keys.clear();
    await expect(DeviceIdentity.loadFrom(vault)).rejects.toThrow('has to be enrolled anew');
  });
});
