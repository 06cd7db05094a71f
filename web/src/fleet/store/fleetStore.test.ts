// @vitest-environment node
import 'fake-indexeddb/auto';
import { decodeCanonicalJson, encodeCanonicalJson, type Json, utf8Decode, utf8Encode } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { Enrolment } from '@gridseal/sdk/identity';
import { describe, expect, test } from 'vitest';
import { deviceSigner, id32, requestOf } from '../fleet.fixtures.ts';
import { encodeKnownDevice } from '../model/fleetFile.ts';
import type { IssueRecord } from '../model/issueRecord.ts';
import { openFleetDatabase } from './database.ts';
import { createFleetStore } from './fleetStore.ts';

let count = 0;
function newStore() {
  const opened = openFleetDatabase(`register-${++count}`);
  let changes = 0;
  const store = createFleetStore({
    database: () => opened,
    verify: async (enrolment) => Enrolment.verify(enrolment) === true,
    now: () => 1_795_000_000,
    changed: () => changes++,
  });
  return { store, changes: () => changes };
}

const issue: IssueRecord = {
  authority: id32('aa'),
  subject: id32('bb'),
  channel: 'ssh-host',
  kind: 'sshHost',
  group: null,
  devices: [id32('cc')],
  epoch: 1,
  digest: id32('dd'),
  notBefore: 1,
  notAfter: 2,
  transaction: null,
  serials: ['0x1f', '7'],
  at: 3,
};

/** The request with one field changed, so that its proof is of something else. */
function tamper(request: Uint8Array, change: Record<string, Json>): Uint8Array {
  const value = decodeCanonicalJson(request) as Record<string, Json>;
  return encodeCanonicalJson({ ...value, ...change });
}

describe('the register', () => {
  test('behavior: enrols with label and groups; the same once more changes nothing', async () => {
    const { store, changes } = newStore();
    const request = await requestOf(7);
    const device = await store.enrol(request, { label: ' Depot 7 ', groups: ['south', 'north', 'south'] });
    expect(device).toMatchObject({
      id: signerId(deviceSigner(7).signer),
      label: 'Depot 7',
      name: 'station-7',
      groups: ['north', 'south'],
      enrolledAt: 1_795_000_000,
      key: { algorithm: 'X25519' },
      claim: null,
    });
    expect(await store.enrol(request, { label: 'Another' })).toEqual(device);
    expect(await store.entries()).toHaveLength(1);
    expect(await store.read([device.id, id32('00')])).toEqual([device]);
    expect(changes()).toBe(1);
  });

  test('behavior: a request survives white space, and base64url', async () => {
    const { store } = newStore();
    const request = await requestOf(1);
    const pretty = JSON.stringify(JSON.parse(utf8Decode(request)), null, 2);
    const { id, request: kept } = await store.enrol(utf8Encode(`\n${pretty}\n`));
    expect(kept).toEqual(request);
    const coded = Buffer.from(request).toString('base64url');
    expect((await store.enrol(utf8Encode(coded))).id).toBe(id);
  });

  test('error: a proof that is not the signer’s, or of other keys or another name', async () => {
    const { store, changes } = newStore();
    const request = await requestOf(1);
    const other = JSON.parse(utf8Decode(await requestOf(2))) as Record<string, Json>;
    for (const change of [{ name: 'station-2' }, { proof: other.proof as Json }, { signer: other.signer as Json }]) {
      await expect(store.enrol(tamper(request, change))).rejects.toThrow('signature');
    }
    expect(await store.entries()).toEqual([]);
    expect(changes()).toBe(0);
  });

  test('error: cut at any byte', async () => {
    const { store } = newStore();
    const request = await requestOf(1);
    for (let length = 0; length < request.length; length += 7) {
      await expect(store.enrol(request.slice(0, length))).rejects.toThrow();
    }
  });

  test('error: a known device with other keys', async () => {
    const { store } = newStore();
    await store.enrol(await requestOf(1));
    const again = await requestOf(1, {
      keys: [{ use: 'encrypt', algorithm: 'X25519', publicKey: new Uint8Array(32).fill(6) }],
    });
    await expect(store.enrol(again)).rejects.toThrow('enrolled already');
  });

  test('error: no key to seal to; a hostile label; one that is too long', async () => {
    const { store } = newStore();
    const keys = [{ use: 'sign', algorithm: 'Ed25519', publicKey: new Uint8Array(32) }] as const;
    await expect(store.enrol(await requestOf(1, { keys }))).rejects.toThrow('no key to seal to');
    const request = await requestOf(1);
    for (const label of ['', '  ', '\u202eevil', 'a\u0000b', 'x'.repeat(201)]) {
      await expect(store.enrol(request, { label })).rejects.toThrow('label');
      await expect(store.enrol(request, { groups: [label] })).rejects.toThrow('groups');
    }
    expect(await store.entries()).toEqual([]);
  });

  test('behavior: label, groups, certificate and key change; the rest does not', async () => {
    const { store } = newStore();
    const device = await store.enrol(await requestOf(1));
    const key = { algorithm: 'X25519', publicKey: new Uint8Array(32).fill(9) } as const;
    const claim = { block: 4, logIndex: 0, epoch: 2, record: id32('ee') };
    await store.update(device.id, { label: 'Café', groups: ['b', 'a'], certificate: id32('12'), key, claim });
    expect(await store.read([device.id])).toEqual([
      { ...device, label: 'Café', groups: ['a', 'b'], certificate: id32('12'), key, claim },
    ]);
    await expect(store.update(device.id, { label: '\u200b' })).rejects.toThrow('label');
    await expect(store.update(id32('00'), {})).rejects.toThrow('not enrolled');
  });

  test('behavior: what is removed is gone, and nothing else', async () => {
    const { store } = newStore();
    const [first, second] = [await store.enrol(await requestOf(1)), await store.enrol(await requestOf(2))];
    await store.remove([first.id, id32('00')]);
    expect((await store.entries()).map(({ id }) => id)).toEqual([second.id]);
    expect(await store.read([first.id])).toEqual([]);
  });

  test('behavior: issues: the same announcement replaces what was known of it', async () => {
    const { store } = newStore();
    await store.addIssue(issue);
    await store.addIssue({ ...issue, transaction: id32('ff') });
    await store.addIssue({ ...issue, epoch: 2 });
    expect((await store.issues()).map(({ epoch, transaction }) => [epoch, transaction])).toEqual([
      [1, id32('ff')],
      [2, null],
    ]);
  });

  const wrong: readonly Partial<Record<keyof IssueRecord, unknown>>[] = [
    { authority: '0x12' },
    { channel: 'SSH' },
    { kind: 'password' },
    { epoch: 0 },
    { serials: ['<b>'] },
    { devices: ['0x12'] },
    { group: '\u202e' },
    { at: -1 },
  ];
  for (const change of wrong) {
    test(`error: an issue with ${JSON.stringify(change)}`, async () => {
      const { store } = newStore();
      const [field] = Object.keys(change);
      await expect(store.addIssue({ ...issue, ...change } as IssueRecord)).rejects.toThrow(field);
      expect(await store.issues()).toEqual([]);
    });
  }

  test('behavior: channels by name', async () => {
    const { store } = newStore();
    await store.addChannel('visit');
    await store.addChannel('visit');
    expect(await store.channels()).toEqual(['visit']);
    for (const name of ['', 'Visit', '-a', 'x'.repeat(33)]) await expect(store.addChannel(name)).rejects.toThrow();
  });
});

describe('files', () => {
  test('behavior: what one browser exports, another has afterwards', async () => {
    const [from, to] = [newStore().store, newStore().store];
    for (const number of [1, 2, 3])
      await from.enrol(await requestOf(number), { label: `S ${number}`, groups: ['all'] });
    await from.addIssue(issue);
    await from.addChannel('visit');
    const file = await from.exportFile();
    const parts: number[] = [];
    expect(await to.importFile(file, (part) => parts.push(part))).toEqual({
      devices: 3,
      issues: 1,
      known: 0,
      refused: [],
    });
    expect(parts.at(-1)).toBe(1);
    expect(await to.entries()).toEqual(await from.entries());
    expect(await to.issues()).toEqual([issue]);
    expect(await to.channels()).toEqual(['visit']);
    expect(await to.importFile(file)).toEqual({ devices: 0, issues: 0, known: 3, refused: [] });
  });

  test('behavior: the file of an administrator’s home, and a device’s request', async () => {
    const [from, to] = [newStore().store, newStore().store];
    const device = await from.enrol(await requestOf(1));
    expect(await to.importFile(encodeKnownDevice(device))).toMatchObject({ devices: 1 });
    expect(await to.importFile(await requestOf(2))).toMatchObject({ devices: 1 });
    expect(await to.entries()).toHaveLength(2);
  });

  test('behavior: the history of an administrator’s home', async () => {
    const { store } = newStore();
    const { devices, at, ...same } = issue;
    const issued = { action: 'issued', ...same, device: devices[0], devices: 1, issuer: 'hosts', time: at };
    const group = { ...issued, device: null, group: 'north', devices: 4, epoch: 2 };
    const withdrawn = { action: 'withdrawn', time: 3 };
    const lines = [issued, group, withdrawn].map((line) => JSON.stringify(line));
    expect(await store.importFile(utf8Encode(lines.join('\n')))).toMatchObject({ issues: 2, refused: [] });
    expect(await store.issues()).toEqual([issue, { ...issue, devices: [], group: 'north', epoch: 2 }]);
    const bad = JSON.stringify({ ...issued, kind: 'x' });
    expect((await store.importFile(utf8Encode(bad))).refused).toHaveLength(1);
  });

  test('error: a file cannot bring a key of its own: the enrolled one stands until a claim is looked up', async () => {
    const [from, to] = [newStore().store, newStore().store];
    const device = await from.enrol(await requestOf(1));
    const key = { algorithm: 'X25519', publicKey: new Uint8Array(32).fill(0x66) } as const;
    const claim = { block: 4, logIndex: 0, epoch: 2, record: id32('ee') };
    await from.update(device.id, { key, claim });
    await to.importFile(await from.exportFile());
    expect(await to.read([device.id])).toMatchObject([{ key: device.key, claim: null }]);
  });

  test('error: each line for itself: forged, damaged and unknown ones are named', async () => {
    const { store } = newStore();
    const forged = utf8Decode(tamper(await requestOf(2), { name: 'other' }));
    const lines = [utf8Decode(await requestOf(1)), forged, '{"type":"gridseal/x"}', '{', 'null', '7', ''];
    const { devices, refused } = await store.importFile(utf8Encode(lines.join('\n')));
    expect(devices).toBe(1);
    expect(refused.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(String(refused[0]?.error)).toContain('proof');
  });

  test('error: no text at all', async () => {
    const { store } = newStore();
    expect(await store.importFile(new Uint8Array())).toMatchObject({ devices: 0, refused: [] });
    expect((await store.importFile(Uint8Array.of(0xff, 0xfe, 0))).refused).toHaveLength(1);
  });
});
