import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeCanonicalJson, equalBytes, utf8Decode } from '../bytes/index.ts';
import { Hpke, type KemAlgorithm, type KemKeyPair, kemAlgorithms, type OpeningKey } from '../crypto/index.ts';
import { ArgumentError, DecodeError, FileError, NotFoundError } from '../errors/index.ts';
import { DeviceIdentity } from './deviceIdentity.ts';
import { Enrolment } from './enrolment.ts';
import { FileSecretStore } from './node/index.ts';

const verifier = `0x${'ab'.repeat(20)}` as const;
const options = { name: 'station-7', signing: { algorithm: 'P-256', verifier }, algorithm: 'X25519' } as const;
const info = Uint8Array.of(1);
const plaintext = Uint8Array.of(2);

let directory: string;
let store: FileSecretStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gridseal-device-'));
  store = await FileSecretStore.at(join(directory, 'keys'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const files = () => readdirSync(store.directory).sort();
const kemFiles = () => files().filter((name) => name.startsWith('kem-'));
const has = (keys: readonly OpeningKey[], publicKey: Uint8Array) =>
  keys.some((key) => equalBytes(key.publicKey, publicKey));

describe('DeviceIdentity', () => {
  test('behavior: create, load, the same device', async () => {
    const created = await DeviceIdentity.create(store, options);
    const loaded = await DeviceIdentity.load(store);
    expect(loaded.id).toBe(created.id);
    expect(loaded.signer.signer).toBe(created.signer.signer);
    expect(loaded.name).toBe('station-7');
    expect(loaded.keys()).toEqual(created.keys());
    expect(await loaded.signer.sign(created.id)).toBe(await created.signer.sign(created.id));
    expect(files()).toEqual(['device', kemFiles()[0], 'signing-key']);
  });

  test.each(Object.keys(kemAlgorithms) as KemAlgorithm[])('behavior: keys of %s, in seed form', async (algorithm) => {
    const created = await DeviceIdentity.create(store, { name: 'a', signing: { algorithm: 'secp256k1' }, algorithm });
    const { enc, ciphertext } = await Hpke.seal({ ...(created.keys()[0] as KemKeyPair), info, plaintext });
    const [key] = (await DeviceIdentity.load(store)).keys() as [KemKeyPair];
    expect(new Uint8Array(await Hpke.open({ ...key, enc, ciphertext, info }))).toEqual(plaintext);
    const stored = JSON.parse(readFileSync(join(store.directory, kemFiles()[0] as string), 'utf8'));
    expect(Buffer.from(stored.privateKey, 'base64url')).toHaveLength(kemAlgorithms[algorithm].privateKeySize);
  });

  test('behavior: the enrolment request names the enrolled key and is proven', async () => {
    const device = await DeviceIdentity.create(store, options);
    const host = { use: 'sshHost', algorithm: 'Ed25519', publicKey: new Uint8Array(32) } as const;
    const request = await device.enrolmentRequest([host]);
    expect(request.keys).toEqual([
      { use: 'encrypt', algorithm: 'X25519', publicKey: device.keys()[0]?.publicKey },
      host,
    ]);
    expect(Enrolment.verify(request, { p256: verifier })).toBe(true);
  });

  test('behavior: the key turns with each claim, and the old one is gone', async () => {
    const device = await DeviceIdentity.create(store, options);
    await device.open('a:s');
    let previous = device.currentKey('a:s') as KemKeyPair;
    for (let epoch = 1; epoch <= 3; epoch++) {
      const sealed = await Hpke.seal({ ...previous, info, plaintext });
      const next = await device.prepareNext('a:s');
      expect(await device.prepareNext('a:s')).toEqual(next);
      expect(device.keys()).toHaveLength(2);
      await device.confirmNext('a:s');
      expect(device.currentKey('a:s')?.publicKey).toEqual(next.publicKey);
      const loaded = await DeviceIdentity.load(store);
      expect(loaded.keys()).toHaveLength(1);
      expect(loaded.keys()[0]?.publicKey).toEqual(next.publicKey);
      expect(kemFiles()).toHaveLength(1);
      await expect(Hpke.open({ ...(loaded.keys()[0] as KemKeyPair), ...sealed, info })).rejects.toThrow(
        'does not open',
      );
      expect([...previous.privateKey]).toEqual(Array.from({ length: 32 }, () => 0));
      previous = device.currentKey('a:s') as KemKeyPair;
    }
  });

  test('behavior: a shared key lives until the last channel has moved on', async () => {
    const device = await DeviceIdentity.create(store, options);
    const enrolled = (device.keys()[0] as KemKeyPair).publicKey;
    await device.open('a:s');
    await device.open('b:s');
    expect(device.channels()).toEqual(['a:s', 'b:s']);
    await device.prepareNext('a:s');
    await device.confirmNext('a:s');
    expect(has((await DeviceIdentity.load(store)).keys(), enrolled)).toBe(true);
    expect(device.currentKey('b:s')?.publicKey).toEqual(enrolled);
    await device.prepareNext('b:s');
    await device.confirmNext('b:s');
    expect(has((await DeviceIdentity.load(store)).keys(), enrolled)).toBe(false);
    expect(kemFiles()).toHaveLength(2);
  });

  test('behavior: a channel may start with the key of another, once the enrolled one is gone', async () => {
    const device = await DeviceIdentity.create(store, options);
    const next = await device.prepareNext('a:s');
    await device.confirmNext('a:s');
    await expect(device.open('b:s')).rejects.toThrow(NotFoundError);
    await expect(device.prepareNext('b:s')).rejects.toThrow(NotFoundError);
    await expect(device.enrolmentRequest()).rejects.toThrow('the device is enrolled already');
    expect(device.currentKey('b:s')).toBeNull();
    await expect(device.open('b:s', new Uint8Array(32))).rejects.toThrow('publicKey: is not among the keys');
    await device.open('b:s', next.publicKey);
    await device.prepareNext('a:s');
    await device.confirmNext('a:s');
    expect(device.currentKey('b:s')?.publicKey).toEqual(next.publicKey);
  });

  test('behavior: calls at the same time take their turn', async () => {
    const device = await DeviceIdentity.create(store, options);
    const channels = ['a:1', 'a:2', 'a:3', 'a:4'];
    await Promise.all(channels.map((channel) => device.open(channel)));
    await Promise.all(channels.map((channel) => device.prepareNext(channel)));
    await Promise.all(channels.map((channel) => device.confirmNext(channel)));
    const loaded = await DeviceIdentity.load(store);
    expect(loaded.keys()).toHaveLength(4);
    expect(kemFiles()).toHaveLength(4);
    for (const channel of channels) expect(loaded.currentKey(channel)).toEqual(device.currentKey(channel));
  });

  test('error: a call that fails does not stop the next', async () => {
    const device = await DeviceIdentity.create(store, options);
    const results = await Promise.allSettled([device.confirmNext('a:s'), device.open('../x'), device.open('a:s')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('error: nothing to confirm; channels that may not be', async () => {
    const device = await DeviceIdentity.create(store, options);
    await expect(device.confirmNext('a:s')).rejects.toThrow(ArgumentError);
    await device.open('a:s');
    await expect(device.confirmNext('a:s')).rejects.toThrow('channel: has no next key');
    for (const channel of ['', 'a b', 'a/b', '__proto__', 'a\n', 'ä', 'a'.repeat(161)]) {
      await expect(device.open(channel)).rejects.toThrow(DecodeError);
      await expect(device.prepareNext(channel)).rejects.toThrow(DecodeError);
    }
  });

  test('error: a second device in one store; none; names that may not be', async () => {
    await expect(DeviceIdentity.load(store)).rejects.toThrow(NotFoundError);
    await expect(DeviceIdentity.create(store, { ...options, name: 'a\u202e' })).rejects.toThrow('name: ');
    await DeviceIdentity.create(store, options);
    const before = files();
    await expect(DeviceIdentity.create(store, options)).rejects.toThrow('store: has a device already');
    expect(files()).toEqual(before);
  });

  test('error: a key file that is missing, of another algorithm, malformed, or open to others', async () => {
    const device = await DeviceIdentity.create(store, options);
    const name = kemFiles()[0] as string;
    const good = await store.read(name);
    const key = { algorithm: 'X25519', privateKey: 'AA', type: 'gridseal/kem-key/v1' };
    for (const [bytes, message] of [
      [encodeCanonicalJson(key), 'kemKey.privateKey: has 1 bytes'],
      [encodeCanonicalJson({ ...key, algorithm: 'RSA' }), 'kemKey.algorithm'],
      [encodeCanonicalJson({ ...key, extra: 1 }), 'kemKey: has the unknown field'],
      [(good as Uint8Array).subarray(1), 'kemKey: is not JSON'],
      [new Uint8Array(0), 'kemKey: is not JSON'],
    ] as const) {
      await store.write(name, bytes);
      await expect(DeviceIdentity.load(store)).rejects.toThrow(message);
    }
    await store.remove(name);
    await expect(DeviceIdentity.load(store)).rejects.toThrow(FileError);
    await store.write(name, good as Uint8Array);
    expect((await DeviceIdentity.load(store)).id).toBe(device.id);
    await store.remove('signing-key');
    await expect(DeviceIdentity.load(store)).rejects.toThrow('signing-key: is missing');
  });

  test.each([
    [{ algorithm: 'RSA' }, 'device.algorithm'],
    [{ enrolled: '../signing-key' }, 'device.enrolled'],
    [{ ratchets: [] }, 'device.ratchets'],
    [{ ratchets: { 'a b': { current: 'x', next: null } } }, 'device.ratchets'],
    [{ ratchets: { a: { current: 'device', next: null } } }, 'device.ratchets.a.current'],
    [{ ratchets: { a: { current: `kem-${'0'.repeat(32)}` } } }, 'device.ratchets.a.next: is missing'],
    [{ retired: ['signing-key'] }, 'device.retired[0]'],
    [{ type: 'x' }, 'device.type'],
    [{ name: '' }, 'device.name'],
  ])('error: a state that was changed: %o', async (change, message) => {
    await DeviceIdentity.create(store, options);
    const state = JSON.parse(utf8Decode((await store.read('device')) as Uint8Array));
    await store.write('device', encodeCanonicalJson({ ...state, ...change }));
    await expect(DeviceIdentity.load(store)).rejects.toThrow(message);
  });
});

/** Ends the process at the n-th change of the file system, whichever that is, as a power cut would. */
const killer = `
import promises from 'node:fs/promises';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:fs';
let left = Number(process.env.KILL_AT);
const step = () => {
  if (--left >= 0) return;
  // What is compiled is kept, so that the next one starts faster; all else ends here.
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
};
const wrap = (object, name) => {
  const original = object[name];
  object[name] = function (...args) { step(); return original.apply(this, args); };
};
for (const name of ['mkdir', 'rename', 'unlink']) wrap(promises, name);
const open = promises.open;
promises.open = function (path, flags, ...rest) {
  if (flags & constants.O_CREAT) step();
  return open.call(this, path, flags, ...rest);
};
const file = await open('.', constants.O_RDONLY);
const prototype = Object.getPrototypeOf(file);
await file.close();
for (const name of ['writeFile', 'write', 'sync']) wrap(prototype, name);
syncBuiltinESMExports();
`;

const program = (url: (path: string) => string) => `
const { DeviceIdentity } = await import('${url('./deviceIdentity.ts')}');
const { FileSecretStore } = await import('${url('./node/index.ts')}');
const store = await FileSecretStore.at(process.argv[2]);
const device = await DeviceIdentity.load(store);
await device.open('a:s');
const next = await device.prepareNext('a:s');
console.log('prepared ' + Buffer.from(next.publicKey).toString('hex'));
await device.confirmNext('a:s');
console.log('confirmed');
`;

describe('attack: kill -9 between any two steps of a key turning', () => {
  test('behavior: whatever was claimed can be opened, and nothing is lost', { timeout: 120_000 }, async () => {
    const device = await DeviceIdentity.create(store, options);
    const enrolled = (device.keys()[0] as KemKeyPair).publicKey.slice();
    const preload = join(directory, 'killer.mjs');
    const main = join(directory, 'main.mjs');
    writeFileSync(preload, killer);
    writeFileSync(
      main,
      program((path) => new URL(path, import.meta.url).href),
    );
    const start = new Map(await Promise.all(files().map(async (name) => [name, await store.read(name)] as const)));
    const stages = new Set<string>();
    for (let killAt = 0; ; killAt++) {
      for (const name of files()) rmSync(join(store.directory, name));
      for (const [name, bytes] of start) await store.write(name, bytes as Uint8Array);
      const child = spawnSync(process.execPath, ['--import', preload, main, store.directory], {
        env: { ...process.env, KILL_AT: String(killAt) },
        encoding: 'utf8',
      });
      const prepared = /prepared ([0-9a-f]+)/.exec(child.stdout)?.[1];
      const loaded = await DeviceIdentity.load(store);
      const keys = loaded.keys();
      if (prepared !== undefined) expect(has(keys, Buffer.from(prepared, 'hex')), `kill ${killAt}`).toBe(true);
      const current = loaded.currentKey('a:s') as KemKeyPair;
      const moved = prepared !== undefined && equalBytes(current.publicKey, Buffer.from(prepared, 'hex'));
      expect(moved || equalBytes(current.publicKey, enrolled), `kill ${killAt}`).toBe(true);
      if (moved) expect(has(keys, enrolled), `kill ${killAt}`).toBe(false);
      expect(kemFiles(), `kill ${killAt}`).toHaveLength(keys.length);
      expect(
        files().filter((name) => name.startsWith('.kem-')),
        `kill ${killAt}`,
      ).toEqual([]);
      stages.add(`${prepared !== undefined} ${moved} ${keys.length}`);
      if (child.signal === null) {
        expect(child.stdout, child.stderr).toContain('confirmed');
        expect(killAt).toBeGreaterThan(20);
        break;
      }
    }
    expect([...stages]).toEqual(expect.arrayContaining(['false false 1', 'true false 2', 'true true 1']));
  });
});
