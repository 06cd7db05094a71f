import type { Visitor } from './stage.ts';
import type { World } from './world.ts';

/** Connects the visitor's wallet as people do: by the button and the dialog, in English or German. */
export async function connectWallet({ page, wallets }: Visitor, person: keyof World['people']): Promise<void> {
  const wallet = wallets[person];
  if (!wallet) throw new Error(`${person} has no wallet in this browser: name it in the arrival`);
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^(Connect wallet|Wallet verbinden)$/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: wallet.name }).click();
  await page.getByRole('button', { name: wallet.account.address }).waitFor();
}
