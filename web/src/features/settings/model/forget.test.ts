import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { forgetAll } from './forget.ts';

const filled = async (name: string, blocking?: () => void) => {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('kept'),
    blocking: blocking ?? (() => database.close()),
  });
  await database.put('kept', 'a value', 'key');
  return database;
};

describe('forgetting', () => {
  test('behavior: indexes are removed, what stays open is emptied, what is not ours is left alone', async () => {
    await filled('gridseal-31337-0x11-0x22');
    const signers = await filled('gridseal.signers', () => undefined);
    const foreign = await filled('gridsealing');
    for (const key of ['gridseal/settings/v1', 'gridseal.theme', 'gridseal.wallet.recent', 'other']) {
      localStorage.setItem(key, 'x');
    }
    sessionStorage.setItem('gridseal.draft.new', 'x');
    sessionStorage.setItem('other', 'x');
    await forgetAll([localStorage, sessionStorage], indexedDB);
    expect(Object.keys(sessionStorage)).toEqual(['other']);
    expect(Object.keys(localStorage)).toEqual(['other']);
    expect((await indexedDB.databases()).map(({ name }) => name).sort()).toEqual(['gridseal.signers', 'gridsealing']);
    expect(await signers.getAll('kept')).toEqual([]);
    expect(await foreign.getAll('kept')).toEqual(['a value']);
  });

  test('error: a browser that denies its databases says so, and keeps the settings for another try', async () => {
    localStorage.setItem('gridseal.theme', 'dark');
    const denied = { databases: () => Promise.reject(new DOMException('denied', 'SecurityError')) };
    await expect(forgetAll([localStorage], Object.assign(Object.create(indexedDB), denied))).rejects.toThrow('denied');
    expect(localStorage.getItem('gridseal.theme')).toBe('dark');
  });
});
