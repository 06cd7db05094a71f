import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import type { Receipt } from '../../delivery/claim/index.ts';
import { BaseError } from '../../errors/index.ts';
import { ClaimBook } from './claimBook.ts';

let directory: string;

beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), 'gridseal-book-')), 'claims');
});

afterEach(() => rmSync(path.dirname(directory), { recursive: true, force: true }));

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;

function receipt(change: Partial<Receipt> = {}): Receipt {
  return {
    type: 'gridseal/receipt/v1',
    device: `0x${'11'.repeat(20)}`,
    authority: word('22'),
    subject: word('33'),
    epoch: 7,
    record: word('44'),
    recordBytes: '0x7b7d',
    deadline: 2_000_000_000,
    signature: `0x${'55'.repeat(65)}`,
    namesNextKey: true,
    published: false,
    ...change,
  };
}

describe('ClaimBook', () => {
  test('behavior: nothing at first; one receipt a subject, the later epoch in place of the earlier', async () => {
    const book = new ClaimBook(directory);
    expect(await book.read()).toEqual({ receipts: [], problems: [] });
    await book.put(receipt());
    await book.put(receipt({ epoch: 8 }));
    await book.put(receipt({ subject: word('66') }));
    const { receipts } = await book.read();
    expect(receipts.map(({ epoch }) => epoch).sort()).toEqual([7, 8]);
    for (const one of receipts) await book.remove(one);
    await book.remove(receipt());
    expect(readdirSync(directory)).toEqual([]);
  });

  test('behavior: files and folder are for nobody else', async () => {
    await new ClaimBook(directory).put(receipt());
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const [name] = readdirSync(directory);
    expect(statSync(path.join(directory, name ?? '')).mode & 0o777).toBe(0o600);
  });

  test('error: a broken file is named, and hides no other', async () => {
    const book = new ClaimBook(directory);
    await book.put(receipt());
    writeFileSync(path.join(directory, 'broken.json'), '{"type":');
    mkdirSync(path.join(directory, 'folder.json'));
    writeFileSync(path.join(directory, 'left.json.new'), 'by a crash');
    const { receipts, problems } = await book.read();
    expect(receipts).toEqual([receipt()]);
    expect(problems.map(({ field }) => path.basename(field ?? ''))).toEqual(['broken.json', 'folder.json']);
  });

  test('error: a file where the folder belongs', async () => {
    writeFileSync(directory, '');
    await expect(new ClaimBook(directory).read()).rejects.toBeInstanceOf(BaseError);
  });
});
