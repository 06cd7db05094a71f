import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { trusting } from './support/anchors.ts';
import { type BusyPage, busyChainId, busyQuorum, startBusyPage } from './support/busyPage.ts';
import { hasChromium } from './support/chromium.ts';
import { live } from './support/live.ts';
import { hostileName } from './support/population.ts';
import { type Arrival, inBrowser, outputFolder } from './support/stage.ts';

/** A node of the picture, by what a screen reader says of it. */
const node = (page: Page, name: RegExp) => page.getByRole('application').getByRole('img', { name });
const marksOf = (page: Page, name: RegExp) => node(page, name).getAttribute('data-marks');

inBrowser('trust graph', (stage) => {
  const asStakeholder = (arrival: Arrival = {}): Arrival => ({
    prepare: trusting([stage.world.quorums.stakeholders.id], stage.world.sandbox.chainId),
    ...arrival,
  });

  test('behavior: the ways to the fleet’s certificate stand out, and the verdict beside them says why', async () => {
    const { page } = await stage.visit('/graph', asStakeholder());
    await live(page);
    await node(page, /^Fleet administration, Authority/).click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByText('Your anchors lead to it').waitFor();
    await expect.poll(() => marksOf(page, /Anchor/)).toMatch(/\blit\b/);
    expect(await marksOf(page, /^Fleet administration, Authority/)).toMatch(/\blit selected\b/);
    expect(await marksOf(page, /^E-Mobility Providers, Authority/)).toBe('dim');
    expect(page.url()).toContain(`#/graph/${stage.world.certificates.fleet}`);
    // Further down: the whole way to a station, through the certificate that empowers its authority.
    await page.getByRole('button', { name: 'Show everything' }).click();
    await node(page, /^station-7, Device/).click();
    await expect.poll(() => marksOf(page, /^Fleet administration, Quorum/)).toMatch(/\blit\b/);
    for (const name of [/Anchor/, /^Fleet administration, Authority/])
      expect(await marksOf(page, name)).toMatch(/\blit\b/);
    for (const name of [/^station-8/, /^E-Mobility Providers, Quorum/]) expect(await marksOf(page, name)).toBe('dim');
    await details
      .getByRole('list', { name: 'How trust is decided' })
      .getByText('Fleet administration')
      .first()
      .waitFor();
    await details.getByRole('link', { name: 'All about it' }).click();
    await page.getByRole('heading', { level: 1, name: 'station-7' }).waitFor();
  });

  test('behavior: a revoked certificate is seen with its revocation, by a link, and found by a filter', async () => {
    const { certificates } = stage.world;
    const { page } = await stage.visit(`/graph/${certificates.metrology}`, asStakeholder());
    await live(page);
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByText('has revoked it (key compromised)').waitFor();
    await node(page, /^Metrology institute, Authority, .*Revoked$/).waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption('revoked');
    await page.getByText('1 matches').waitFor();
    await expect.poll(() => node(page, /./).count()).toBe(2);
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('node');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await node(page, /^Fleet administration, Authority/).waitFor();
  });

  test('behavior: keys alone go from the anchor to a certificate, open it, search, and close', async () => {
    const { page } = await stage.visit('/graph', asStakeholder());
    await live(page);
    await node(page, /^Metrology institute/).waitFor();
    await page.getByRole('application').focus();
    const spoken = page.getByRole('status').filter({ hasText: /, (Authority|Quorum|Anchor|Node|Device)/ });
    await page.keyboard.press('ArrowRight');
    await spoken.getByText(/Anchor/).waitFor();
    await page.keyboard.press('ArrowRight');
    await spoken.getByText(/Authority/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Details' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Details' }).waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('station-8');
    await page.getByRole('option', { name: /station-8/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'station-8' }).waitFor();
  });

  test('behavior: the list has the same items, and keys', async () => {
    const { page } = await stage.visit('/graph', asStakeholder({ screen: 'phone', locale: 'de-DE' }));
    await live(page);
    const list = page.getByRole('treegrid', { name: 'Vertrauensgraph als Liste' });
    await list.getByRole('row', { name: /Metrology institute.*Widerrufen/ }).waitFor();
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Einzelheiten' });
    await dialog.getByRole('link', { name: 'Alles darüber' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('attack: markup in a name stays text, in the picture and in every file made of it', async () => {
    const { page } = await stage.visit('/graph', asStakeholder());
    await live(page);
    await node(page, /^<img src=x onerror=/).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    for (const [item, sign] of [
      ['Picture (SVG)', '&#60;img src=x'],
      ['Graphviz (DOT)', 'digraph gridseal {'],
      ['Mermaid', 'flowchart TB'],
      ['Data (JSON)', JSON.stringify(hostileName).slice(1, 30)],
    ] as const) {
      await page.getByRole('button', { name: 'Export' }).click();
      const started = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: item }).click();
      const text = await readFile(await (await started).path(), 'utf8');
      expect(text).toContain(sign);
      if (item.includes('SVG') || item === 'Mermaid') expect(text).not.toContain('<img');
    }
  });

  test('behavior: picture, list and details are accessible, in light and in dark', async () => {
    const { page } = await stage.visit(`/graph/${stage.world.certificates.fleet}/signers=on`, asStakeholder());
    await live(page);
    await page.getByRole('complementary', { name: 'Details' }).getByText('Your anchors lead to it').waitFor();
    await page
      .getByRole('img', { name: /Signer$/ })
      .first()
      .waitFor();
    const problems: string[] = [];
    for (const view of ['Picture', 'List']) {
      await page.getByRole('radio', { name: view }).check({ force: true });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        problems.push(...(await accessibilityProblems(page)));
        await page.screenshot({ path: path.join(outputFolder, `graph-${view.toLowerCase()}.wide.${colorScheme}.png`) });
      }
    }
    expect(problems).toEqual([]);
  });

  test('behavior: without anchors one looks from any quorum, and is told that one does', async () => {
    const { quorums, certificates } = stage.world;
    const { page, go } = await stage.visit('/graph');
    await live(page);
    await page.getByText('Whom do you trust?').waitFor();
    await page.getByRole('button', { name: new RegExp(`^${quorums.operators.id.slice(0, 8)}`) }).click();
    await page.getByText('You look from a quorum that is no anchor of yours').waitFor();
    await node(page, /^Fleet administration, Authority/).waitFor();
    expect(await node(page, /^Metrology/).count()).toBe(0);
    // A link to what nobody leads to shows it all the same.
    await go(`/graph/${certificates.metrology}`);
    await node(page, /^Metrology institute/).waitFor();
    await go(`/graph/0x${'12'.repeat(32)}`);
    await page.getByText('Nothing is known of it').waitFor();
  });
});

describe.skipIf(!hasChromium)('a trust graph with 2,000 nodes', () => {
  let busy: BusyPage;
  beforeAll(async () => {
    busy = await startBusyPage();
  });
  afterAll(() => busy?.[Symbol.asyncDispose]());

  test('behavior: it is grouped at first, drawn whole if wanted, found in, and walked through', async () => {
    const context = await busy.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const quorums = Array.from({ length: 50 }, (_, i) => busyQuorum(i));
    await trusting(quorums, busyChainId)(context);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${busy.url}/#/graph`);
    await live(page, 60_000);
    await page.getByText('1935 certificates · 50 quorums').waitFor();
    await node(page, /× Certificate/)
      .first()
      .waitFor();
    await page.getByRole('checkbox', { name: 'Group what is alike' }).uncheck();
    await node(page, /× Certificate/)
      .first()
      .waitFor({ state: 'detached' });
    // Only what is seen is made; from afar, no node is.
    expect(await node(page, /./).count()).toBeLessThan(200);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => node(page, /./).count()).toBe(0);
    await page.getByRole('application').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'All about it' }).waitFor();
    await expect.poll(() => page.locator('[data-marks~=selected]').count()).toBe(1);
    const end = busyQuorum(49).slice(-6);
    await page.keyboard.press('/');
    await page.keyboard.type(end);
    await page.getByRole('option', { name: new RegExp(`${end}.*Anchor`) }).click();
    await node(page, new RegExp(`${end}, Anchor`)).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
