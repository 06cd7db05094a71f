import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { inBrowser } from './support/stage.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Events' });

inBrowser('activity', (stage) => {
  test('behavior: everything is listed, is narrowed, and the address says how', async () => {
    const { page, go } = await stage.visit('/activity');
    await live(page);
    await table(page)
      .getByRole('row', { name: /Revoked.*Metrology institute/ })
      .waitFor();
    await page.getByRole('button', { name: 'Certificates', exact: true }).click();
    await expect.poll(() => page.url()).toContain('#/activity/types=certificates');
    await table(page).getByText('Claimed').waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: 'Name, address or part of an id' }).fill('metrology');
    await expect.poll(() => page.url()).toContain('/text=metrology');
    await page.getByText(/^2 of \d+ events$/).waitFor();
    const link = page.url().slice(page.url().indexOf('#') + 1);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => page.url()).toMatch(/#\/activity$/);
    await go(link);
    await page.getByText(/^2 of \d+ events$/).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Name, address' }).inputValue()).toBe('metrology');
  });
});
