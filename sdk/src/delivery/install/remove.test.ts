import { describe, expect, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import {
  deliveryOf,
  deviceTarget,
  epochsOf,
  installed,
  now,
  refused,
  script,
  setOf,
  slot,
} from './install.fixtures.ts';
import { install } from './install.ts';
import { manifestDigest } from './plan.ts';
import { expire, withdraw } from './remove.ts';

describe('expiry and withdrawal', () => {
  test('behavior: temporary access is removed on time, with no connection, and stays away', async () => {
    let time = now;
    const target = deviceTarget({ clock: () => time, commands: { reload: { argv: script('true'), timeoutMs: 5000 } } });
    const access = deliveryOf({ epoch: 1, notAfter: now + 300, postInstall: ['reload'] });
    await install(target, access);
    time = now + 300;
    expect(await expire(target, slot)).toMatchObject({ removed: [], next: now + 301 });
    time = now + 301;
    expect(await expire(target, slot)).toMatchObject({ removed: [1], problems: [], next: null });
    expect([installed(target.root), epochsOf(target.root)]).toEqual([null, []]);
    time = now;
    await refused(target, access, { code: 'INSTALL_STALE_EPOCH' });
  });

  test('behavior: a guess that is far ahead ends what is installed, and nothing that comes later', async () => {
    let time = now;
    const target = deviceTarget({ clock: () => time, certainTime: () => now });
    await install(target, deliveryOf({ epoch: 1 }));
    time = now + 10 ** 9;
    expect((await expire(target, slot)).removed).toEqual([1]);
    time = now + 60;
    await install(target, deliveryOf({ epoch: 2 }));
    expect(installed(target.root)).toEqual(setOf(2));
    expect((await expire({ ...target, certainTime: () => Number.NaN }, slot)).record.time).toBe(now);
  });

  test('behavior: a clock set back keeps nothing alive', async () => {
    let time = now;
    const target = deviceTarget({ clock: () => time });
    await install(target, deliveryOf({ epoch: 1, notAfter: now + 1000 }));
    time = now + 900;
    await expire(target, slot);
    time = now - 86_400;
    expect((await expire(target, slot)).removed).toEqual([]);
    time = now + 1001;
    expect((await expire(target, slot)).removed).toEqual([1]);
  });

  test('behavior: a withdrawal takes current and previous away, and what is above stays', async () => {
    const target = deviceTarget({ overlap: 600 });
    for (const epoch of [1, 2]) await install(target, deliveryOf({ epoch }));
    expect(await withdraw(target, slot, 1)).toMatchObject({ removed: [1] });
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), null]);
    expect(await withdraw(target, slot, 2)).toMatchObject({ removed: [2], record: { highWater: 2, current: null } });
    expect(installed(target.root)).toBeNull();
  });

  test('behavior: files go although the reload fails, which is reported', async () => {
    const target = deviceTarget({ commands: { once: { argv: script('true'), timeoutMs: 5000 } } });
    await install(target, deliveryOf({ epoch: 1, postInstall: ['once'] }));
    const broken = { ...target, commands: { once: { argv: script('exit 4'), timeoutMs: 5000 } } };
    const { problems } = await withdraw(broken, slot, 1);
    expect(problems).toEqual(['once (run) ended with status 4']);
    expect(installed(target.root)).toBeNull();
  });

  test('error: an epoch that is none', async () => {
    for (const epoch of [-1, 1.5, Number.NaN])
      await expect(withdraw(deviceTarget(), slot, epoch)).rejects.toMatchObject({ field: 'epoch' });
  });

  test('behavior: the digest in the record is the one that a claim names', async () => {
    const { manifest } = deliveryOf({ epoch: 1 });
    expect(manifestDigest(manifest)).toBe(
      sha256Hex(utf8Encode(JSON.stringify(JSON.parse(JSON.stringify(manifest, sortKeys))))),
    );
  });
});

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
