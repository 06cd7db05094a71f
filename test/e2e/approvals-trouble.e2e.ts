import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { Approval, Proposal } from '../../sdk/src/quorum/index.ts';
import { connectWallet } from './support/connect.ts';
import { passTime } from './support/passTime.ts';
import { actionFor, suggest } from './support/people.ts';
import { inBrowser } from './support/stage.ts';

inBrowser('approvals in trouble', (stage) => {
  test('error: the wallet refuses, is on another chain, and then signs', async () => {
    const { sandbox, proposals } = stage.world;
    const visitor = await stage.visit(`/approvals/${proposals.endorse}`, { wallets: ['boreal'] });
    const { page, wallets } = visitor;
    await connectWallet(visitor, 'boreal');
    if (wallets.boreal) wallets.boreal.mood.refuses = ['eth_signTypedData_v4'];
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const review = page.getByRole('dialog');
    await review.getByRole('button', { name: 'Sign', exact: true }).click();
    await review.getByText('You refused in the wallet.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('A weight of 2 is missing.').waitFor();
    await wallets.boreal?.choose(1);
    await page.getByText('Your wallet is on another network.').waitFor();
    expect(await page.getByRole('button', { name: 'Review and sign' }).isDisabled()).toBe(true);
    await wallets.boreal?.choose(sandbox.chainId);
    if (wallets.boreal) wallets.boreal.mood.refuses = 'nothing';
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await review.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('A weight of 1 is missing.').waitFor();
  });

  test('behavior: a member puts a proposal aside, and considers it again', async () => {
    const visitor = await stage.visit('/approvals', { wallets: ['cirrus'] });
    const { page } = visitor;
    await connectWallet(visitor, 'cirrus');
    const link = page.getByRole('link', { name: /Fleet administration 2027/ });
    await link.click();
    await page.getByRole('button', { name: 'Put aside' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Not before the audit <b>');
    await dialog.getByRole('button', { name: 'Put aside' }).click();
    await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
    await page.getByText(/^Put aside/).click();
    await link.click();
    await page.getByText('Not before the audit <b>').waitFor();
    await page.getByRole('button', { name: 'Consider it again' }).click();
    await page.getByRole('button', { name: 'Review and sign' }).waitFor();
  });

  test('error: a link that was cut on its way', async () => {
    const { page } = await stage.visit('/approvals/p1.3VTLjhtHDPyVRZ');
    await page.getByText('This link cannot be read').waitFor();
  });

  test('behavior: approvals by file, a rotation with both sides, and what it leaves behind', async () => {
    const { sandbox, people, proposals } = stage.world;
    const bytes = await sandbox.store.read({ digest: proposals.rotate, codec: 'raw' });
    const action = Proposal.actionOf(Proposal.decode(bytes));
    const signed = await Promise.all([people.boreal, people.delta].map(({ signer }) => Approval.sign(signer, action)));
    const visitor = await stage.visit('/approvals', { wallets: ['aurora'] });
    const { page, go } = visitor;
    await connectWallet(visitor, 'aurora');
    await page.getByRole('button', { name: 'Open a file or link' }).click();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(
        signed.map((approval, i) => ({
          name: `approval-${i}.json`,
          mimeType: 'application/json',
          buffer: Buffer.from(Approval.encode(approval)),
        })),
      );
    await page.getByText('2 approvals taken.').waitFor();
    await go(`/approvals/${proposals.rotate}`);
    await page.getByText('Joins', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('button', { name: 'Submit to the chain' }).click();
    await page.getByText('The chain says what this proposal asks for.').waitFor();
    await go(`/approvals/${proposals.endorse}`);
    await page.getByText('It is for version 1 of the quorum, which has been replaced since.').waitFor();
  });

  test('error: a proposal whose deadline passes', async () => {
    const { sandbox, people, quorums, certificates } = stage.world;
    const wish = { action: 'endorse', certificate: certificates.draft } as const;
    const action = await actionFor(sandbox, quorums.administrators, wish, 600);
    const short = await suggest(sandbox, people.admin, action);
    const { page } = await stage.visit(`/approvals/${short}`);
    await page.getByText('A weight of 1 is missing.').waitFor();
    await page.getByText('The body of the certificate is not here').waitFor();
    await passTime(sandbox, 1_200);
    await page.getByText('Its deadline has passed by block time.').waitFor({ timeout: 30_000 });
  });
});
