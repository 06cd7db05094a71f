import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deliveryOf, deviceTarget, epochsOf, installed, now, setOf, slot, snapshot } from './install.fixtures.ts';
import { install } from './install.ts';
import { manifestDigest } from './plan.ts';
import { recordPath } from './record.ts';
import { expire } from './remove.ts';

const isRoot = process.geteuid?.() === 0;

describe('install', () => {
  test('behavior: files appear with their contents and modes, and nothing else', async () => {
    const target = deviceTarget();
    const delivery = deliveryOf({ epoch: 7, mode: '0640' });
    const { status, record } = await install(target, delivery);
    expect(status).toBe('installed');
    expect(installed(target.root)).toEqual(setOf(7));
    expect(statSync(join(target.root, 'current/deep/er/cert')).mode & 0o7777).toBe(0o640);
    expect(statSync(join(target.root, 'current/deep/er')).mode & 0o7777).toBe(0o755);
    expect(record).toMatchObject({ highWater: 7, current: { epoch: 7, manifest: manifestDigest(delivery.manifest) } });
    expect(statSync(recordPath(target.state, slot)).mode & 0o7777).toBe(0o600);
    expect(readdirSync(target.state)).toHaveLength(1);
  });

  test('behavior: modes hold whatever the umask', async () => {
    const target = deviceTarget();
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    await install(target, deliveryOf({ epoch: 1, mode: '0644' }));
    expect(statSync(join(target.root, 'current/key')).mode & 0o7777).toBe(0o644);
    expect(statSync(join(target.root, 'current/')).mode & 0o7777).toBe(0o755);
  });

  test('behavior: a file that is left out of a later manifest is gone (extraneous files)', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2, files: { only: 'this' } }));
    expect(installed(target.root)).toEqual({ only: 'this' });
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: the same delivery again changes nothing', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1 }));
    const before = snapshot(target.root);
    expect((await install(target, deliveryOf({ epoch: 1 }))).status).toBe('unchanged');
    expect(snapshot(target.root)).toEqual(before);
  });

  test('behavior: the epoch before stays until the overlap ends', async () => {
    let time = now;
    const target = deviceTarget({ overlap: 300, clock: () => time });
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2 }));
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), setOf(1)]);
    time = now + 300;
    expect(await expire(target, slot)).toMatchObject({ removed: [], next: now + 301 });
    time = now + 301;
    expect(await expire(target, slot)).toMatchObject({ removed: [1], next: now + 3601 });
    expect([installed(target.root), installed(target.root, 'previous')]).toEqual([setOf(2), null]);
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: an epoch that has expired is not kept for an overlap', async () => {
    let time = now;
    const target = deviceTarget({ overlap: 300, clock: () => time });
    await install(target, deliveryOf({ epoch: 1, notAfter: now + 10 }));
    time = now + 11;
    await install(target, deliveryOf({ epoch: 2 }));
    expect([installed(target.root, 'previous'), epochsOf(target.root)]).toEqual([null, ['2']]);
  });

  test('behavior: an epoch that revokes leaves no overlap', async () => {
    const target = deviceTarget({ overlap: 300 });
    await install(target, deliveryOf({ epoch: 1 }));
    await install(target, deliveryOf({ epoch: 2, revokes: ['17'] }));
    expect(installed(target.root, 'previous')).toBeNull();
    expect(epochsOf(target.root)).toEqual(['2']);
  });

  test('behavior: installations for the same slot in one process wait for each other', async () => {
    const target = deviceTarget();
    const results = await Promise.allSettled([1, 2, 3].map((epoch) => install(target, deliveryOf({ epoch }))));
    // Whichever comes first: an older epoch that comes after a newer one is stale, and none is turned away as busy.
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(codes.filter((code) => code !== 'INSTALL_STALE_EPOCH')).toEqual([]);
    expect(results[2]?.status).toBe('fulfilled');
    expect(installed(target.root)).toEqual(setOf(3));
  });

  test.runIf(isRoot)('behavior: files go to the owner that the manifest names', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 1, owner: 'nobody' }));
    expect(statSync(join(target.root, 'current/key')).uid).toBe(65534);
  });
});
