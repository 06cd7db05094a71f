import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { createStore } from '../../store/index.ts';
import { answering, serve } from '../../store/testing/httpServers.fixtures.ts';
import { certificateCache } from './certificateCache.ts';

const bytes = utf8Encode('{"type":"gridseal/certificate/v1"}');
const id = sha256Hex(bytes);

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-certificates-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A store whose one gateway has one certificate and counts how often it is asked. */
async function storeOfOne() {
  const gateway = await serve(answering(bytes));
  onTestFinished(() => gateway.close());
  return { store: createStore({ endpoints: [{ gateway: gateway.url }] }), reads: () => gateway.requests.length };
}

test('behavior: fetches once, and again what is broken on disk', async () => {
  const { store, reads } = await storeOfOne();
  const directory = join(temporaryDirectory(), 'cache');
  const cache = certificateCache(store, directory);
  expect([await cache.get(id), await cache.get(id), reads()]).toEqual([bytes, bytes, 1]);
  writeFileSync(join(directory, `${id.slice(2)}.json`), 'broken');
  expect([await cache.get(id), reads()]).toEqual([bytes, 2]);
});

test('behavior: the same one at the same time', async () => {
  const directory = temporaryDirectory();
  const cache = certificateCache((await storeOfOne()).store, directory);
  const all = await Promise.all(Array.from({ length: 20 }, () => cache.get(id)));
  expect(all.every((one) => sha256Hex(one) === id)).toBe(true);
  expect(readdirSync(directory)).toContain(`${id.slice(2)}.json`);
});

test('behavior: a disk that takes nothing costs no trust', async () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  expect(await certificateCache((await storeOfOne()).store, file).get(id)).toEqual(bytes);
});
