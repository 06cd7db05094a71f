import { createTestClient, http } from 'viem';
import { expect, test } from 'vitest';
import { connectWallet } from './support/connect.ts';
import { live } from './support/live.ts';
import { inBrowser } from './support/stage.ts';

inBrowser('what is there on every page', (stage) => {
  test('behavior: a transaction is followed over a reload, to its end', async () => {
    const { sandbox, proposals } = stage.world;
    const chain = createTestClient({ mode: 'anvil', transport: http(sandbox.rpcUrl) });
    const visitor = await stage.visit(`/approvals/${proposals.revoke}`, { wallets: ['boreal'] });
    const { page, go } = visitor;
    await connectWallet(visitor, 'boreal');
    await chain.setAutomine(false);
    try {
      await page.getByRole('button', { name: 'Approve by transaction' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send approval' }).click();
      const underWay = page.getByRole('button', { name: '1 transaction under way' });
      await page.getByText('Sent', { exact: true }).first().waitFor();
      await page.reload();
      await underWay.waitFor();
      await go('/settings');
      await underWay.click();
      const list = page.getByRole('region', { name: 'Transactions' });
      await list.getByText(/^0x[0-9a-f]{6}…/).waitFor();
      await chain.mine({ blocks: 1 });
      await list.getByText(/^In block \d+$/).waitFor();
      await page.getByRole('button', { name: 'Transactions' }).waitFor();
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'detached' });
    } finally {
      await chain.setAutomine(true);
    }
  });

  test('behavior: the search leads from anything to its page, by the keyboard alone', async () => {
    const { certificates, quorums, proposals, people } = stage.world;
    const { page } = await stage.visit('/');
    await live(page);
    const find = async (key: string, typed: string, option: RegExp) => {
      await page.keyboard.press(key);
      const field = page.getByRole('combobox', { name: 'Search' });
      await field.fill(typed);
      const found = page.getByRole('option', { name: option });
      await found.first().waitFor();
      await page.keyboard.press('Enter');
      await field.waitFor({ state: 'detached' });
    };
    await find('Control+k', 'fleet adm', /Fleet administration .*Certificate/);
    await expect.poll(() => page.url()).toContain(`#/certificates/${certificates.fleet}`);
    await find('/', quorums.providers.id.toUpperCase().replace('X', 'x'), /Quorum/);
    await expect.poll(() => page.url()).toContain(`#/quorums/${quorums.providers.id}`);
    await find('/', `https://explorer.example/x/${proposals.rotate}`, /Proposal/);
    await expect.poll(() => page.url()).toContain(`#/approvals/${proposals.rotate}`);
    await find('Control+k', people.delta.signer.signer, /Quorum/);
    await expect.poll(() => page.url()).toContain(`#/quorums/${quorums.operators.id}`);
    await find('/', 'https://elsewhere.example/#/activity/types=keys', /Page/);
    await expect.poll(() => page.url()).toContain('#/activity/types=keys');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill(`0x${'77'.repeat(32)}`);
    await page.getByRole('dialog').getByText('Nothing here goes by that').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
