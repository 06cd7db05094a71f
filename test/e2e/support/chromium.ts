import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const found = [
  process.env.GRIDSEAL_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== undefined && existsSync(file));

/** Whether tests can run a browser. With GRIDSEAL_REQUIRE_CHROMIUM=1 they run, and fail, without one. */
export const hasChromium = found !== undefined || process.env.GRIDSEAL_REQUIRE_CHROMIUM === '1';

/** Quiet and alone: it talks to nobody but the pages' servers. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--font-render-hinting=none',
];

/** Starts a Chromium without a window, with a profile of its own; it ends with `close`, or with this process. */
export function startChromium(): Promise<Browser> {
  if (found === undefined) throw new Error('there is no Chromium: install it, or name it in GRIDSEAL_CHROMIUM');
  // The sandbox needs rights that containers seldom have; what is opened here is our own page.
  return chromium.launch({ executablePath: found, chromiumSandbox: false, args: flags });
}
