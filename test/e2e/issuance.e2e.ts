import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { claimOf, latestOf } from '../../sdk/src/chain/index.ts';
import { parseCertificate } from '../../sdk/src/credential/ssh/index.ts';
import { secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { groupId, signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { connectWallet } from './support/connect.ts';
import { type Enrolled, openFleet } from './support/fleet.ts';
import { passTime } from './support/passTime.ts';
import { makeAuthority, openAuthority } from './support/sshAuthority.ts';
import { inBrowser, outputFolder, type Stage, type Visitor } from './support/stage.ts';

/** Enrols a device in the visitor's browser, from the request that the device prints. */
async function enrolHere({ page, go }: Visitor, device: Pick<Enrolled, 'request'>): Promise<void> {
  await go('/devices/enrol');
  await page.getByRole('textbox', { name: 'Request' }).fill(device.request);
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByLabel('I have compared the id').check();
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByText('Enrolled', { exact: true }).first().waitFor();
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
    const installed = path.join(
      world.directory,
      'devices',
      'station-21',
      'installed',
      'visit',
      'current',
      'id_ed25519-cert.pub',
    );
    const found = parseCertificate(readFileSync(installed, 'utf8'));
    expect(found).toMatchObject({ type: 'user', principals: ['technician'], keyId: 'station-21' });
    const claimed = { authority: signerId(fleet.authority), subject: subjectOf(device.id, 'visit'), device: device.id };
    expect(await claimOf(world.sandbox.chain, claimed, { depth: 'head' })).toMatchObject({ epoch: 1 });
    // Eleven minutes later the device has removed it by itself, and the page says so.
    await passTime(stage.world.sandbox, 660);
    await device.poll();
    expect(existsSync(installed)).toBe(false);
    await page.getByText('expired', { exact: true }).waitFor();
    // Issuing again begins with what was asked for; this time it is a TLS certificate, as the next epoch.
    await page.getByRole('link', { name: 'Issue again' }).click();
    await next(page);
    expect(await page.getByLabel('May log in as').inputValue()).toBe('technician');
    await page.getByText('TLS certificate', { exact: true }).first().click();
    await page.getByLabel('Host names').fill('station-21.example');
    await page.getByRole('radio', { name: 'A new key, made here' }).check();
    expect(await makeAuthority(page)).toContain('BEGIN CERTIFICATE');
    await next(page);
    await next(page);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Sign and announce' }).waitFor();
    await page.getByText('Behind the root: 1 manifest').click();
    await page.getByText('tls.key').first().waitFor();
    expect(
      await page
        .locator('dt', { hasText: /^epoch$/ })
        .first()
        .locator('xpath=following-sibling::dd[1]')
        .textContent(),
    ).toBe('2');
  });

  test('behavior: fifty devices from a file; IPFS fails midway, the tab is closed, and nothing is lost', async () => {
    const { lines, people, sandbox } = stage.world;
    const requests = await Promise.all(Array.from({ length: 50 }, (_, i) => requestOf(i)));
    const visitor = await stage.visit('/devices/enrol', { wallets: ['admin'] });
    const { page, go, witness } = visitor;
    const wallet = visitor.wallets.admin as NonNullable<typeof visitor.wallets.admin>;
    witness.expect('net::ERR');
    await connectWallet(visitor, 'admin');
    await page.getByRole('tab', { name: 'Files' }).click();
    const files = requests.map((buffer, i) => ({ name: `${i}.json`, mimeType: 'application/json', buffer }));
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByLabel('The ids were compared').check();
    await page.getByRole('button', { name: 'Enrol 50 devices' }).click();
    await page.getByText('50 devices enrolled').waitFor();
    await go('/devices/batch');
    const rows = Array.from({ length: 50 }, (_, i) => `pole-${i};user-${i};${i % 2 ? '12h' : ''}`);
    const csv = (lines: readonly string[]) =>
      Buffer.from(`\uFEFFdevice;principals;validity\r\n${lines.join('\r\n')}\r\n`);
    const drop = page.locator('input[type=file]').first();
    await drop.setInputFiles({
      name: 'bad.csv',
      mimeType: 'text/csv',
      buffer: csv([...rows, 'pole-3;x;1h', 'nobody;x;', '=1+1;x;']),
    });
    await page.getByText('50 ready, 3 to correct').waitFor();
    await picture(page, 'batch');
    await drop.setInputFiles({ name: 'good.csv', mimeType: 'text/csv', buffer: csv(rows) });
    await page.getByText('50 ready, 0 to correct').waitFor();
    await page.getByLabel('Group', { exact: true }).fill('poles');
    await openAuthority(page);
    await page.getByRole('button', { name: 'Make 50 credentials' }).click();
    await page.getByRole('button', { name: 'Sign and announce' }).waitFor();
    wallet.mood.refuses = 'everything';
    await page.getByRole('button', { name: 'Sign and announce' }).click();
    await page.getByText('The wallet has refused.').waitFor();
    wallet.mood.refuses = 'nothing';
    lines.ipfs.cut();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Chain or IPFS cannot be reached').waitFor();
    await picture(page, 'outage');
    await page.reload();
    lines.ipfs.mend();
    await go('/devices/issue');
    await page.getByRole('region', { name: 'Unfinished' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Announced', exact: true }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Result as CSV' }).click();
    const result = readFileSync(await (await saved).path(), 'utf8').split('\r\n');
    expect(result).toHaveLength(51);
    // Rows that say 12h end sooner than the form's 30 days.
    const [month = '', halfDay = ''] = [result[1], result[2]].map((line) => line?.split(',')[7]);
    expect(Date.parse(month) - Date.parse(halfDay)).toBe(29.5 * 86_400_000);
    expect(result[1]).toMatch(/^0x[0-9a-f]{64},pole-0,issued,,ssh-user,1,[1-9][0-9]*,20/);
    const slot = { authority: signerId(people.admin.signer.signer), subject: subjectOf(groupId('poles'), 'ssh-user') };
    expect(await latestOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ epoch: 1 });
  });

  test('behavior: a quorum issues files once two members approve twice; nothing secret is in storage', async () => {
    const { sandbox, quorums } = stage.world;
    const secret = 'token-6f1d2c-of-the-quorum';
    const aurora = await stage.visit('/devices/enrol', { wallets: ['aurora'] });
    const { page, go } = aurora;
    await connectWallet(aurora, 'aurora');
    await enrolHere(aurora, { request: (await requestOf(60)).toString() });
    await go(`/devices/issue/to/${deviceId(60)}`);
    await next(page);
    await page.getByText('Files', { exact: true }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'api.token', mimeType: 'text/plain', buffer: Buffer.from(secret) });
    await next(page);
    await next(page);
    await page.getByRole('radio', { name: quorums.stakeholders.id.slice(0, 8) }).check();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('In memory only').waitFor();
    await page.getByRole('button', { name: 'Sign and announce' }).click();
    for (const what of ['manifests', 'announcement']) {
      await page.getByRole('heading', { name: `The quorum approves the ${what}` }).waitFor();
      await page.getByRole('button', { name: 'Approve as' }).click();
      await page.getByText('1 of 2').waitFor();
      expect((await stored(page)).includes(secret)).toBe(false);
      await page.getByText('Ask the other members').click();
      await page.getByRole('button', { name: 'By link or QR code' }).click();
      const link = await page.getByRole('link', { name: 'Open the proposal' }).getAttribute('href');
      const boreal = await stage.visit((link ?? '').replace(/^.*#/, ''), { wallets: ['boreal'] });
      await connectWallet(boreal, 'boreal');
      await boreal.page.getByRole('button', { name: 'Approve by transaction' }).click();
      await boreal.page.getByRole('dialog').getByRole('button', { name: 'Send approval' }).click();
      await boreal.page.getByText('You have approved this.').waitFor();
      await boreal.context.close();
    }
    await page.getByRole('heading', { name: 'Announced', exact: true }).waitFor();
    const signer = Quorum.signer(sandbox.addresses.quorumRegistry, quorums.stakeholders.id);
    const slot = { authority: signerId(signer), subject: subjectOf(deviceId(60), 'files') };
    expect(await latestOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ epoch: 1 });
    expect((await stored(page)).includes(secret)).toBe(false);
  });
});

const signerOf = (number: number) =>
  secp256k1Signer(Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? number + 1 : 7)));
const deviceId = (number: number) => signerId(signerOf(number).signer);

/** What a device with that number would print. */
async function requestOf(number: number): Promise<Buffer> {
  const keys = [
    { use: 'encrypt', algorithm: 'X25519', publicKey: x25519.getPublicKey(new Uint8Array(32).fill(number + 1)) },
    { use: 'sshUser', algorithm: 'Ed25519', publicKey: ed25519.getPublicKey(new Uint8Array(32).fill(number + 1)) },
  ] as const;
  return Buffer.from(Enrolment.encode(await Enrolment.sign(signerOf(number), { name: `pole-${number}`, keys })));
}

/** Everything that the page keeps in the browser, as text; bytes also in base64url, as drafts would have them. */
async function stored(page: Page): Promise<string> {
  const found = await page.evaluate(async () => {
    const text = (value: unknown): string =>
      value instanceof Uint8Array
        ? new TextDecoder('latin1').decode(value)
        : JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? text(one) : one));
    const all: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name as string);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const asked = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => {
          asked.onsuccess = resolve;
        });
        all.push(...asked.result.map((value) => text(value) ?? ''));
      }
      database.close();
    }
    return all.join('\n');
  });
  expect(found).toContain('pole-60');
  const words = found.match(/[A-Za-z0-9_-]{24,}/g) ?? [];
  return [found, ...words.map((word) => Buffer.from(word, 'base64url').toString('latin1'))].join('\n');
}
