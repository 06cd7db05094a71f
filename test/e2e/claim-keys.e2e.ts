import path from 'node:path';
import { expect, test } from 'vitest';
import { becomeDevice, keptBy, listenTo, saveAll, signReceipt, sshVisit } from './support/browserDevice.ts';
import { connectWallet } from './support/connect.ts';
import { type Fleet, openFleet } from './support/fleet.ts';
import { inBrowser } from './support/stage.ts';

const day = 86_400;

inBrowser('the key of a browser that is a device', (stage) => {
  let opened: Promise<Fleet> | undefined;
  const fleet = () => {
    opened ??= openFleet(stage.world);
    return opened;
  };

  test('behavior: two tabs turn the key once', async () => {
    const { world } = stage;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit('/claim', { wallets: ['aurora'] });
    const { page, context } = visitor;
    const { id } = await becomeDevice(page, world, { admin, name: 'Two tabs' });
    await listenTo(page, authority);
    const other = await context.newPage();
    await other.goto(page.url());
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
    await Promise.all([page, other].map((tab) => tab.getByText('Ready to save').waitFor()));
    await saveAll(page, path.join(world.directory, 'tabs'));
    await signReceipt(page);
    await other.getByText('Receipt signed').waitFor();
    await connectWallet(visitor, 'aurora');
    await page.getByRole('button', { name: 'Send by wallet' }).click();
    await Promise.all([page, other].map((tab) => tab.getByText('Claimed', { exact: true }).waitFor()));
    expect((await keptBy(other)).keys).toBe(1);
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
    await Promise.all([page, other].map((tab) => tab.getByText('Epoch 2').waitFor()));
    await Promise.all([page, other].map((tab) => tab.getByText('Ready to save').waitFor()));
    // Forgetting in one tab is noticed in the other, and leaves nothing.
    await page.getByRole('button', { name: 'Destroy keys' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Destroy keys' }).click();
    await page.getByText('This browser is no device yet').waitFor();
    await other.getByText('This device is not in this browser').waitFor();
    expect((await keptBy(other)).keys).toBe(0);
  });

  test('behavior: a receipt does not destroy the key that something else has to be opened with', async () => {
    const { world } = stage;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit('/claim', { wallets: ['aurora'] });
    const { page } = visitor;
    const { id } = await becomeDevice(page, world, { admin, name: 'Two deliveries' });
    await listenTo(page, authority);
    const files = { kind: 'files', files: [{ path: 'token', content: Buffer.from('open sesame') }] } as const;
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
    await admin.issue({ to: { device: id }, credential: files, ttlSeconds: day });
    const [ssh, other] = ['SSH user key, ssh-user', 'Files, files'].map((name) => page.getByRole('region', { name }));
    await other?.getByText('Ready to save').waitFor();
    await ssh?.getByRole('button', { name: 'Save all as an archive' }).click();
    await ssh?.getByRole('button', { name: 'Sign the receipt' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
    await connectWallet(visitor, 'aurora');
    await ssh?.getByRole('button', { name: 'Send by wallet' }).click();
    await ssh?.getByText('is kept until everything else').waitFor();
    // Both keys are there, and the other delivery still opens after a reload.
    expect((await keptBy(page)).keys).toBe(2);
    await page.reload();
    await other?.getByText('Ready to save').waitFor();
    await other?.getByRole('button', { name: 'Save token' }).click();
    await other?.getByRole('button', { name: 'Sign the receipt' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
    await other?.getByRole('button', { name: 'Send by wallet' }).click();
    await ssh?.getByText('The key that opened this delivery is gone').waitFor();
    await other?.getByText('The key that opened this delivery is gone').waitFor();
    expect((await keptBy(page)).keys).toBe(1);
  });
});
