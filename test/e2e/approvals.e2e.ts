import path from 'node:path';
import { expect, test } from 'vitest';
import { statusOf } from '../../sdk/src/chain/index.ts';
import { connectWallet } from './support/connect.ts';
import { settled } from './support/everyPage.ts';
import { inBrowser, outputFolder } from './support/stage.ts';

const name = /Fleet administration 2027/;

inBrowser('approvals', (stage) => {
  test('behavior: with an anchor, the trust that it gains is shown, with its path', async () => {
    const { sandbox, quorums, proposals } = stage.world;
    const settings = {
      trust: { [sandbox.chainId]: { anchors: [{ quorum: quorums.stakeholders.id }] } },
      names: { [quorums.stakeholders.id]: 'Stakeholders' },
    };
    const { page } = await stage.visit(`/approvals/${proposals.endorse}`, {
      screen: 'phone',
      theme: 'dark',
      locale: 'de-DE',
      prepare: async (context) => {
        const text = JSON.stringify(settings);
        await context.addInitScript((value) => {
          if (location.protocol === 'http:') localStorage.setItem('gridseal/settings/v1', value);
        }, text);
      },
    });
    const card = page.getByRole('region', { name: 'Vertrauen, das es gewönne' });
    await card.getByText('Nicht vertrauenswürdig').waitFor();
    await card.getByText('Vertrauenswürdig', { exact: true }).waitFor();
    await card.getByText('dieses Zertifikat').waitFor();
    await card.getByText('Stakeholders').waitFor();
    await page.screenshot({ path: path.join(outputFolder, 'approvals-trust.png'), fullPage: true });
  });

  test('behavior: three stakeholders co-sign, from the inbox to the chain', async () => {
    const { sandbox, quorums, certificates } = stage.world;
    // Aurora finds it in the inbox, reads it, signs it, and hands it on.
    const aurora = await stage.visit('/approvals', { wallets: ['aurora'] });
    await connectWallet(aurora, 'aurora');
    await settled(aurora.page);
    await aurora.page.getByRole('link', { name }).click();
    await aurora.page.getByRole('heading', { level: 1, name }).waitFor();
    await aurora.page.getByText('A weight of 2 is missing.').waitFor();
    await aurora.page.getByRole('button', { name: 'Review and sign' }).click();
    const review = aurora.page.getByRole('dialog');
    await review.getByText('The registry computes the same final hash').waitFor();
    await aurora.page.screenshot({ path: path.join(outputFolder, 'approvals-review.png') });
    await review.getByRole('button', { name: 'Sign', exact: true }).click();
    await aurora.page.getByText('A weight of 1 is missing.').waitFor();
    await aurora.page.getByText('You have approved this.').waitFor();
    await aurora.page.getByRole('button', { name: 'Hand on' }).first().click();
    const link = (await aurora.page.getByRole('dialog').locator('pre').textContent()) ?? '';
    await aurora.page.screenshot({ path: path.join(outputFolder, 'approvals-share.png') });
    // Boreal opens the link, approves by transaction: everybody sees that one.
    const boreal = await stage.visit(link.slice(link.indexOf('#') + 1), { wallets: ['boreal'] });
    await connectWallet(boreal, 'boreal');
    await boreal.page.getByText('A weight of 1 is missing.').waitFor();
    await boreal.page.getByRole('button', { name: 'Approve by transaction' }).click();
    await boreal.page.getByRole('dialog').getByRole('button', { name: 'Send approval' }).click();
    await boreal.page.getByText('Enough have approved.').waitFor();
    // Cirrus, who has not approved, carries it out.
    const cirrus = await stage.visit(link.slice(link.indexOf('#') + 1), { wallets: ['cirrus'] });
    await connectWallet(cirrus, 'cirrus');
    await cirrus.page.getByText('Simulated: the registry accepts it.').waitFor();
    await cirrus.page.getByRole('button', { name: 'Submit to the chain' }).click();
    await cirrus.page.getByText('The chain says what this proposal asks for.').waitFor();
    await cirrus.page.getByText('Final', { exact: true }).waitFor();
    const slot = { certificate: certificates.draft, quorum: quorums.stakeholders.id };
    expect(await statusOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ status: 'endorsed' });
    // Aurora, who has the page open, sees it without doing anything.
    await aurora.page.getByText('The chain says what this proposal asks for.').waitFor();
  });
});
