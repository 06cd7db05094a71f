import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { statusOf } from '../../sdk/src/chain/index.ts';
import { addAuthenticator } from './support/authenticator.ts';
import { connectWallet } from './support/connect.ts';
import { actionFor, found, suggest } from './support/people.ts';
import { draft } from './support/population.ts';
import { inBrowser } from './support/stage.ts';

/** Makes a key in the page and returns how contracts know it. */
async function makeKey(page: Page, kind: 'New passkey' | 'New P-521 key', name: string): Promise<Hex> {
  await page.getByRole('button', { name: kind }).click();
  const dialog = page.getByRole('dialog', { name: kind });
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Create' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  return (await row.locator('code').getAttribute('title')) as Hex;
}

async function sign(page: Page, name: string): Promise<void> {
  const radio = page.getByRole('radio', { name: new RegExp(name) });
  if (await radio.isVisible()) await radio.check();
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
}

inBrowser('approvals by signers that are not wallets', (stage) => {
  test('behavior: a passkey and a P-521 key of the browser approve, any wallet submits', async () => {
    const { sandbox, people, proposals } = stage.world;
    const visitor = await stage.visit(`/approvals/${proposals.endorse}`, { wallets: ['delta'] });
    const { page, go } = visitor;
    await addAuthenticator(page);
    await page.getByRole('button', { name: 'Passkeys and keys' }).click();
    const passkey = await makeKey(page, 'New passkey', 'Laptop');
    const p521 = await makeKey(page, 'New P-521 key', 'Office');
    await page.keyboard.press('Escape');
    const state = await found(sandbox, { members: [{ signer: passkey }, { signer: p521 }], threshold: 2 });
    const { id, certificate } = await draft(sandbox, {
      kind: 'node',
      subject: { name: 'Gateway of the plant' },
      usages: [],
    });
    const action = await actionFor(sandbox, state, { action: 'endorse', certificate: id });
    const proposed = await suggest(sandbox, people.admin, action, { certificate });
    await go(`/approvals/${proposed}`);
    await page.getByText('A stranger proposed this').waitFor();
    await page.getByText('A weight of 2 is missing.').waitFor();
    await sign(page, 'Laptop');
    await page.getByText('A weight of 1 is missing.').waitFor();
    await sign(page, 'Office');
    await page.getByText('Enough have approved.').waitFor();
    await connectWallet(visitor, 'delta');
    await page.getByText('Simulated: the registry accepts it.').waitFor();
    await page.getByRole('button', { name: 'Submit to the chain' }).click();
    await page.getByText('The chain says what this proposal asks for.').waitFor();
    const slot = { certificate: id, quorum: state.id };
    expect(await statusOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ status: 'endorsed' });
  });
});
