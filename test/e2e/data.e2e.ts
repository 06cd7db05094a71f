import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { found } from './support/people.ts';
import { inBrowser } from './support/stage.ts';

/** The number on the overview with this label. */
const figure = (page: Page, label: string) => async (): Promise<number> => {
  const card = page.locator('main').getByText(label, { exact: true }).locator('..');
  return Number.parseInt((await card.textContent())?.replace(label, '') ?? '', 10);
};

inBrowser('what the page knows', (stage) => {
  async function foundOne(): Promise<void> {
    const { sandbox, people } = stage.world;
    const salt = `0x${crypto.randomUUID().replaceAll('-', '').padStart(64, '0')}` as const;
    await found(sandbox, { members: [{ signer: people.aurora.signer.signer }], threshold: 1, salt });
  }

  test('behavior: a second tab follows the first, and takes over when that is closed', async () => {
    const { page: first, context } = await stage.visit('/');
    await live(first);
    const second = await context.newPage();
    await second.goto(first.url());
    await live(second);
    await expect.poll(figure(second, 'Quorums')).toBeGreaterThan(3);
    const before = await figure(second, 'Quorums')();
    await foundOne();
    for (const page of [first, second])
      await expect.poll(figure(page, 'Quorums'), { timeout: 20_000 }).toBe(before + 1);
    await first.close();
    await foundOne();
    await expect.poll(figure(second, 'Quorums'), { timeout: 20_000 }).toBe(before + 2);
  });

  test('error: with no connection, a later visit shows what was known', async () => {
    const { page, witness } = await stage.visit('/');
    await live(page);
    await expect.poll(figure(page, 'Quorums')).toBeGreaterThan(3);
    const known = await figure(page, 'Quorums')();
    witness.expect('net::ERR');
    stage.world.lines.rpc.cut();
    await page.reload();
    await expect.poll(figure(page, 'Quorums'), { timeout: 20_000 }).toBe(known);
    await page.getByText('What you see is what was known last').waitFor({ timeout: 30_000 });
    stage.world.lines.rpc.mend();
    await foundOne();
    await expect.poll(figure(page, 'Quorums'), { timeout: 60_000 }).toBe(known + 1);
  });
});
