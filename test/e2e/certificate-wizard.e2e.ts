import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { Proposal } from '../../sdk/src/quorum/index.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { connectWallet } from './support/connect.ts';
import { live } from './support/live.ts';
import { inBrowser, outputFolder } from './support/stage.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const next = (page: Page, name = 'Continue') => page.getByRole('button', { name }).click();
/** Takes a picture, and has axe look at the same. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(outputFolder, `wizard-${name}.png`), fullPage: true });
  expect(await accessibilityProblems(page)).toEqual([]);
}
/** The wizard has moved on once the heading of the step is there. */
const step = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor();

inBrowser('writing certificates', (stage) => {
  test('behavior: an authority is written step by step, proposed on chain, and in another member’s inbox', async () => {
    const { sandbox, quorums } = stage.world;
    const visitor = await stage.visit('/certificates/new', { wallets: ['aurora'] });
    const { page } = visitor;
    await connectWallet(visitor, 'aurora');
    await live(page);
    await page.getByRole('radio', { name: /^Authority/ }).check({ force: true });
    await picture(page, 'kind');
    await next(page);
    await step(page, 'Subject and keys');
    // Going on is refused where something is missing, and the field is said.
    await next(page);
    await page.getByText('This is needed.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-field'))).toBe('name');
    await page.getByLabel('Name', { exact: true }).fill('Pаypal');
    await page.getByText('It mixes Latin and Cyrillic letters in one word.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Roaming hub');
    await page.getByRole('radio', { name: quorums.operators.id.slice(0, 8) }).check();
    await page.getByLabel('Paste a public key').fill(secret);
    await page.getByText('That was a private key').waitFor();
    expect(await page.getByLabel('Paste a public key').inputValue()).toBe('');
    await page.getByLabel('Paste a public key').fill(pem.slice(0, -60));
    await page.getByText('The key is damaged or cut off.').waitFor();
    await page.getByLabel('Paste a public key').fill(pem);
    await page.getByText('1 key recognised').waitFor();
    await page.getByRole('button', { name: 'Add the key' }).click();
    await picture(page, 'subject');
    await next(page);
    await step(page, 'Powers');
    await page.getByLabel('Further authorities below it').fill('17');
    await page.getByText('This number is out of range.').waitFor();
    await page.getByLabel('Further authorities below it').fill('1');
    await page.getByRole('checkbox', { name: 'Device', exact: true }).check();
    await page.getByLabel('Role').fill('roamingProvider');
    await picture(page, 'powers');
    await next(page);
    await step(page, 'Validity');
    await page.getByRole('button', { name: '2 years' }).click();
    await page.getByText('731 days.').waitFor();
    await picture(page, 'terms');
    await next(page);
    await step(page, 'Review');
    await picture(page, 'review');
    await page.getByRole('button', { name: 'Propose to a quorum' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: quorums.stakeholders.id.slice(0, 8) }).check();
    await picture(page, 'propose');
    await dialog.getByRole('button', { name: 'Propose on chain' }).click();
    await page.getByRole('heading', { level: 1, name: /^Endorse .*Roaming hub/ }).waitFor();
    // What the others get is on IPFS, and is what was written.
    const digest = page.url().split('/').at(-1) as `0x${string}`;
    const proposal = Proposal.decode(await sandbox.store.read({ digest, codec: 'raw' }));
    const certificate = Certificate.fromJson(proposal.certificate as object);
    expect(certificate).toMatchObject({
      kind: 'authority',
      subject: { name: 'Roaming hub', role: 'roamingProvider', keys: [{ use: 'sign', algorithm: 'P-256' }] },
      certifies: ['device'],
      pathLength: 1,
    });
    const id = Certificate.id(certificate);
    expect(Certificate.decode(await sandbox.store.read({ digest: id, codec: 'raw' }))).toEqual(certificate);
    const boreal = await stage.visit('/approvals', { wallets: ['boreal'] });
    await connectWallet(boreal, 'boreal');
    await boreal.page.getByRole('link', { name: /Roaming hub/ }).waitFor();
  });

  test('behavior: a draft survives a reload, in German on a phone, and is begun anew on demand', async () => {
    const { page } = await stage.visit('/certificates/new', { screen: 'phone', theme: 'dark', locale: 'de-DE' });
    await page.getByRole('radio', { name: /^Zähler/ }).check({ force: true });
    await picture(page, 'kind-phone');
    await next(page, 'Weiter');
    await step(page, 'Inhaber und Schlüssel');
    await page.getByLabel('Name', { exact: true }).fill('Zähler 7');
    await page.getByRole('radio', { name: 'Ein anderer' }).check({ force: true });
    await page.getByLabel('Unterzeichner', { exact: true }).fill('0x12');
    await page.getByText('Eine Adresse oder ein längerer Unterzeichner').waitFor();
    await picture(page, 'subject-phone');
    await page.reload();
    await page.getByText('Ihr Entwurf von vorhin ist noch da.').waitFor();
    await step(page, 'Inhaber und Schlüssel');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Zähler 7');
    await page.getByRole('button', { name: 'Neu beginnen' }).click();
    await step(page, 'Art');
    await page.reload();
    await step(page, 'Art');
    expect(await page.getByText('Ihr Entwurf von vorhin ist noch da.').count()).toBe(0);
  });

  test('behavior: the successor of a certificate names it, by keyboard alone', async () => {
    const { certificates } = stage.world;
    const { page } = await stage.visit(`/certificates/${certificates.fleet}`);
    await page.getByRole('link', { name: 'Write its successor' }).press('Enter');
    await step(page, 'Kind');
    await page.getByRole('radio', { name: /^Authority/ }).press('Enter');
    await step(page, 'Subject and keys');
    await page.getByLabel('Name', { exact: true }).press('End');
    await page.keyboard.type(' II');
    await page.keyboard.press('Enter');
    await step(page, 'Powers');
    await page.getByLabel('Endorsers needed').press('Enter');
    await step(page, 'Validity');
    await page.getByLabel('Name or id of an earlier certificate').fill('0x12');
    await page.keyboard.press('Enter');
    await page.getByText('0x and 64 hexadecimal digits.').waitFor();
    await page.getByLabel('Name or id of an earlier certificate').fill(certificates.fleet);
    await page.getByText('It is in the list already.').waitFor();
    await page.getByLabel('Name or id of an earlier certificate').fill('');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await step(page, 'Review');
    await page.getByText('Fleet administration II').waitFor();
    const replaced = page.getByRole('link', { name: certificates.fleet.slice(0, 8) });
    expect(await replaced.getAttribute('href')).toContain(certificates.fleet);
  });

  test('attack: a forged enrolment is refused, what somebody left in storage is not believed, a good file is taken', async () => {
    const { sandbox, certificates } = stage.world;
    const { page } = await stage.visit('/certificates/new', {
      prepare: (context) =>
        context.addInitScript(() => {
          if (location.protocol === 'http:')
            sessionStorage.setItem('gridseal.draft.new', '{"step":"review","draft":{}}');
        }),
    });
    await step(page, 'Kind');
    await page.getByRole('button', { name: 'Open a file' }).click();
    const paste = page.getByRole('dialog').getByLabel('Or paste its text');
    const open = page.getByRole('dialog').getByRole('button', { name: 'Open a file' });
    await paste.fill('{"type":"gridseal/enrolment/v1","name":"<img src=x>"}');
    await open.click();
    await page.getByText('This cannot be opened').waitFor();
    const bytes = await sandbox.store.read({ digest: certificates.operators, codec: 'raw' });
    await paste.fill(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2));
    await open.click();
    await step(page, 'Review');
    // The same bytes, so the same id.
    await page.getByText(certificates.operators).waitFor();
  });

  test('error: with IPFS down, it is handed on by link, and all of it is in the link', async () => {
    const { sandbox, quorums, certificates, lines } = stage.world;
    const bytes = await sandbox.store.read({ digest: certificates.draft, codec: 'raw' });
    const text = new TextDecoder().decode(bytes).replace('Fleet administration 2027', 'Fleet administration 2028');
    const { page, witness } = await stage.visit('/certificates/new');
    witness.expect('net::ERR');
    await live(page);
    await page.getByRole('button', { name: 'Open a file' }).click();
    await page.getByRole('dialog').getByLabel('Or paste its text').fill(text);
    await page.getByRole('dialog').getByRole('button', { name: 'Open a file' }).click();
    await step(page, 'Review');
    lines.gateway.cut();
    lines.ipfs.cut();
    try {
      await page.getByRole('button', { name: 'Propose to a quorum' }).click();
      await page.getByText('No IPFS node took it.').waitFor();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: quorums.stakeholders.id.slice(0, 8) }).check();
      await dialog.getByRole('button', { name: 'By link or QR code' }).click();
      await page.getByRole('heading', { level: 1, name: /^Endorse .*Fleet administration 2028/ }).waitFor();
    } finally {
      lines.gateway.mend();
      lines.ipfs.mend();
    }
  });
});
