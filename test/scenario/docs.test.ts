import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstMissing, readPage, runCommands, shownCommands } from '../support/consoleBlocks.ts';
import { hasOpenssl35, openssl35 } from '../support/openssl35.ts';

const pages = [
  'getting-started',
  'co-signing',
  'administrator',
  'compromise',
  'open-charging-cloud',
  'signers',
  'ocn-node',
  'ocn-back-office',
].map((name) => `docs/guides/${name}.md`);
/** Their commands are those of OpenSSL 3.5, too. */
const pagesWithOpenssl35 = ['docs/guides/post-quantum-x509.md'];

async function expectAsShown(page: string, programs?: string): Promise<void> {
  const commands = shownCommands(await readPage(page));
  expect(commands.length).toBeGreaterThan(10);
  const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-docs-'));
  try {
    for (const { command, line, output, printed, status } of await runCommands(commands, folder, programs)) {
      const where = `${page}:${line}: ${command}\n${printed.join('\n')}`;
      expect(status, where).toBe(0);
      expect(firstMissing(output, printed), where).toBeNull();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the guides', () => {
  test.each(pages)('behavior: every command of %s works, and prints what the page says', async (page) => {
    await expectAsShown(page);
  });

  test.skipIf(!hasOpenssl35).each(pagesWithOpenssl35)(
    'behavior: with OpenSSL 3.5, every command of %s works',
    async (page) => {
      await expectAsShown(page, openssl35 && path.isAbsolute(openssl35) ? path.dirname(openssl35) : undefined);
    },
  );
});

describe('comparing what a page shows with what is printed', () => {
  const printed = ['Quorum  0x0123456789abcdef', 'Members  3', '', 'Weight 5'];

  test('behavior: values that differ from run to run, and spaces, do not count', () => {
    expect(firstMissing(['Quorum 0xfedcba98…0123', 'Members  3', 'Weight 5'], printed)).toBeNull();
  });

  test('behavior: an ellipsis stands for lines, or for the rest of one', () => {
    expect(firstMissing(['…', 'Weight 5'], printed)).toBeNull();
    expect(firstMissing(['Quorum …', '…'], printed)).toBeNull();
  });

  test('error: a line that differs, is missing, or is not shown', () => {
    expect(firstMissing(['Quorum 0x012345', 'Members  4', 'Weight 5'], printed)).toBe('Members 4');
    expect(firstMissing(['…', 'Weight 6'], printed)).toBe('Weight 6');
    expect(firstMissing(['Quorum 0x012345', 'Members 3'], printed)).toBe('(more than is shown) Weight 5');
    expect(firstMissing([], printed)).toBe('(more than is shown) Quorum 0x');
  });
});
