import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import de from '../../../web/src/app/messages/de.ts';
import en from '../../../web/src/app/messages/en.ts';
import { accessibilityProblems } from './accessibility.ts';
import { live } from './live.ts';
import { outputFolder, type screens, type Visitor } from './stage.ts';

const nowhere: readonly string[] = [en.notFound.title, de.notFound.title];

/** Waits until a page shows what it is going to show: the chain is read, its heading is there, and nothing says that it is busy. */
export async function settled(page: Page): Promise<void> {
  await live(page);
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/**
 * Looks at each route in light and in dark: a screenshot into the output folder, what axe finds, and whether it is wider than the
 * screen. Returns the problems in words.
 */
export async function inspectPages(
  { page, go }: Visitor,
  routes: readonly string[],
  screen: keyof typeof screens,
): Promise<readonly string[]> {
  mkdirSync(outputFolder, { recursive: true });
  const problems: string[] = [];
  for (const route of routes) {
    await go(route);
    await settled(page);
    const heading = await page.locator('main h1').first().textContent();
    if (heading !== null && nowhere.includes(heading)) problems.push(`${nameOf(route)}: ${heading}`);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const name = `${nameOf(route)}.${screen}.${theme}`;
      await page.screenshot({ path: path.join(outputFolder, `${name}.png`), fullPage: true });
      // Colours are the same on every screen: once in the dark is enough.
      const isKnown = screen === 'phone' && theme === 'dark';
      const found = isKnown ? [] : await accessibilityProblems(page);
      problems.push(...found.map((problem) => `${name}: ${problem}`));
    }
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overhang > 0) problems.push(`${nameOf(route)}.${screen}: is ${overhang} px wider than the screen`);
  }
  return problems;
}

/** `/quorums/0x12ab…` becomes `quorums-12ab34`. */
function nameOf(route: string): string {
  const name = route.replace(/0x([0-9a-f]{6})[0-9a-f]+/g, '$1').replace(/\W+/g, '-');
  return name.replace(/^-|-$/g, '') || 'overview';
}
