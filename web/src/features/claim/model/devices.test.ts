// @vitest-environment node
import 'fake-indexeddb/auto';
import { encodeCanonicalJson, type Hex, utf8Encode } from '@gridseal/sdk/bytes';
import { contractAddresses, verifiersOf } from '@gridseal/sdk/chain';
import { type HeldKemKey, Hpke } from '@gridseal/sdk/crypto';
import { makeReceipt, ratchet } from '@gridseal/sdk/delivery/claim';
import { Envelope } from '@gridseal/sdk/envelope';
import { ArgumentError, ConfigurationError, FileError } from '@gridseal/sdk/errors';
import { DeviceIdentity, Enrolment } from '@gridseal/sdk/identity';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { type DeviceDatabase, databaseName, type KeyKind, openDeviceDatabase, rowsOf } from './database.ts';
import { keyKindsHere, openStoredKey } from './deviceKeys.ts';
import { checkListening, createDevice, forgetDevice, listen } from './devices.ts';
import { readGivenReceipt } from './givenReceipt.ts';
import { readOwnKey } from './ownKey.ts';
import { deviceVault, signerOfPair } from './vault.ts';

let database: DeviceDatabase;
const network = fakeNetwork;
const authority: Hex = `0x${'11'.repeat(20)}`;
const info = Uint8Array.of(1);
const plaintext = Uint8Array.of(2, 3);

beforeEach(async () => {
  database?.close();
  indexedDB.deleteDatabase(databaseName);
  database = await openDeviceDatabase();
});

const make = (kind: KeyKind = 'MLKEM768-X25519', name = 'laptop') =>
  createDevice(database, { name, kind, others: [], network, now: 1_795_000_000 });

async function identityOf(device: Awaited<ReturnType<typeof make>>) {
  const signer = await signerOfPair(device.signing, network.addresses);
  return DeviceIdentity.loadFrom(deviceVault(database, device, signer));
}

describe.each(['MLKEM768-X25519', 'P-256'] as const)('a device of %s', (kind) => {
  test('behavior: is enrolled by a request that holds, and opens what is sealed to it', async () => {
    const device = await make(kind);
    const enrolment = Enrolment.decode(device.request as Uint8Array);
    expect(enrolment).toMatchObject({ name: 'laptop', signer: device.signer });
    expect(Enrolment.verify(enrolment, verifiersOf(network.addresses))).toBe(true);
    const [key] = enrolment.keys;
    const sealed = await Hpke.seal({ algorithm: kind, publicKey: key?.publicKey as Uint8Array, info, plaintext });
    const [held] = (await identityOf(device)).keys();
    expect(held && 'privateKey' in held).toBe(false);
    expect(new Uint8Array(await Hpke.open({ ...(held as HeldKemKey), ...sealed, info }))).toEqual(plaintext);
  });

  test('behavior: the next key takes the place of the old one, which is gone', async () => {
    const device = await make(kind);
    const before = await database.getAll('keys', rowsOf(device.id));
    const identity = await identityOf(device);
    const { publicKey } = await identity.prepareNext(ratchet);
    // As after a crash: both are there, and the next one stays the same.
    expect((await (await identityOf(device)).prepareNext(ratchet)).publicKey).toEqual(publicKey);
    await (await identityOf(device)).confirmNext(ratchet);
    const after = await database.getAll('keys', rowsOf(device.id));
    expect(after).toHaveLength(1);
    expect(after[0]?.name).not.toBe(before[0]?.name);
    expect((await identityOf(device)).currentKey(ratchet)?.publicKey).toEqual(publicKey);
  });

  test('behavior: nothing that is kept could be exported', async () => {
    const device = await make(kind);
    const [key] = await database.getAll('keys', rowsOf(device.id));
    const handles = Object.values(key ?? {}).flatMap((value) =>
      value instanceof CryptoKey
        ? [value]
        : typeof value === 'object' && 'privateKey' in value
          ? [value.privateKey]
          : [],
    );
    expect(handles.length).toBeGreaterThan(0);
    for (const handle of [...handles, device.signing.pair.privateKey]) {
      expect((handle as CryptoKey).extractable).toBe(false);
    }
  });
});

describe('what is wrapped', () => {
  test('error: a changed seed, another key’s seed, a wrapping key of another device', async () => {
    const [one, two] = [await make(), await make()];
    const [key] = await database.getAll('keys', rowsOf(one.id));
    const [other] = await database.getAll('keys', rowsOf(two.id));
    if (key?.kind !== 'MLKEM768-X25519' || other?.kind !== 'MLKEM768-X25519') throw new Error('has another kind');
    const ciphertext = key.wrapped.ciphertext.slice();
    ciphertext[0] = (ciphertext[0] as number) ^ 1;
    for (const broken of [
      { ...key, wrapped: { ...key.wrapped, ciphertext } },
      { ...key, wrapped: other.wrapped },
      { ...key, wrapping: other.wrapping },
      { ...key, mlKemPublicKey: other.mlKemPublicKey },
    ]) {
      const held = await openStoredKey(broken);
      await expect(held.decapsulate(new Uint8Array(1_120).fill(9))).rejects.toThrow(FileError);
    }
    expect(key.wrapped.ciphertext).toHaveLength(64 + 16);
  });

  test('error: an envelope stays closed, and is not refused for good, while a key cannot be unwrapped', async () => {
    const device = await make();
    const [key] = await database.getAll('keys', rowsOf(device.id));
    if (key?.kind !== 'MLKEM768-X25519') throw new Error('has another kind');
    const held = await openStoredKey({ ...key, wrapped: { ...key.wrapped, nonce: new Uint8Array(12) } });
    const context = {
      ...{ chainId: 1, announcements: authority, authority: device.id, subject: device.id, device: device.id },
      ...{ epoch: 1, kind: 'files' as const },
    };
    const envelope = await Envelope.seal({ recipients: [held], context, plaintext: utf8Encode('x') });
    await expect(Envelope.open({ envelope, keys: [held], context })).rejects.toThrow(FileError);
  });
});

describe('devices', () => {
  test('behavior: several live side by side; forgetting one leaves nothing of it, and the other whole', async () => {
    const [one, two] = [await make(), await make('P-256', 'tablet')];
    await listen(database, one, {
      authorities: [{ signer: authority, trust: 'pinned' }],
      channels: ['tls'],
      groups: [],
    });
    await forgetDevice(database, one.id);
    expect(await database.getAll('devices')).toMatchObject([{ name: 'tablet' }]);
    expect((await database.getAll('keys')).map(({ device }) => device)).toEqual([two.id]);
    await expect(identityOf(one)).rejects.toThrow('has no device');
    expect((await identityOf(two)).keys()).toHaveLength(1);
  });

  test('behavior: browsers say what they can keep', async () => {
    expect(await keyKindsHere()).toEqual(['MLKEM768-X25519', 'P-256']);
  });

  test('behavior: a network without passkeys gets P-521 signatures', async () => {
    const { webAuthnVerifier: _, ...addresses } = contractAddresses;
    const wanted = { name: 'x', kind: 'P-256', others: [], now: 1, network: { ...network, addresses } } as const;
    const device = await createDevice(database, wanted);
    expect(device.signing.algorithm).toBe('P-521');
    expect(Enrolment.verify(Enrolment.decode(device.request as Uint8Array), verifiersOf(addresses))).toBe(true);
  });

  test('error: a network that verifies nothing of a browser’s, a name that is none', async () => {
    const { webAuthnVerifier: _, p521Verifier: __, ...addresses } = contractAddresses;
    const wanted = { name: 'x', kind: 'P-256', others: [], now: 1, network: { ...network, addresses } } as const;
    await expect(createDevice(database, wanted)).rejects.toThrow(ConfigurationError);
    for (const name of ['', 'a\u202eb', 'x'.repeat(5_000)]) await expect(make('P-256', name)).rejects.toThrow();
    expect(await database.getAll('devices')).toEqual([]);
  });

  test('error: whom or what one cannot listen to', async () => {
    const device = await make('P-256');
    const good = { authorities: [{ signer: authority, trust: 'pinned' as const }], channels: ['tls'], groups: [] };
    checkListening(device, good);
    const twice = [...good.authorities, ...good.authorities];
    const many = Array.from({ length: 46 }, (_, i) => `c${i}`);
    for (const bad of [
      { ...good, authorities: twice },
      { ...good, authorities: [{ signer: '0x12' as Hex, trust: 'pinned' as const }] },
      { ...good, channels: [] },
      { ...good, channels: ['TLS'] },
      { ...good, channels: ['tls', 'tls'] },
      { ...good, channels: many },
      { ...good, groups: [''] },
    ]) {
      expect(() => checkListening(device, bad)).toThrow(ArgumentError);
      await expect(listen(database, device, bad)).rejects.toThrow(ArgumentError);
    }
    expect((await database.get('devices', device.id))?.listening.authorities).toEqual([]);
  });
});

describe('readGivenReceipt', () => {
  async function receiptOf(epoch = 7) {
    const identity = await identityOf(await make());
    const chain = { chainId: network.chainId, addresses: network.addresses } as never;
    const word: Hex = `0x${'22'.repeat(32)}`;
    const installed = { authority: word, subject: word, epoch, manifest: word };
    return makeReceipt(installed, { chain, identity, turnsKey: true, time: 1_795_000_000 });
  }

  test('behavior: says what a receipt is about', async () => {
    const receipt = await receiptOf();
    expect(readGivenReceipt(encodeCanonicalJson(receipt), network)).toMatchObject({ nextKey: true, receipt });
  });

  test('error: none, another record, another chain or contract, a forged signature', async () => {
    const receipt = await receiptOf();
    const other = await receiptOf(8);
    const read = (change: object, on: Parameters<typeof readGivenReceipt>[1] = network) =>
      readGivenReceipt(encodeCanonicalJson({ ...receipt, ...change }), on);
    expect(readGivenReceipt(utf8Encode('{}'), network)).toEqual({ problem: 'bad' });
    expect(readGivenReceipt(new Uint8Array(), network)).toEqual({ problem: 'bad' });
    for (const change of [
      { record: other.record },
      { recordBytes: other.recordBytes },
      { record: other.record, recordBytes: other.recordBytes },
      { epoch: 8 },
      { namesNextKey: false },
      { device: other.device },
    ]) {
      expect(read(change)).toEqual({ problem: 'badRecord' });
    }
    expect(read({ signature: other.signature })).toEqual({ problem: 'otherChain' });
    expect(read({ deadline: receipt.deadline + 1 })).toEqual({ problem: 'otherChain' });
    expect(read({}, { ...network, chainId: 1 })).toEqual({ problem: 'otherChain' });
    const moved = { ...network.addresses, keyAnnouncements: authority };
    expect(read({}, { ...network, addresses: moved })).toEqual({ problem: 'otherChain' });
  });
});

describe('readOwnKey', () => {
  const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0lVAEXGYjzQ1lOV2Vx7tY2xlYWtVfS7tQ6m3mXGm3C me@desk';

  test('behavior: one Ed25519 key of OpenSSH, or nothing', () => {
    expect(readOwnKey('  ')).toEqual({ keys: [] });
    expect(readOwnKey(line)).toMatchObject({ keys: [{ use: 'sshUser', algorithm: 'Ed25519' }] });
  });

  test.each([
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA', 'ownPrivate'],
    [`${line}\n${line}`, 'ownBad'],
    ['ssh-rsa AAAAB3NzaC1yc2E=', 'ownBad'],
    [line.slice(0, 40), 'ownBad'],
    ['hello', 'ownBad'],
    [`0x${'04'.repeat(65)}`, 'ownBad'],
  ])('error: %j', (text, problem) => {
    expect(readOwnKey(text)).toEqual({ problem });
  });
});
