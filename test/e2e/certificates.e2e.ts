import { expect, test } from 'vitest';
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
});
