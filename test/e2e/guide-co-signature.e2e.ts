import { expect, test } from 'vitest';
import { statusOf } from '../../sdk/src/chain/index.ts';
import { connectWallet } from './support/connect.ts';
import { settled } from './support/everyPage.ts';
import { picture, pictureSize } from './support/pictures.ts';
import { inBrowser } from './support/stage.ts';

const name = /Fleet administration 2027/;

inBrowser('docs/guides/first-co-signature.md', (stage) => {
  test('behavior: step by step, as the guide says', async () => {
    const { sandbox, quorums, certificates } = stage.world;
    const visitor = await stage.visit('/approvals', {
      wallets: ['aurora', 'boreal'],
      prepare: (context) =>
        context.addInitScript(
          (settings) => {
            if (location.protocol === 'http:') localStorage.setItem('gridseal/settings/v1', settings);
          },
          JSON.stringify({
            trust: { [sandbox.chainId]: { anchors: [{ quorum: quorums.stakeholders.id }] } },
            names: { [quorums.stakeholders.id]: 'Stakeholders', [quorums.operators.id]: 'Operators' },
          }),
        ),
    });
    const { page } = visitor;
    await page.setViewportSize(pictureSize);
    // 1. Find what waits for you.
    await connectWallet(visitor, 'aurora');
    await settled(page);
    await page.getByRole('link', { name: /img src/ }).click();
    await page.getByRole('button', { name: 'Put aside' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put aside' }).click();
    await page.getByRole('link', { name: /img src/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name }).waitFor();
    await settled(page);
    await picture(page, 'co-signature-inbox');
    // 2. Read it.
    await page.getByRole('link', { name }).click();
    await page.getByText('A weight of 2 is missing.').waitFor();
    await page.getByRole('region', { name: 'Trust that it would gain' }).getByText('this certificate').waitFor();
    await settled(page);
    await picture(page, 'co-signature-proposal');
    // 3. Compare, then sign.
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The registry computes the same final hash').waitFor();
    await picture(page, 'co-signature-review');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('You have approved this.').waitFor();
    // 4. Hand it on.
    await page.getByRole('button', { name: 'Hand on' }).first().click();
    await dialog.locator('pre').waitFor();
    await picture(page, 'co-signature-share');
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button', { name: stage.world.people.aurora.account.address }).click();
    await page.getByText('Disconnect', { exact: true }).click();
    await connectWallet(visitor, 'boreal');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    // 5. Carry it out.
    await page.getByText('Simulated: the registry accepts it.').waitFor();
    await page.getByRole('button', { name: 'Submit to the chain' }).click();
    await page.getByText('The chain says what this proposal asks for.').waitFor();
    await page.getByText('Final', { exact: true }).waitFor();
    await settled(page);
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, 'co-signature-done');
    const slot = { certificate: certificates.draft, quorum: quorums.stakeholders.id };
    expect(await statusOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ status: 'endorsed' });
    // 6. Keep the evidence.
    const downloading = page.waitForEvent('download');
    await page
      .getByRole('region', { name: 'Evidence' })
      .getByRole('button', { name: 'Proposal with 2 approvals' })
      .click();
    expect((await downloading).suggestedFilename()).toMatch(/\.json$/);
  });
});
