import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { inProject } from '../../../scripts/lib/paths.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { createTestWallet, type TestWallet } from './wallet.ts';
import { type Witness, watch } from './witness.ts';
import { startWorld, type World } from './world.ts';

/** How somebody comes to the page. */
export interface Arrival {
  /** Wallets in the browser, by whose they are; none by default. */
  readonly wallets?: readonly (keyof World['people'])[];
  /** The chain that these wallets are on at first; the world's by default. */
  readonly walletChain?: number;
  readonly theme?: 'light' | 'dark';
  readonly locale?: 'en-GB' | 'de-DE';
  readonly screen?: keyof typeof screens;
  /** Runs before the page is opened, for example to prepare a clipboard or a camera. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** A browser profile of its own, with a page open in it. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly witness: Witness;
  /** The wallets in this browser, by whose they are. */
  readonly wallets: Readonly<Partial<Record<keyof World['people'], TestWallet>>>;
  /** Goes to a route without loading the page anew: `/quorums`. */
  go(route: string): Promise<void>;
}

/** The world of a test file, and the browser that visits it. */
export interface Stage {
  readonly world: World;
  /** Opens a route in a new browser profile; it is closed, and what it did judged, when the test ends. */
  visit(route: string, arrival?: Arrival): Promise<Visitor>;
}

export const screens = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Where screenshots go: output of a test run, kept by CI. */
export const outputFolder = inProject('test', 'e2e', 'output');

/**
 * Tests of one file, with a world and a browser of their own; skipped where there is no Chromium. A test fails, too, if a page broke its
 * Content-Security-Policy, asked a stranger, threw or wrote an error to the console.
 *
 * @example
 * ```ts
 * inBrowser('co-signing', (stage) => {
 *   test('behavior: …', async () => {
 *     const { page } = await stage.visit('/approvals', { wallets: ['aurora'] });
 *   });
 * });
 * ```
 */
export function inBrowser(title: string, tests: (stage: Stage) => void): void {
  describe.skipIf(!hasChromium)(title, () => {
    let world: World;
    let browser: Browser;
    beforeAll(async () => {
      [world, browser] = await Promise.all([startWorld(), startChromium()]);
    });
    afterAll(async () => {
      await Promise.all([browser?.close(), world?.[Symbol.asyncDispose]()]);
    });
    tests({
      get world() {
        return world;
      },
      visit: (route, arrival = {}) => visit(world, browser, route, arrival),
    });
  });
}

async function visit(world: World, browser: Browser, route: string, arrival: Arrival): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: screens[arrival.screen ?? 'wide'],
    colorScheme: arrival.theme ?? 'light',
    locale: arrival.locale ?? 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  const origins = [world.page.url, ...Object.values(world.lines).map(({ url }) => url)];
  const witness = await watch(context, origins);
  closeAtTheEnd(context, witness);
  const wallets: Partial<Record<keyof World['people'], TestWallet>> = {};
  for (const person of arrival.wallets ?? []) wallets[person] = await bringWallet(world, context, person, arrival);
  await arrival.prepare?.(context);
  const page = await context.newPage();
  await page.goto(`${world.page.url}/#${route}`);
  const go = async (to: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, to);
  };
  return { page, context, witness, wallets, go };
}

async function bringWallet(
  { people, sandbox }: World,
  context: BrowserContext,
  person: keyof World['people'],
  { walletChain }: Arrival,
): Promise<TestWallet> {
  const wallet = createTestWallet({
    name: `${people[person].name} Wallet`,
    account: people[person].account,
    rpcUrl: sandbox.rpcUrl,
    homeChain: sandbox.chainId,
    ...(walletChain === undefined ? {} : { chainId: walletChain, knowsHome: false }),
  });
  await wallet.install(context);
  return wallet;
}

/** A failed test leaves a picture of each page. */
function closeAtTheEnd(context: BrowserContext, witness: Witness): void {
  onTestFinished(async ({ task }) => {
    const name = task.name.replace(/\W+/g, '-').slice(0, 80);
    if (task.result?.state === 'fail') {
      mkdirSync(path.join(outputFolder, 'failed'), { recursive: true });
      for (const [i, page] of context.pages().entries()) {
        await page
          .screenshot({ path: path.join(outputFolder, 'failed', `${name}-${i}.png`), timeout: 5_000 })
          .catch(() => {});
      }
    }
    await context.close();
    expect(witness.misdeeds).toEqual([]);
  });
}
