import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { claimOf } from '../../sdk/src/chain/index.ts';
import { signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { becomeDevice, keptBy, listenTo, saveAll, signReceipt, sshKeyIn, sshVisit } from './support/browserDevice.ts';
import { connectWallet } from './support/connect.ts';
import { type Fleet, openFleet } from './support/fleet.ts';
import { inBrowser } from './support/stage.ts';

const day = 86_400;

inBrowser('a browser that is a device', (stage) => {
  let opened: Promise<Fleet> | undefined;
  const fleet = () => {
    opened ??= openFleet(stage.world);
    return opened;
  };

  test('behavior: keys, enrolment, delivery, receipt, and the next epoch for the next key', async () => {
    const { world } = stage;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit('/claim', { wallets: ['aurora'] });
    const { page } = visitor;
    const { id } = await becomeDevice(page, world, { admin, name: 'Technician’s laptop' });
    await listenTo(page, authority);
    await page.getByText('Nothing has been announced').waitFor();

    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: 30 * day });
    const card = page.getByRole('region', { name: 'SSH user key, ssh-user' });
    await card.getByText('Ready to save').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    // What was opened is in memory alone: after a reload it is fetched and opened again.
    await page.reload();
    await card.getByText('Ready to save').waitFor();
    const before = await keptBy(page);
    expect(before).toMatchObject({ exportable: 0, keys: 1 });
    const first = await saveAll(page, path.join(world.directory, 'first'));
    expect(sshKeyIn(first)).toEqual({ principals: ['technician'], belongs: true });
    expect(statSync(path.join(first, 'id_ed25519')).mode & 0o777).toBe(0o600);
    const secret = readFileSync(path.join(first, 'id_ed25519'), 'utf8').split('\n')[2] as string;
    expect(before.text).not.toContain(secret);

    await signReceipt(page);
    // The receipt is durable, and so is the next key that it names.
    await page.reload();
    await card.getByText('Receipt signed').waitFor();
    await connectWallet(visitor, 'aurora');
    await card.getByRole('button', { name: 'Send by wallet' }).click();
    await card.getByText('Claimed', { exact: true }).waitFor();
    const pair = { authority: signerId(authority), subject: subjectOf(id, 'ssh-user') };
    expect(await claimOf(world.sandbox.chain, { ...pair, device: id })).toMatchObject({ epoch: 1 });
    const after = await keptBy(page);
    expect(after).toMatchObject({ exportable: 0, keys: 1 });
    expect(after.text).not.toContain(secret);

    const known = await admin.devices.find(id);
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: 900 });
    const refreshed = known && (await admin.refresh(known));
    expect(refreshed?.key.publicKey).not.toEqual(known?.key.publicKey);
    await card.getByText('Epoch 2').waitFor();
    await card.getByText('Ready to save').waitFor();
    // A quarter of an hour is counted down.
    await card.getByText(/^00:1[0-5]:\d\d$/).waitFor();
    expect(sshKeyIn(await saveAll(page, path.join(world.directory, 'second'))).belongs).toBe(true);
  });

  test('behavior: the request goes to the administrator’s page by codes, and the id is the same', async () => {
    const { world } = stage;
    const { admin } = await fleet();
    const { page } = await stage.visit('/claim');
    const { id } = await becomeDevice(page, world, { admin, name: 'Shown by codes' });
    await page.getByRole('button', { name: 'Show the request' }).click();
    await page.getByRole('tab', { name: 'Code' }).click();
    const codes: Buffer[] = [];
    const dialog = page.getByRole('dialog');
    const count = 5;
    for (let number = 1; number <= count; number++) {
      const code = dialog.getByRole('img', { name: `QR code of the enrolment request, ${number} of ${count}` });
      codes.push(await code.locator('..').screenshot());
      await dialog.getByRole('button', { name: 'The next code' }).click();
    }
    const administrator = await stage.visit('/devices/enrol');
    await administrator.page.getByRole('tab', { name: 'QR code' }).click();
    const pictures = codes.map((buffer, i) => ({ name: `${i}.png`, mimeType: 'image/png', buffer }));
    const drop = administrator.page.getByLabel('QR code').last();
    await drop.setInputFiles(pictures.slice(0, 2));
    await administrator.page.getByText('2 of 5 codes read').waitFor();
    await drop.setInputFiles(pictures.slice(1));
    await administrator.page.getByText('Shown by codes').first().waitFor();
    const [first = ''] = id.slice(2).match(/.{4}/g) ?? [];
    await administrator.page.getByText(first).first().waitFor();
  });

  test('behavior: a P-256 device in a group, whose receipt somebody else brings to the chain', async () => {
    const { world } = stage;
    const { admin, authority } = await fleet();
    const { page, go } = await stage.visit(`/claim/follow/${authority}/visit`);
    const { id } = await becomeDevice(page, world, { admin, name: 'Depot tablet', kind: 'P-256' });
    // The administrator's link adds authority and channel.
    await go(`/claim/follow/${authority}/visit`);
    await page.getByRole('button', { name: 'Listen to it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Depot tablet' }).waitFor();
    await page.getByRole('button', { name: 'Channels and groups' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Groups').fill('depot north');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const credential = {
      kind: 'files',
      files: [{ path: '.hidden/token', content: Buffer.from('open sesame') }],
    } as const;
    const to = { group: 'depot north', devices: [id] };
    await admin.issue({ to, credential, ttlSeconds: day, channel: 'visit' });
    const card = page.getByRole('region', { name: 'Files, visit' });
    await card.getByText('Ready to save').waitFor();
    const started = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Save token' }).click();
    const saved = await started;
    expect(saved.suggestedFilename()).toBe('token');
    expect(readFileSync(await saved.path(), 'utf8')).toBe('open sesame');
    await signReceipt(page);
    await card.getByRole('button', { name: 'Hand it on' }).click();
    const handed = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    const receipt = readFileSync(await (await handed).path());
    await page.keyboard.press('Escape');

    const helper = await stage.visit('/claim', { wallets: ['boreal'] });
    await connectWallet(helper, 'boreal');
    await helper.page.getByText('Bring a receipt to the chain').click();
    const drop = helper.page.getByLabel('A receipt');
    const forged = Buffer.from(receipt.toString().replace('"epoch":1', '"epoch":2'));
    await drop.setInputFiles({ name: 'forged.json', mimeType: 'application/json', buffer: forged });
    await helper.page.getByText('The record in it is not the one that was signed').waitFor();
    await drop.setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: receipt });
    await helper.page.getByRole('button', { name: 'Send', exact: true }).click();
    await helper.page.getByText('The receipt is on the chain').waitFor();
    await card.getByText('Claimed', { exact: true }).waitFor();
  });
});
