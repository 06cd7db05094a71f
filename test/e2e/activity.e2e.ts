import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from './support/accessibility.ts';
import { expectedCsv, expectedJson, readLogs } from './support/evidence.ts';
import { live } from './support/live.ts';
import { decide } from './support/people.ts';
import { draft } from './support/population.ts';
import { inBrowser } from './support/stage.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Events' });
const search = { name: 'Name, address or part of an id' };

/** What a spreadsheet would run, in two widths, and what would end its cell. */
const formulas = ['=HYPERLINK("http://x.example","a, b")', '＝cmd|" /C calc"!A1'];

inBrowser('activity', (stage) => {
  beforeAll(async () => {
    const { sandbox, quorums, people } = stage.world;
    for (const name of formulas) {
      const { id } = await draft(sandbox, { kind: 'node', subject: { name }, usages: [] });
      await decide(sandbox, quorums.operators, [people.delta], { action: 'endorse', certificate: id });
    }
  });

  test('behavior: everything is listed, is narrowed, and the address says how', async () => {
    const { page, go } = await stage.visit('/activity');
    await live(page);
    await table(page)
      .getByRole('row', { name: /Withdrawn/ })
      .waitFor();
    await page.getByRole('button', { name: 'Certificates', exact: true }).click();
    await expect.poll(() => page.url()).toContain('#/activity/types=certificates');
    await table(page).getByRole('button', { name: 'Withdrawn' }).waitFor({ state: 'detached' });
    await page.getByRole('searchbox', search).fill('metrology');
    await page.getByText(/^2 of \d+ events$/).waitFor();
    await table(page)
      .getByRole('row', { name: /Revoked Metrology institute by .*: key compromised/ })
      .waitFor();
    const link = page.url().slice(page.url().indexOf('#') + 1);
    expect(link).toBe('/activity/types=certificates/text=metrology');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => page.url()).toMatch(/#\/activity$/);
    await go(link);
    await page.getByText(/^2 of \d+ events$/).waitFor();
    expect(await page.getByRole('searchbox', search).inputValue()).toBe('metrology');
  });

  test('behavior: a quorum is found in all that it does, blocks and days are respected', async () => {
    const { quorums } = stage.world;
    const { page, go } = await stage.visit(`/activity/quorum=${quorums.administrators.id}`);
    await live(page);
    // It was founded, endorses devices, announces keys and withdraws them.
    for (const type of ['Quorum founded', 'Endorsed', 'Announced', 'Withdrawn']) {
      await table(page).getByRole('button', { name: type }).first().waitFor();
    }
    const at = (await readLogs(stage.world)).map(({ block }) => Number(block));
    const [first, last] = [at[1] as number, at[5] as number];
    const within = at.filter((block) => block >= first && block <= last);
    await go(`/activity/blocks=${first}-${last}`);
    await expect.poll(() => table(page).getByRole('row').count()).toBe(1 + within.length);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByLabel('To block').fill('1e3');
    await page.getByText('A whole number.').waitFor();
    await page.getByLabel('To block').fill('');
    await expect.poll(() => page.url()).toContain(`/activity/blocks=${first}-`);
    await go('/activity/from=2099-01-01');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await table(page).getByRole('row').nth(5).waitFor();
  });

  test('attack: a link that says nonsense is read as far as it makes sense', async () => {
    const { page } = await stage.visit('/activity/quorum=<img src=x>/text=fleet/event=9999999.0/%E0%A4%A');
    await live(page);
    await page.getByText('There is no such event (any more)').waitFor();
    await page.getByText('Part of the link was not understood').waitFor();
    await page.keyboard.press('Escape');
    await table(page).getByRole('link', { name: 'Fleet administration' }).first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('behavior: a row opens all about its event, by a link that can be handed on', async () => {
    const { certificates } = stage.world;
    const { page } = await stage.visit(`/activity/certificate=${certificates.metrology}`);
    await live(page);
    await table(page).getByRole('button', { name: 'Revoked' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('key compromised').first().waitFor();
    await sheet.getByText(certificates.metrology, { exact: true }).waitFor();
    const [revoked] = (await readLogs(stage.world)).filter(({ event }) => event === 'certificateRevoked');
    expect(JSON.parse((await sheet.locator('pre').textContent()) ?? '')).toEqual(revoked);
    await page.reload();
    await sheet.getByRole('heading', { name: 'Revoked' }).waitFor();
    await sheet.getByRole('button', { name: 'Older' }).click();
    await sheet.getByRole('heading', { name: 'Endorsed' }).waitFor();
    await expect.poll(() => sheet.getByRole('button', { name: 'Older' }).isDisabled()).toBe(true);
    await sheet.getByRole('button', { name: 'Only events with this: Quorum' }).click();
    await expect.poll(() => page.url()).toContain(`#/activity/quorum=${stage.world.quorums.stakeholders.id}`);
  });

  test('attack: the exported CSV is what the chain says, byte by byte, and no name in it is a formula', async () => {
    const { page } = await stage.visit('/activity/types=certificates');
    await live(page);
    // Until every name is here: an export does not wait for IPFS.
    await expect.poll(() => table(page).locator('a[href*="/certificates/"] code').count()).toBe(0);
    const { bytes, digest } = await save(page, async (dialog) => {
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    });
    const logs = (await readLogs(stage.world)).filter(({ event }) => String(event).startsWith('certificate'));
    const text = bytes.toString('utf8');
    expect(text).toBe(await expectedCsv(stage.world, logs));
    expect(text.startsWith('\uFEFFtime,block,')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x.example"",""a, b"")"`);
    expect(text).toContain(`"'＝cmd|"" /C calc""!A1"`);
    expect(text).toContain('"<img src=x onerror=alert(1)> <script>');
    expect(digest).toBe(`0x${createHash('sha256').update(bytes).digest('hex')}`);
  });

  test('behavior: the exported JSON is canonical, and what the chain says of everything', async () => {
    const { page } = await stage.visit('/activity');
    await live(page);
    const { bytes } = await save(page, async (dialog) => {
      await dialog.getByRole('radio', { name: 'JSON' }).check();
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    });
    expect(bytes.toString('utf8')).toBe(await expectedJson(stage.world));
  });

  test('behavior: news comes in at the top; who reads further down is told, and not moved', async () => {
    const { sandbox, quorums, people, certificates } = stage.world;
    const { page } = await stage.visit('/activity');
    await live(page);
    const rows = table(page).getByRole('row');
    await rows.nth(8).waitFor();
    const scroller = page.getByRole('region', { name: 'Events' });
    await scroller.evaluate((element) => element.scrollTo({ top: 440 }));
    const read = table(page).getByRole('row', { name: /Metrology institute by .* key compromised/ });
    const topOf = async () => Math.round((await read.boundingBox())?.y ?? Number.NaN);
    await scroller.evaluate((element) => element.scrollTo({ top: 600 }));
    await read.waitFor();
    // The list scrolls, and the page is no longer than what it shows.
    const overhang = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    expect(overhang).toBeLessThan(200);
    const before = await topOf();
    await decide(sandbox, quorums.operators, [people.delta], {
      action: 'endorse',
      certificate: certificates.operators,
    });
    const pill = page.getByRole('button', { name: '1 new' });
    await pill.waitFor();
    expect(await topOf()).toBe(before);
    await pill.click();
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await table(page)
      .getByRole('row', { name: /Endorsed Charging Station Operators/ })
      .first()
      .waitFor();
    await pill.waitFor({ state: 'detached' });
  });

  test('behavior: what opens over the pages is accessible, in the dark and on phones too', async () => {
    const { page } = await stage.visit('/activity/text=fleet', { theme: 'dark', screen: 'phone', locale: 'de-DE' });
    await live(page);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByText('0x und 64 hexadezimale Ziffern').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('table').getByRole('button').first().click();
    await page.getByRole('dialog').getByText('Wo es steht').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Exportieren' }).click();
    await page.getByRole('dialog').getByText('Mit Byte-Order-Mark').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

/** Opens the export, lets it be chosen how, and saves the file. */
async function save(
  page: Page,
  choose: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
): Promise<{ readonly bytes: Buffer; readonly digest: string | null }> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await choose(dialog);
  await dialog.getByText(/events are in the file/).waitFor();
  const digest = await dialog.getByText(/^0x[0-9a-f]{64}$/).textContent();
  const started = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the file' }).click();
  return { bytes: await readFile(await (await started).path()), digest };
}
