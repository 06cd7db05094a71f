import { Buffer } from 'node:buffer';
import type { Visitor } from './stage.ts';

/** Gives the page a file that somebody handed on. */
export async function openFile({ page }: Visitor, bytes: Uint8Array): Promise<void> {
  await page.getByRole('button', { name: 'Open a file or link' }).click();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'parcel.json', mimeType: 'application/json', buffer: Buffer.from(bytes) });
}

/** Signs what the page asks, by the signer that it proposes. */
export async function sign({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
}
