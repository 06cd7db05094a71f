import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { inBrowser } from './support/stage.ts';
import { worldConfig } from './support/world.ts';

const connect = { name: 'Connect wallet' };

/** One of the landing page's figures, with its label. */
const figure = (page: Page, label: string) => page.locator('main').getByText(label, { exact: true }).locator('..');

inBrowser('the page itself', (stage) => {
  test('behavior: it shows the chain to somebody without a wallet', async () => {
    const { page } = await stage.visit('/');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await live(page);
    const { quorumRegistry } = stage.world.sandbox.addresses;
    expect(await page.locator('main').innerHTML()).toContain(quorumRegistry);
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByText('No wallet was found').waitFor();
  });

  test('behavior: it speaks the browser’s language', async () => {
    const { page } = await stage.visit('/', { locale: 'de-DE' });
    await page.getByRole('heading', { level: 1, name: 'Übersicht' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('behavior: the keyboard skips the navigation', async () => {
    const { page } = await stage.visit('/');
    const heading = page.getByRole('heading', { level: 1, name: 'Overview' });
    await heading.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('behavior: a chosen theme stays', async () => {
    const { page } = await stage.visit('/');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('button', { name: 'Theme' }).click();
    const light = await background();
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await background()).toBe(dark);
  });

  test('error: a link to nothing', async () => {
    const { page } = await stage.visit('/no/such/page');
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  });

  test('error: a script from elsewhere does not run', async () => {
    const { page, witness } = await stage.visit('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    witness.expect('script-src');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="document.title = \'taken over\'">');
    });
    await expect.poll(() => witness.seen.filter((text) => text.startsWith('policy:')).length).toBeGreaterThan(0);
    expect(await page.title()).toContain('Gridseal');
  });

  test('error: the RPC server is gone, and comes back', async () => {
    const { page, witness } = await stage.visit('/');
    const { rpc } = stage.world.lines;
    witness.expect('net::ERR');
    await live(page);
    rpc.cut();
    await page.getByText('What you see is what was known last').waitFor({ timeout: 60_000 });
    rpc.mend();
    await live(page, 60_000);
  });

  test('error: a configuration that says nothing', async () => {
    const { page: server, sandbox, lines } = stage.world;
    server.configure({ networks: [{ chainId: 0, name: '<b>x</b>', rpcUrls: ['javascript:alert(1)'] }] });
    const { page } = await stage.visit('/');
    await page.getByText('config.json is wrong').waitFor();
    server.configure(worldConfig(sandbox, lines));
  });

  test('error: IPFS is gone, and comes back', async () => {
    const { gateway, ipfs } = stage.world.lines;
    gateway.cut();
    ipfs.cut();
    const { page, witness } = await stage.visit('/');
    witness.expect('net::ERR');
    await live(page);
    // What the chain says is there; what is asked stands in drafts on IPFS.
    await expect.poll(() => figure(page, 'Quorums').textContent()).toContain('4');
    expect(await figure(page, 'Open proposals').textContent()).not.toContain('4');
    gateway.mend();
    ipfs.mend();
    await expect.poll(() => figure(page, 'Open proposals').textContent(), { timeout: 60_000 }).toContain('4');
  });
});
