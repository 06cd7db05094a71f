import type { BrowserContext, Page } from 'playwright-core';

/** Watches what the pages of a context do that no page of ours may do. */
export interface Witness {
  /** What was seen so far and not expected, in words. */
  readonly misdeeds: readonly string[];
  /** All of it, also what was expected. */
  readonly seen: readonly string[];
  /** Complaints that this test brings about on purpose, by a part of their text. */
  expect(part: string): void;
}

/**
 * Notes violations of the Content-Security-Policy, requests to strangers, uncaught errors and errors on the console.
 *
 * @param origins Whom the page may ask: its own server, and the RPC and IPFS servers of its configuration.
 */
export async function watch(context: BrowserContext, origins: readonly string[]): Promise<Witness> {
  const seen: string[] = [];
  const expected: string[] = [];
  await context.exposeBinding('testPolicyViolation', (_, text: string) => void seen.push(`policy: ${text}`));
  await context.addInitScript(() => {
    const report = (window as unknown as { testPolicyViolation: (text: string) => void }).testPolicyViolation;
    window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      report(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    );
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:' || origins.includes(url.origin)) return;
    seen.push(`request to a stranger: ${url.origin}`);
  });
  context.on('page', (page) => watchPage(page, seen));
  return {
    seen,
    get misdeeds() {
      return seen.filter((text) => !expected.some((part) => text.includes(part)));
    },
    expect: (part) => expected.push(part),
  };
}

function watchPage(page: Page, seen: string[]): void {
  page.on('pageerror', (error) => seen.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()} ${message.location().url}`);
  });
}
