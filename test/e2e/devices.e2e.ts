import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { connectWallet } from './support/connect.ts';
import { type Fleet, openFleet, sshHost, sshVisit } from './support/fleet.ts';
import { live } from './support/live.ts';
import { passTime } from './support/passTime.ts';
import { inBrowser } from './support/stage.ts';
import type { World } from './support/world.ts';

const fileOf = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

/** Gives files on the page for enrolling, and enrols those that are sound. */
async function enrolFiles(page: Page, files: Readonly<Record<string, string>>, sound: number): Promise<void> {
  await page.getByRole('tab', { name: 'Files' }).click();
  const given = Object.entries(files).map(([name, text]) => fileOf(`${name}.json`, text));
  await page.getByLabel('Requests').setInputFiles(given);
  await page.getByRole('heading', { name: `${sound} devices to enrol` }).waitFor();
  await page.getByLabel('Groups for all of them').fill('north, ring 2');
  await page.getByLabel('The ids were compared').check();
  await page.getByRole('button', { name: `Enrol ${sound} devices` }).click();
  await page.getByRole('heading', { name: `${sound} devices enrolled` }).waitFor();
}

/** Enrols one device by its text. */
async function enrolText(page: Page, text: string): Promise<void> {
  await page.getByLabel('Request', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByLabel('I have compared the id').check();
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.getByRole('heading', { name: 'Enrolled' }).waitFor();
}

const row = (page: Page, name: string, channel: string) =>
  page.getByRole('row').filter({ hasText: name }).filter({ hasText: channel });

inBrowser('devices', (stage) => {
  let fleet: Fleet | null = null;
  const open = async () => {
    fleet ??= await openFleet(stage.world);
    return fleet;
  };

  test('behavior: enrols a device by its text, after comparing its id, and shows its label as what it is', async () => {
    const { request, id } = await (await open()).enrol('station-20', ['ssh-host']);
    const { page, go } = await stage.visit('/devices/enrol');
    await page.getByLabel('Request', { exact: true }).fill(request.replace('station-20', 'station-21'));
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByText('Wrong signature').waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByLabel('Request', { exact: true }).fill(` ${request}\n`);
    await page.getByRole('button', { name: 'Read' }).click();
    const shown = await page
      .locator('code', { hasText: id.slice(2, 6) })
      .first()
      .textContent();
    expect(shown?.replace(/\s/g, '')).toBe(id.slice(2));
    const enrol = page.getByRole('button', { name: 'Enrol', exact: true });
    expect(await enrol.isDisabled()).toBe(true);
    await page.getByLabel('I have compared the id').check();
    await page.getByLabel('Label').fill('\u202eevil');
    expect(await enrol.isDisabled()).toBe(true);
    const label = '<img src=x onerror=alert(1)> {{7*7}}';
    await page.getByLabel('Label').fill(label);
    await enrol.click();
    await page.getByRole('heading', { name: 'Enrolled' }).waitFor();
    await page.getByRole('link', { name: 'Open the device' }).click();
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
    await go('/devices');
    await row(page, label, 'Never issued').waitFor();
    await go('/devices/enrol');
    await page.getByLabel('Request', { exact: true }).fill(request);
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByText('Enrolled already').waitFor();
  });

  test('behavior: enrols many from files, leaves out what is unsound, and shows the fleet in its states', async () => {
    const { requests } = stage.world;
    const { page, go } = await stage.visit('/devices');
    await page.getByText('Unknown recipient').first().waitFor();
    await go('/devices/enrol');
    const bad = {
      broken: '{"type":1}',
      'x <b>': requests.late.replace('station-8', 'station-x'),
      double: requests.late,
    };
    await enrolFiles(page, { ...requests, ...bad }, 4);
    await go('/devices');
    await live(page);
    await row(page, 'station-7', 'ssh-host').getByText('Claimed', { exact: true }).waitFor();
    await row(page, 'station-8', 'ssh-host').getByText('Waiting').waitFor();
    await row(page, 'station-9', 'ssh-host').getByText('Expired', { exact: true }).waitFor();
    await row(page, 'station-10', 'ssh-host').getByText('Withdrawn').waitFor();
    await row(page, 'station-7', 'ssh-host').getByRole('checkbox').check();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('radio', { name: /Expired/ }).check();
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await page.getByRole('radio', { name: /All/ }).check();
    await page.getByLabel('Label, name, id, group or channel').fill('ring station-10');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'More' })
        .click()
        .then(() => page.getByText('Export the list').click()),
    ]);
    const list = await readFile(await file.path(), 'utf8');
    const { page: other } = await stage.visit('/devices');
    await other.getByRole('button', { name: 'More' }).click();
    await other.getByRole('menuitem', { name: 'Import a list' }).click();
    const forged = JSON.stringify(JSON.parse(requests.late.replace('station-8', 'station-x')));
    await other.getByLabel('List or files').setInputFiles([fileOf('fleet.jsonl', `${list}${forged}\n`)]);
    await other.getByText('4 new devices').waitFor();
    await other.getByText('1 line was refused').waitFor();
    await other.getByRole('button', { name: 'Close' }).last().click();
    await other.getByText('4 devices enrolled here').waitFor();
  });

  test('behavior: a device’s page verifies its latest claim, and a channel is named by whoever knows its name', async () => {
    const { requests, devices } = stage.world;
    const { page, go } = await stage.visit('/devices/enrol');
    await enrolText(page, requests.station);
    await go(`/devices/${devices.station.toUpperCase().replace('0X', '0x')}`);
    await page.getByText('its record was fetched and verified').waitFor();
    await page.getByText('Epoch 2 claimed on ssh-host').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Name it' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('visits');
    await dialog.getByText('gives another hash').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Name', { exact: true }).fill('visit');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Epoch 1 claimed on visit').waitFor();
    for (const id of ['0x12', '<script>', `0x${'zz'.repeat(32)}`]) {
      await go(`/devices/${encodeURIComponent(id)}`);
      await page.getByRole('heading', { level: 1, name: 'That is no device’s id' }).waitFor();
    }
    await go(`/devices/0x${'ab'.repeat(32)}`);
    await page.getByText('Neither this browser nor the chain').waitFor();
  });

  test('error: the record of a claim that IPFS does not have: nothing is said to be sealable', async () => {
    const { requests, devices, lines } = stage.world;
    const { page, go, witness } = await stage.visit('/devices/enrol');
    await enrolText(page, requests.station);
    witness.expect('net::ERR');
    for (const line of [lines.gateway, lines.ipfs]) await line.cut();
    try {
      await go(`/devices/${devices.station}`);
      await page.getByText('The latest claim cannot be followed').waitFor();
      expect(await page.getByText('its record was fetched').count()).toBe(0);
    } finally {
      for (const line of [lines.gateway, lines.ipfs]) await line.mend();
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('its record was fetched and verified').waitFor();
  });

  test('behavior: the administrator withdraws, after having refused once', async () => {
    const { admin, enrol } = await open();
    const device = await enrol('station-22', ['ssh-host']);
    await admin.issue({ to: { device: device.id }, credential: sshHost, ttlSeconds: 86_400 * 7 });
    const visitor = await stage.visit('/devices/enrol', { wallets: ['admin'] });
    const { page, go, wallets } = visitor;
    await enrolText(page, device.request);
    await connectWallet(visitor, 'admin');
    await go('/devices');
    await live(page);
    await row(page, 'station-22', 'ssh-host').getByText('Waiting').waitFor();
    await row(page, 'station-22', 'ssh-host').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('members at hand are enough').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const mood = wallets.admin?.mood;
    if (!mood) throw new Error('no wallet');
    mood.refuses = 'everything';
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByText('Nothing was sent').waitFor();
    mood.refuses = 'nothing';
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByText('Withdrawn').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row(page, 'station-22', 'ssh-host').getByText('Withdrawn').waitFor();
    await go(`/devices/${device.id}`);
    await page.getByText('Everything up to epoch 1 withdrawn on ssh-host').waitFor();
  });

  test('behavior: ten thousand devices: found at once, and scrolled fluently', async () => {
    const { page, go } = await stage.visit('/devices');
    await live(page);
    await fillRegister(page, stage.world, 10_000);
    await page.reload();
    const table = page.locator('main table[aria-rowcount]');
    await expect.poll(() => table.getAttribute('aria-rowcount'), { timeout: 15_000 }).toBe('10001');
    await page.getByLabel('Label, name, id, group or channel').fill('device 9998');
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('2');
    await row(page, 'Device 9998', 'Never issued').getByRole('checkbox').check();
    await page.getByLabel('Label, name, id, group or channel').fill('');
    await page.getByRole('button', { name: 'Select all 10,000' }).click();
    await page.getByText('10,000 devices selected').waitFor();
    await go('/devices/enrol');
    await go('/devices');
    await page.getByText('10,000 devices selected').waitFor();
  });

  test('behavior: a temporary access is counted down, and its end is seen; who does not claim is late', async () => {
    const { admin, enrol } = await open();
    const device = await enrol('station-23', ['visit']);
    const { requests } = stage.world;
    await admin.issue({ to: { device: device.id }, credential: sshVisit, ttlSeconds: 600, channel: 'visit' });
    const { page, go } = await stage.visit('/devices/enrol');
    await enrolFiles(page, { visitor: device.request, late: requests.late }, 2);
    await go(`/devices/${device.id}`);
    // Its channel has no usual name, and it has claimed nothing: it takes the name to find it.
    await page.getByText('Nothing was announced to this device yet').waitFor();
    await device.poll();
    await page.getByText(/^Temporary access · /).waitFor();
    await page
      .getByText(/^00:0[89]:\d\d$/)
      .first()
      .waitFor();
    await passTime(stage.world.sandbox, 610);
    await page.getByText(/^Temporary access has ended · /).waitFor();
    await page.getByText('Expired', { exact: true }).waitFor();
    await passTime(stage.world.sandbox, 2 * 86_400);
    await go('/devices');
    await row(page, 'station-8', 'ssh-host').getByText('Late').waitFor();
  });
});

/** Puts devices into the register as they lie there: their keys, which lists do not need, are left out. */
async function fillRegister(page: Page, { sandbox }: World, count: number): Promise<void> {
  const name = `gridseal-fleet-${sandbox.chainId}-${sandbox.addresses.keyAnnouncements}`.toLowerCase();
  // Whoever opens a database first has to make its tables, and that is the page.
  const isThere = async (database: string) => (await indexedDB.databases()).some((one) => one.name === database);
  await expect.poll(() => page.evaluate(isThere, name)).toBe(true);
  await page.evaluate(
    async ([database, total]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(database);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = db.transaction('entries', 'readwrite');
      for (let i = 0; i < total; i++) {
        const id = `0x${i.toString(16).padStart(64, '0')}`;
        const signer = `0x${i.toString(16).padStart(40, '0')}`;
        const entry = {
          id,
          signer,
          label: `Device ${i}`,
          name: `d-${i}`,
          groups: ['all'],
          enrolledAt: 1,
          certificate: null,
        };
        transaction.objectStore('entries').put(entry);
      }
      await new Promise((resolve) => transaction.addEventListener('complete', resolve));
      db.close();
    },
    [name, count] as const,
  );
}
