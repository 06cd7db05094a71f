import { beforeEach, describe, expect, test } from 'vitest';
import { createTransactionKeep, type KeptTransaction } from './transactionKeep.ts';

const now = 1_795_000_000_000;
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const account = `0x${'aa'.repeat(20)}` as const;
const sent = (digit: string, at = now): KeptTransaction => ({
  hash: hash(digit),
  account,
  label: 'Endorse',
  state: 'sent',
  at,
});
const key = 'gridseal.transactions.1';
const keepOf = (chainId = 1) => createTransactionKeep(chainId, localStorage, { events: window, now: () => now });

beforeEach(() => localStorage.clear());

describe('transactions kept over a reload', () => {
  test('behavior: newest first, each once, as it is now, for its own chain', () => {
    const keep = keepOf();
    keep.put(sent('1', now - 2));
    keep.put(sent('2', now - 1));
    keep.put({ ...sent('1', now - 2), state: 'mined', block: 7 });
    expect(keepOf().read()).toEqual([sent('2', now - 1), { ...sent('1', now - 2), state: 'mined', block: 7 }]);
    expect(keepOf(2).read()).toEqual([]);
    keep.remove(hash('2'));
    expect(keepOf().read()).toHaveLength(1);
  });

  test('behavior: other tabs are heard, about this chain alone', () => {
    let heard = 0;
    const end = keepOf().subscribe(() => heard++);
    window.dispatchEvent(new StorageEvent('storage', { key }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'gridseal.transactions.2' }));
    end();
    window.dispatchEvent(new StorageEvent('storage', { key }));
    expect(heard).toBe(1);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', '{"hash":"0x"}'],
    ['nothing', 'null'],
    ['other things', '[null,1,"x",[],{}]'],
    ['no hash', JSON.stringify([{ ...sent('1'), hash: '0x12' }])],
    ['an account that is none', JSON.stringify([{ ...sent('1'), account: '<b>' }])],
    ['a state that there is not', JSON.stringify([{ ...sent('1'), state: 'stolen' }])],
    ['a label that is no text', JSON.stringify([{ ...sent('1'), label: { x: 1 } }])],
    ['no time', JSON.stringify([{ ...sent('1'), at: 'now' }])],
    ['what is long past', JSON.stringify([sent('1', now - 8 * 86_400_000)])],
    ['what is far ahead', JSON.stringify([sent('1', now + 30 * 86_400_000)])],
  ])('error: %s in storage is left out', (_, stored) => {
    localStorage.setItem(key, stored);
    expect(keepOf().read()).toEqual([]);
  });

  test('error: floods and endless labels are cut', () => {
    const many = Array.from({ length: 200 }, () => ({ ...sent('1'), label: 'x'.repeat(10_000) }));
    localStorage.setItem(key, JSON.stringify(many));
    const read = keepOf().read();
    expect(read).toHaveLength(50);
    expect(read[0]?.label).toHaveLength(300);
  });

  test('error: a browser that keeps nothing, or has no room', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const storage of [null, full]) {
      const keep = createTransactionKeep(1, storage, { events: window, now: () => now });
      keep.put(sent('1'));
      expect(keep.read()).toEqual([]);
    }
  });
});
