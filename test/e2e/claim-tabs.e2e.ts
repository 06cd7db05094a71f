import path from 'node:path';
import { expect, test } from 'vitest';
import { becomeDevice, keptBy, listenTo, saveAll, signReceipt, sshVisit } from './support/browserDevice.ts';
import { connectWallet } from './support/connect.ts';
import { openFleet } from './support/fleet.ts';
import { inBrowser } from './support/stage.ts';

const day = 86_400;

inBrowser('a browser that is a device, in two tabs', (stage) => {
  test('behavior: two tabs turn the key once', async () => {
    const { world } = stage;
    const { admin, authority } = await openFleet(world);
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
});
