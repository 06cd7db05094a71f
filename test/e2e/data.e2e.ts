import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { decide, found } from './support/people.ts';
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

  test('attack: what strangers alone endorse is left out of a list, counted, and a click away', async () => {
    const { sandbox, people, quorums, certificates } = stage.world;
    const { page } = await stage.visit('/certificates');
    await live(page);
    const trust = { [sandbox.chainId]: { anchors: [{ quorum: quorums.stakeholders.id }] } };
    await page.evaluate(
      (settings) => localStorage.setItem('gridseal/settings/v1', settings),
      JSON.stringify({ trust }),
    );
    await page.reload();
    await live(page);
    const table = page.getByRole('table', { name: 'Certificates' });
    const count = async () => Number(await table.getAttribute('aria-rowcount')) - 1;
    await table.locator(`a[href$="${certificates.fleet}"]`).waitFor();
    // By and by, as authorities are fetched.
    await expect.poll(count).toBeGreaterThan(3);
    const salt = `0x${crypto.randomUUID().replaceAll('-', '').padStart(64, '0')}` as const;
    const stranger = await found(sandbox, { members: [{ signer: people.delta.signer.signer }], threshold: 1, salt });
    for (let i = 0; i < 3; i++) {
      const certificate = `0x${crypto.randomUUID().replaceAll('-', '').padStart(64, '0')}` as const;
      await decide(sandbox, stranger, [people.delta], { action: 'endorse', certificate });
    }
    await page.getByText('3 that strangers alone speak of are left out').waitFor();
    const own = await count();
    await page.getByRole('radio', { name: 'From anyone' }).check({ force: true });
    await expect.poll(count).toBe(own + 3);
    await page.getByRole('button', { name: 'Valid until' }).click();
    await expect
      .poll(() => page.getByRole('columnheader', { name: 'Valid until' }).getAttribute('aria-sort'))
      .toBe('ascending');
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
