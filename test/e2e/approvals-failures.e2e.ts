import { expect, test } from 'vitest';
import { openFile, sign } from './support/approving.ts';
import { connectWallet } from './support/connect.ts';
import { hostileName } from './support/population.ts';
import { inBrowser } from './support/stage.ts';

inBrowser('approvals among failures', (stage) => {
  test('attack: markup and direction changes in a proposal are shown as text', async () => {
    const { page } = await stage.visit(`/approvals/${stage.world.proposals.hostile}`);
    await page.getByRole('heading', { level: 1 }).getByText(hostileName.slice(0, 30)).waitFor();
    expect(await page.locator('main img, main script, main b').count()).toBe(0);
  });

  test('error: with IPFS down a draft cannot be read; a file that was handed on is approved all the same', async () => {
    const { sandbox, proposals, lines } = stage.world;
    const bytes = await sandbox.store.read({ digest: proposals.endorse, codec: 'raw' });
    lines.gateway.cut();
    lines.ipfs.cut();
    try {
      const visitor = await stage.visit(`/approvals/${proposals.endorse}`, { wallets: ['aurora'] });
      const { page, witness, go } = visitor;
      witness.expect('net::ERR');
      await page.getByText('The draft cannot be read').waitFor();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await go('/approvals');
      await connectWallet(visitor, 'aurora');
      await openFile(visitor, bytes);
      await sign(visitor);
      await page.getByText('A weight of 1 is missing.').waitFor();
    } finally {
      lines.gateway.mend();
      lines.ipfs.mend();
    }
  });

  test('error: a transaction that the wallet refuses is not sent, and the proposal is as it was', async () => {
    const { proposals } = stage.world;
    const visitor = await stage.visit(`/approvals/${proposals.endorse}`, { wallets: ['boreal'] });
    const { page, wallets } = visitor;
    await connectWallet(visitor, 'boreal');
    if (wallets.boreal) wallets.boreal.mood.refuses = ['eth_sendTransaction'];
    await page.getByRole('button', { name: 'Approve by transaction' }).click();
    const review = page.getByRole('dialog');
    await review.getByRole('button', { name: 'Send approval' }).click();
    await review.getByText('You refused in the wallet. Nothing was sent.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('A weight of 2 is missing.').waitFor();
    await page.getByRole('button', { name: 'Approve by transaction' }).waitFor();
  });

  test('error: with the RPC down nothing is signed, as nobody can say what the chain would take', async () => {
    const { proposals, lines } = stage.world;
    const visitor = await stage.visit(`/approvals/${proposals.endorse}`, { wallets: ['cirrus'] });
    const { page, witness } = visitor;
    witness.expect('net::ERR');
    await connectWallet(visitor, 'cirrus');
    const button = page.getByRole('button', { name: 'Review and sign' });
    await button.waitFor();
    lines.rpc.cut();
    try {
      await button.click();
      await page.getByText('The chain could not be asked').waitFor();
      expect(await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
    } finally {
      lines.rpc.mend();
    }
    await sign(visitor);
    await page.getByText('You have approved this.').waitFor();
  });
});
