import { expect, test } from 'vitest';
import { inBrowser } from './support/stage.ts';
import { announceStranger } from './support/stranger.ts';

const connect = { name: 'Connect wallet' };

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

  test('behavior: those of a sandbox need no extension, and sign', async () => {
    const { people, proposals } = stage.world;
    const { name, account } = people.aurora;
    const { page } = await stage.visit(`/approvals/${proposals.endorse}`, {
      prepare: (context) =>
        context.route('**/config.json', async (route) => {
          const config = (await (await route.fetch()).json()) as { networks: object[] };
          const sandboxWallets = [{ name, address: account.address }];
          await route.fulfill({ json: { networks: config.networks.map((one) => ({ ...one, sandboxWallets })) } });
        }),
    });
    await page.getByRole('button', connect).click();
    await page.getByRole('dialog').getByRole('button', { name }).click();
    await page.getByRole('button', { name: account.address }).waitFor();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('You have approved this.').waitFor();
  });

  test('error: one with a name and a picture that lie', async () => {
    const { page } = await stage.visit('/', {
      wallets: ['aurora'],
      prepare: async (context) => {
        await context.addInitScript(announceStranger);
      },
    });
    await page.getByRole('button', connect).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Aurora Charging Wallet' }).waitFor();
    // Its text is shown as text; its picture would have told a stranger who looks.
    await dialog.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await dialog.locator('img[src^="http"]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });
});
