import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { inBrowser } from './support/stage.ts';

const connect = { name: 'Connect wallet' };

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
});

inBrowser('a wallet', (stage) => {
  test('behavior: it is found, connected, remembered and let go', async () => {
    const { page, wallets } = await stage.visit('/', { wallets: ['aurora', 'boreal'] });
    expect(wallets.aurora?.asked.filter(({ method }) => method === 'eth_requestAccounts')).toEqual([]);
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Boreal Mobility Wallet' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Aurora Charging Wallet' }).click();
    const account = page.getByRole('button', { name: stage.world.people.aurora.account.address });
    await account.waitFor();
    await page.reload();
    await account.click();
    await page.getByText('Disconnect', { exact: true }).click();
    await page.getByRole('button', connect).waitFor();
  });

  test('behavior: one that does not know the chain is taught it', async () => {
    const { page, wallets } = await stage.visit('/', { wallets: ['cirrus'], walletChain: 1 });
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cirrus Meters Wallet' }).click();
    await page.getByRole('button', { name: stage.world.people.cirrus.account.address }).waitFor();
    expect(wallets.cirrus?.chainId()).toBe(stage.world.sandbox.chainId);
    expect(wallets.cirrus?.asked.map(({ method }) => method)).toContain('wallet_addEthereumChain');
  });

  test('error: its owner changes the chain', async () => {
    const { page, wallets } = await stage.visit('/', { wallets: ['aurora'] });
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Aurora Charging Wallet' }).click();
    const account = page.getByRole('button', { name: stage.world.people.aurora.account.address });
    await account.waitFor();
    await wallets.aurora?.choose(1);
    await page.getByRole('button', { name: 'Wrong network' }).click();
    await account.waitFor();
    expect(wallets.aurora?.chainId()).toBe(stage.world.sandbox.chainId);
  });

  test('error: its owner refuses to connect', async () => {
    const { page, wallets } = await stage.visit('/', { wallets: ['aurora'] });
    if (wallets.aurora) wallets.aurora.mood.refuses = 'everything';
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Aurora Charging Wallet' }).click();
    await page.getByText('The wallet refused to connect.').waitFor();
  });
});
