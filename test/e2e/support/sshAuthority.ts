import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { encryptPrivateKey, generatePrivateKey } from '../../../sdk/src/credential/ssh/index.ts';
import { randomBytes } from '../../../sdk/src/crypto/index.ts';

const passphrase = 'correct horse battery staple';

/** Makes an SSH authority in the page: its encrypted file is saved, and it is used at once. */
export async function makeAuthority(page: Page): Promise<string> {
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

/** Opens an SSH authority from its file; a wrong passphrase first. */
export async function openAuthority(page: Page): Promise<void> {
  const random = (size: number) => new Uint8Array(randomBytes(size));
  const file = await encryptPrivateKey(generatePrivateKey(random), passphrase, { random });
  await page.getByRole('button', { name: 'Open a key file' }).click();
  const dialog = page.getByRole('dialog');
  const buffer = Buffer.from(file);
  await dialog.locator('input[type=file]').setInputFiles({ name: 'users.pem', mimeType: 'text/plain', buffer });
  await dialog.getByLabel('Passphrase').fill('something else');
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await dialog.getByText('The passphrase does not open it.').waitFor();
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('radio', { name: 'users' }).waitFor();
}
