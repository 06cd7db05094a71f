import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Bundle } from '../../sdk/src/certificate/index.ts';
import { live } from './support/live.ts';
import { hostileName } from './support/population.ts';
import { inBrowser, type Visitor } from './support/stage.ts';

/** Makes a quorum an anchor of the visitor's browser, as a user does, on a page that shows a verdict. */
async function trust({ page }: Visitor, quorum: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose anchors' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: quorum }).check();
  await dialog.getByLabel('Your name for it').fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
}

inBrowser('certificates', (stage) => {
  test('behavior: the list is narrowed by words, kind and status', async () => {
    const { page } = await stage.visit('/certificates');
    await live(page);
    const table = page.getByRole('table', { name: 'Certificates' });
    await table.getByRole('link', { name: 'Fleet administration' }).waitFor();
    await page.getByRole('searchbox', { name: 'Name or id' }).fill('metrology');
    await page.getByText('1 certificate', { exact: true }).waitFor();
    await table.getByRole('row', { name: /Metrology institute.*Revoked/ }).waitFor();
    await page.getByRole('radio', { name: 'Endorsed' }).check({ force: true });
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('node');
    await page.getByText('1 certificate', { exact: true }).waitFor();
    expect(await table.getByRole('link').first().textContent()).toContain('<img src=x onerror=');
  });

  test('behavior: without an anchor nothing is trusted, with one the path is shown', async () => {
    const { certificates, quorums } = stage.world;
    const visitor = await stage.visit(`/certificates/${certificates.fleet}`);
    const { page } = visitor;
    await page.getByText('Whom do you trust?').waitFor();
    await trust(visitor, quorums.stakeholders.id, 'Stakeholders');
    await page.getByText('Trusted', { exact: true }).waitFor();
    const tree = page.getByRole('list', { name: 'How trust is decided' });
    await tree.getByText('endorses it, and is an anchor of yours').first().waitFor();
    expect(await tree.textContent()).toContain('Stakeholders');
    await page
      .getByText(`gridseal certificate verify ${certificates.fleet} --anchor ${quorums.stakeholders.id}`)
      .waitFor();
  });

  test('attack: a revoked certificate is not trusted, whoever endorsed it before', async () => {
    const { certificates, quorums } = stage.world;
    const visitor = await stage.visit(`/certificates/${certificates.metrology}`);
    await trust(visitor, quorums.stakeholders.id, 'Stakeholders');
    await visitor.page.getByText('Not trusted', { exact: true }).waitFor();
    await visitor.page.getByText('has revoked it').waitFor();
    await visitor.page.getByText('revoked it: key compromised').waitFor();
  });

  test('attack: markup in a name is shown as text', async () => {
    const { page } = await stage.visit(`/certificates/${stage.world.certificates.hostile}`);
    await page.getByRole('heading', { level: 1 }).getByText(hostileName.slice(0, 40)).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('error: an address that is no id', async () => {
    const { page } = await stage.visit('/certificates/0x1234');
    await page.getByText('An id is 0x and 64 hexadecimal digits.').waitFor();
  });

  test('behavior: an exported bundle proves itself, is verified on the public page, and by the SDK', async () => {
    const { certificates, quorums } = stage.world;
    const visitor = await stage.visit(`/certificates/${certificates.fleet}`);
    const { page, go } = visitor;
    await trust(visitor, quorums.stakeholders.id, 'Stakeholders');
    await page.getByRole('button', { name: 'Export offline bundle' }).click();
    await page.getByText('Every endorsement in it is proven by signatures').waitFor();
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const bytes = await readFile(await (await started).path());
    expect(Bundle.decode(bytes)).toMatchObject({ target: certificates.fleet, revocations: [] });
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await go('/verify');
    const drop = page.getByLabel('A certificate, a bundle or any other file');
    await drop.setInputFiles({ name: 'bundle.json', mimeType: 'application/json', buffer: bytes });
    const alone = page.getByRole('region', { name: 'By the file alone' });
    await alone.getByText('Trusted', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'By the chain now' }).getByText('Trusted', { exact: true }).waitFor();
    await page.getByText('That block is on this chain').waitFor();
    // The operators’ own certificate is in it, too, if it was here in time to be shown.
    await page.getByText(/^(2 of 2|3 of 3)$/).waitFor();
  });

  test('attack: a bundle with a forged approval proves nothing by itself', async () => {
    const { certificates, quorums } = stage.world;
    const visitor = await stage.visit(`/certificates/${certificates.operators}`);
    const { page, go } = visitor;
    await trust(visitor, quorums.stakeholders.id, 'Stakeholders');
    await page.getByRole('button', { name: 'Export offline bundle' }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const bundle = Bundle.decode(await readFile(await (await started).path()));
    const forged = bundle.endorsements.map((one) => ({ ...one, deadline: one.deadline + 1 }));
    const buffer = Buffer.from(Bundle.encode({ ...bundle, endorsements: forged }));
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await go('/verify');
    const drop = page.getByLabel('A certificate, a bundle or any other file');
    await drop.setInputFiles({ name: 'bundle.json', mimeType: 'application/json', buffer });
    await page.getByRole('region', { name: 'By the file alone' }).getByText('Not trusted', { exact: true }).waitFor();
    await page.getByText('Endorsements that are not proven').waitFor();
    await page.getByText('0 of 1').first().waitFor();
  });

  test('behavior: a pasted digest or link is found, whatever it is of', async () => {
    const { certificates, quorums, proposals } = stage.world;
    const { page } = await stage.visit('/verify');
    await live(page);
    const given = page.getByLabel('Or paste a digest, a link or the file’s text');
    await given.fill(`https://pki.example/#/certificates/${certificates.fleet}`);
    await page.getByRole('link', { name: 'All about it' }).waitFor();
    await page.getByRole('button', { name: 'Verify something else' }).click();
    await given.fill(quorums.providers.id);
    await page.getByRole('heading', { name: 'Quorum' }).waitFor();
    await page.getByRole('button', { name: 'Verify something else' }).click();
    await given.fill(proposals.rotate);
    await page.getByRole('heading', { name: 'Proposal to a quorum' }).waitFor();
  });

  test('error: what is neither digest nor certificate, and a certificate with a space too many', async () => {
    const { page } = await stage.visit('/verify');
    const given = page.getByLabel('Or paste a digest, a link or the file’s text');
    await given.fill('hello');
    await page.getByText('This is neither a digest nor a certificate nor a bundle').waitFor();
    await given.fill('{ "type": "gridseal/certificate/v1" }');
    await page.getByText('This is no valid certificate').waitFor();
  });

  test('behavior: a revocation is proposed to a quorum, and read where it is signed', async () => {
    const { certificates, quorums } = stage.world;
    const { page } = await stage.visit(`/certificates/${certificates.fleet}`);
    await live(page);
    await page.getByRole('button', { name: 'Propose a decision' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: quorums.stakeholders.id.slice(0, 8) }).check();
    await dialog.getByLabel('Reason').selectOption('1');
    await dialog.getByLabel('Days to decide').fill('0');
    await dialog.getByText('A whole number from 1 to 90.').waitFor();
    await dialog.getByLabel('Days to decide').fill('3');
    await dialog.getByRole('button', { name: 'By link or QR code' }).click();
    await page.getByRole('heading', { level: 1, name: /^Revoke .*Fleet administration/ }).waitFor();
  });

  test('error: with IPFS down, the file itself is taken, checked against the id, and read', async () => {
    const { certificates, lines, sandbox } = stage.world;
    const bytes = Buffer.from(await sandbox.store.read({ digest: certificates.operators, codec: 'raw' }));
    lines.gateway.cut();
    lines.ipfs.cut();
    try {
      const { page, witness } = await stage.visit(`/certificates/${certificates.operators}`);
      witness.expect('net::ERR');
      await page.getByText('No IPFS node delivers this certificate').waitFor();
      const drop = page.getByLabel('The certificate’s file');
      await drop.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
      await page.getByText('This file is not the certificate with this id').waitFor();
      await drop.setInputFiles({ name: 'right.json', mimeType: 'application/json', buffer: bytes });
      await page.getByRole('heading', { level: 1, name: 'Charging Station Operators' }).waitFor();
    } finally {
      lines.gateway.mend();
      lines.ipfs.mend();
    }
  });
});
