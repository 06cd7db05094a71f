import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Hex } from '../../../sdk/src/bytes/index.ts';
import { verifiersOf } from '../../../sdk/src/chain/index.ts';
import type { Admin } from '../../../sdk/src/roles/admin/index.ts';
import type { World } from './world.ts';

/** A device whose keys are in a browser, enrolled with an administrator. */
export interface BrowserDevice {
  readonly id: Hex;
  /** The enrolment request that its page offered. */
  readonly request: Uint8Array;
}

/** What such devices are issued in tests: an SSH key that the administrator makes. */
export const sshVisit = { kind: 'sshUser', issuer: 'users', principals: ['technician'], keys: 'server' } as const;

/** Makes device keys by the page, in English, and enrols the device. */
export async function becomeDevice(
  page: Page,
  { sandbox }: World,
  {
    admin,
    name,
    kind = 'hybrid',
  }: { readonly admin: Admin; readonly name: string; readonly kind?: 'hybrid' | 'P-256' },
): Promise<BrowserDevice> {
  await page
    .getByRole('button', { name: /^(Make device keys|Another device)$/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  if (kind === 'P-256') await dialog.getByRole('radio', { name: /^P-256/ }).check();
  await dialog.getByRole('button', { name: 'Make keys' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('button', { name: 'Show the request' }).click();
  const started = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const request = new Uint8Array(readFileSync(await (await started).path()));
  await page.keyboard.press('Escape');
  const { id } = await admin.devices.enrol(request, verifiersOf(sandbox.addresses));
  return { id, request };
}

/** Names an authority to listen to, on the user's word unless said otherwise. */
export async function listenTo(page: Page, authority: string, trust: RegExp = /^On my word/): Promise<void> {
  await page
    .getByRole('button', { name: /^(Add|Name an) authority$/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Authority', { exact: true }).fill(authority);
  await dialog.getByRole('radio', { name: trust }).check();
  await dialog.getByRole('button', { name: 'Listen to it' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Saves what was opened as one archive, and unpacks it. Returns the folder. */
export async function saveAll(page: Page, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all as an archive' }).click();
  execFileSync('tar', ['-xpf', await (await started).path(), '-C', folder, '--no-same-owner']);
  return folder;
}

/** Signs the receipt of what was saved. */
export async function signReceipt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign the receipt' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('Receipt signed').first().waitFor();
}

/** The principals of an SSH certificate in a folder, whose private key is beside it; OpenSSH is asked. */
export function sshKeyIn(folder: string): { readonly principals: readonly string[]; readonly belongs: boolean } {
  const certificate = path.join(folder, 'id_ed25519-cert.pub');
  const text = execFileSync('ssh-keygen', ['-L', '-f', certificate], { encoding: 'utf8' });
  const principals = /Principals:\s+([\s\S]*?)\s+Critical/.exec(text)?.[1]?.split(/\s+/) ?? [];
  const key = execFileSync('ssh-keygen', ['-y', '-f', path.join(folder, 'id_ed25519')], { encoding: 'utf8' });
  const fingerprint = execFileSync('ssh-keygen', ['-lf', '-'], { encoding: 'utf8', input: key }).split(' ')[1] ?? '-';
  return { principals, belongs: text.includes(fingerprint) };
}

/** Everything that the page keeps in the browser, as text, and whether a private key in it could be exported. */
export async function keptBy(
  page: Page,
): Promise<{ readonly text: string; readonly exportable: number; readonly keys: number }> {
  return page.evaluate(async () => {
    let exportable = 0;
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const plain = (value: unknown): unknown => {
      if (value instanceof CryptoKey) {
        if (value.type !== 'public' && value.extractable) exportable++;
        return `key ${value.type}`;
      }
      if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value);
      if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
      if (Array.isArray(value)) return value.map(plain);
      if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
      }
      return typeof value === 'bigint' ? String(value) : value;
    };
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    let keys = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name as string));
      for (const table of database.objectStoreNames) {
        const rows = await settled(database.transaction(table).objectStore(table).getAll());
        if (name === 'gridseal.devices' && table === 'keys') keys = rows.length;
        found.push(rows.map(plain));
      }
      database.close();
    }
    return { text: JSON.stringify(found), exportable, keys };
  });
}
