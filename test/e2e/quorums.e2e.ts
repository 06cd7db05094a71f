import { generateKeyPairSync } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { quorumOf } from '../../sdk/src/chain/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { addAuthenticator } from './support/authenticator.ts';
import { connectWallet } from './support/connect.ts';
import { live } from './support/live.ts';
import { decide, found } from './support/people.ts';
import { draft, hostileName } from './support/population.ts';
import { inBrowser } from './support/stage.ts';

/** Types or pastes a member and adds it by the keyboard. */
async function addMember(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Address, signer, quorum id or public key' });
  await field.fill(text);
  await page.getByText('Recognised').waitFor();
  await field.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('');
}

const members = (page: Page) => page.getByRole('list', { name: 'Members' }).getByRole('listitem');
const idShown = (page: Page) => page.locator('code').filter({ hasText: /^0x[0-9a-f]{64}$/ });

inBrowser('quorums', (stage) => {
  test('behavior: a wallet, a passkey and another quorum found a quorum; its id is known before', async () => {
    const { sandbox, people, quorums } = stage.world;
    const visitor = await stage.visit('/settings', { wallets: ['aurora'] });
    const { page, go } = visitor;
    await addAuthenticator(page);
    await page.getByRole('button', { name: 'New passkey' }).click();
    const dialog = page.getByRole('dialog', { name: 'New passkey' });
    await dialog.getByRole('textbox').fill('Laptop');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await connectWallet(visitor, 'aurora');
    await go('/quorums/new');
    for (const own of [/^Wallet/, /^Passkey · Laptop/]) {
      await page.getByRole('button', { name: 'One of mine' }).click();
      await page.getByRole('menuitem', { name: own }).click();
    }
    await page.getByRole('button', { name: 'Another quorum' }).click();
    await page.getByRole('button', { name: `Add ${quorums.stakeholders.id.slice(0, 10)}` }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await members(page).count()).toBe(3);
    await page.getByRole('textbox', { name: 'To revoke' }).fill('1');
    await page.getByRole('textbox', { name: 'What you call it' }).fill('Night shift');
    const id = (await idShown(page).first().textContent()) as Hex;
    expect(await quorumOf(sandbox.chain, id, { depth: 'head' })).toBeNull();
    await page.getByText('The registry would take it.').waitFor();
    await page.getByRole('button', { name: 'Create the quorum' }).click();
    await page.getByText('The quorum exists').waitFor();
    const state = await quorumOf(sandbox.chain, id, { depth: 'head' });
    expect(state).toMatchObject({ version: 1, threshold: 2, revocationThreshold: 1 });
    expect(state?.members.map(({ signer }) => signer)).toContain(people.aurora.signer.signer);
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Night shift' }).waitFor();
    await page.getByText('2 of 3 members', { exact: true }).first().waitFor();
    await page.getByText(/^Passkey/).waitFor();
    await page.getByRole('button', { name: 'Show its members' }).click();
    expect(await page.getByText('You', { exact: true }).count()).toBeGreaterThan(2);
  });

  test('behavior: old and new members rotate a quorum, each with a wallet of their own; versions are compared', async () => {
    const { sandbox, people } = stage.world;
    const [aurora, boreal, cirrus] = await Promise.all(
      (['aurora', 'boreal', 'cirrus'] as const).map((person) => stage.visit('/', { wallets: [person] })),
    );
    if (!aurora || !boreal || !cirrus) throw new Error('three came');
    const state = await found(sandbox, {
      members: [{ signer: people.aurora.signer.signer }, { signer: people.boreal.signer.signer }],
      threshold: 2,
      salt: `0x${'07'.repeat(32)}`,
    });
    await connectWallet(aurora, 'aurora');
    await aurora.go(`/quorums/${state.id}/rotate`);
    await aurora.page.getByText('Change something to go on.').waitFor();
    await addMember(aurora.page, people.cirrus.account.address);
    await aurora.page.getByRole('textbox', { name: 'To endorse, rotate and approve' }).fill('3');
    await aurora.page.getByText('1 joins · threshold 2 → 3 · to revoke 2 → 3').waitFor();
    await aurora.page.getByText('Version 2, the members to come: all 3 members together').waitFor();
    await aurora.page.getByRole('button', { name: 'Propose on chain' }).click();
    await aurora.page.waitForURL(/#\/approvals\/0x[0-9a-f]{64}$/);
    const path = new URL(aurora.page.url()).hash.slice(1);
    const approve = async (visitor: typeof aurora, person: 'aurora' | 'boreal' | 'cirrus') => {
      await visitor.go(path);
      if (person !== 'aurora') await connectWallet(visitor, person);
      await visitor.page.getByRole('button', { name: 'Approve by transaction' }).click();
      await visitor.page.getByRole('dialog').getByRole('button', { name: 'Send approval' }).click();
      await visitor.page.getByText('Your approval is recorded on chain').first().waitFor();
    };
    await approve(aurora, 'aurora');
    await approve(cirrus, 'cirrus');
    await approve(boreal, 'boreal');
    await boreal.page.getByRole('button', { name: 'Submit to the chain' }).click();
    await boreal.page.getByText('The chain says what this proposal asks for.').waitFor();
    expect(await quorumOf(sandbox.chain, state.id, { depth: 'head' })).toMatchObject({ version: 2, threshold: 3 });
    await boreal.go(`/quorums/${state.id}`);
    await boreal.page.getByRole('link', { name: 'Compare versions' }).click();
    const table = boreal.page.getByRole('table', { name: 'Members before and after' });
    await table.getByRole('row', { name: /Joins – 1$/ }).waitFor();
    await boreal.page.getByRole('button', { name: 'Swap' }).click();
    await table.getByRole('row', { name: /Leaves 1 –$/ }).waitFor();
    await boreal.page.getByText('1 leaves · threshold 3 → 2').waitFor();
  });

  test('behavior: whose keys are enough alone rotates at once', async () => {
    const { sandbox, people } = stage.world;
    const own = { signer: people.aurora.signer.signer };
    const state = await found(sandbox, { members: [own], threshold: 1, salt: `0x${'08'.repeat(32)}` });
    const visitor = await stage.visit(`/quorums/${state.id}/rotate`, { wallets: ['aurora'] });
    const { page } = visitor;
    await connectWallet(visitor, 'aurora');
    await page.getByRole('textbox', { name: /^Weight of/ }).fill('3');
    await page.getByRole('textbox', { name: 'To endorse, rotate and approve' }).fill('2');
    await page.getByRole('button', { name: 'Sign and rotate' }).click();
    await page.getByText('Version 2 holds').waitFor();
    const now = await quorumOf(sandbox.chain, state.id, { depth: 'head' });
    expect(now).toMatchObject({ version: 2, threshold: 2, members: [{ ...own, weight: 3 }] });
  });

  test('attack: one key under two names, typing errors, private keys and unknown quorums are refused', async () => {
    const { people } = stage.world;
    const { page } = await stage.visit('/quorums/new');
    await live(page);
    const { address } = people.boreal.account;
    await addMember(page, address);
    const field = page.getByRole('textbox', { name: 'Address, signer, quorum id or public key' });
    const refused = async (text: string, words: string) => {
      await field.fill(text);
      await page.getByText(words).waitFor();
      expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
      await field.press('Enter');
      expect(await field.inputValue()).toBe(text);
    };
    await refused(address.toLowerCase(), 'It is a member already.');
    const wrong = [...address].map((letter) => (letter === 'C' ? 'c' : letter)).join('');
    await refused(wrong, 'does not have its checksum');
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await addMember(page, publicKey.export({ type: 'spki', format: 'pem' }) as string);
    await field.fill(publicKey.export({ type: 'spki', format: 'pem' }) as string);
    await page.getByRole('radio', { name: 'Passkey' }).check({ force: true });
    await page.getByText('A member has this key already, in another form.').waitFor();
    await refused(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(), 'This is a private key.');
    await refused(`0x${'5e'.repeat(32)}`, 'Nobody has created a quorum with this id.');
    expect(await members(page).count()).toBe(2);
    await page.getByRole('textbox', { name: 'To endorse, rotate and approve' }).fill('3');
    await page.getByText('More than all members weigh together (2): it could never be reached.').waitFor();
    await page.getByText('Correct what is marked above.').waitFor();
  });

  test('error: refused in the wallet, nothing is created; what exists is not created again', async () => {
    const { people, quorums, sandbox } = stage.world;
    const visitor = await stage.visit('/quorums/new', { wallets: ['aurora'] });
    const { page, wallets } = visitor;
    await connectWallet(visitor, 'aurora');
    await addMember(page, people.delta.account.address);
    const id = (await idShown(page).first().textContent()) as Hex;
    if (wallets.aurora) wallets.aurora.mood.refuses = ['eth_sendTransaction'];
    await page.getByRole('button', { name: 'Create the quorum' }).click();
    await page.getByText('You refused in the wallet. Nothing was sent.').waitFor();
    expect(await quorumOf(sandbox.chain, id, { depth: 'head' })).toBeNull();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await addMember(page, people.admin.account.address);
    await page.getByText('This quorum exists already').waitFor();
    expect(await idShown(page).first().textContent()).toBe(quorums.administrators.id);
    expect(await page.getByRole('button', { name: 'Create the quorum' }).count()).toBe(0);
  });

  test('attack: hostile names on a German phone are text, and marked as nobody’s word', async () => {
    const { sandbox, people, quorums } = stage.world;
    const state = await found(sandbox, {
      members: [{ signer: people.delta.signer.signer }],
      threshold: 1,
      salt: `0x${'09'.repeat(32)}`,
    });
    const signer = Quorum.signer(sandbox.addresses.quorumRegistry, state.id);
    const { id } = await draft(sandbox, { kind: 'authority', subject: { name: hostileName, signer }, usages: [] });
    await decide(sandbox, state, [people.delta], { action: 'endorse', certificate: id });
    const { page, go } = await stage.visit('/quorums', { screen: 'phone', locale: 'de-DE' });
    await live(page);
    await page.getByRole('searchbox').fill('<img src');
    const link = page.getByRole('link', { name: /^<img src=x onerror/ });
    await link.waitFor();
    await page.getByRole('img', { name: /dem zu trauen Sie keinen Grund haben/ }).waitFor();
    await link.click();
    await page.getByRole('heading', { level: 1, name: /^0x/ }).waitFor();
    await page.getByText('Das einzige Mitglied').first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await go('/quorums/0x1234');
    await page.getByRole('heading', { level: 1, name: 'Kein Quorum hat diese Kennung' }).waitFor();
    await go(`/quorums/0x${'77'.repeat(32)}`);
    await page.getByText('Dieses Quorum hat niemand gegründet').waitFor();
    await go(`/quorums/${quorums.providers.id}`);
    await page.getByText('Alle 2 Mitglieder zusammen').first().waitFor();
  });
});
