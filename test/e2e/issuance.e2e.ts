import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { parseCertificate } from '../../sdk/src/credential/ssh/index.ts';
import { connectWallet } from './support/connect.ts';
import { type Enrolled, openFleet } from './support/fleet.ts';
import { inBrowser, outputFolder, type Stage, type Visitor } from './support/stage.ts';

const passphrase = 'correct horse battery staple';

/** Enrols a device in the visitor's browser, from the request that the device prints. */
async function enrolHere({ page, go }: Visitor, device: Enrolled): Promise<void> {
  await go('/devices/enrol');
  await page.getByRole('textbox', { name: 'Request' }).fill(device.request);
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByLabel('I have compared the id').check();
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByText('Enrolled', { exact: true }).first().waitFor();
}

/** Makes an SSH authority in the page: its encrypted file is saved, and it is used at once. */
async function makeAuthority(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Make a new authority' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('Passphrase again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the encrypted file' }).click();
  await dialog.getByLabel('I have saved the file').check();
  await dialog.getByRole('button', { name: 'Use it' }).click();
  return readFileSync(await (await saved).path(), 'utf8');
}

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next' }).click();
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: path.join(outputFolder, `issuance-${name}.png`), fullPage: true });

/** From the first step to the exact message: one device, its own key, a length. */
async function prepare(
  { page, go }: Visitor,
  device: Enrolled,
  how: { channel?: string; ttl: string; authority?: string },
) {
  await go(`/devices/issue/to/${device.id}`);
  if (how.channel) await page.getByLabel('Channel').fill(how.channel);
  await next(page);
  await page.getByLabel('May log in as').fill('technician');
  const made = await makeAuthority(page);
  await next(page);
  await page.getByLabel('Another length').fill(how.ttl);
  await next(page);
  if (how.authority) await page.getByRole('radio', { name: how.authority }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Sign and announce' }).waitFor();
  return made;
}

inBrowser('issuing', (stage: Stage) => {
  test('behavior: an administrator issues an SSH certificate, which a device installs and claims; it ends on time', async () => {
    const { world } = stage;
    const fleet = await openFleet(world);
    const device = await fleet.enrol('station-21', ['visit']);
    const visitor = await stage.visit('/devices', { wallets: ['admin'] });
    const { page } = visitor;
    await connectWallet(visitor, 'admin');
    await enrolHere(visitor, device);
    const file = await prepare(visitor, device, { channel: 'visit', ttl: '10m', authority: '1 of 1 member' });
    expect(file).toContain('BEGIN OPENSSH PRIVATE KEY');
    await picture(page, 'made');
    await page.getByRole('button', { name: 'Sign and announce' }).click();
    await page.getByRole('heading', { name: 'The quorum approves the manifests' }).waitFor();
    await picture(page, 'approve');
    await page.getByRole('button', { name: 'Approve as' }).click();
    await page.getByRole('heading', { name: 'The quorum approves the announcement' }).waitFor();
    await page.getByRole('button', { name: 'Approve as' }).click();
    await page.getByRole('heading', { name: 'Announced', exact: true }).waitFor();
    await page.getByText('Access ends in').waitFor();
    await picture(page, 'done');
    await device.poll();
    const installed = path.join(world.directory, 'devices', 'station-21', 'installed', 'visit', 'id_ed25519-cert.pub');
    const found = readFileSync(installed, 'utf8');
    expect(parseCertificate(found)).toMatchObject({ type: 'user', principals: ['technician'], keyId: 'station-21' });
  });
});
