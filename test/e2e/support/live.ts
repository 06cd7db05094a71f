import type { Page } from 'playwright-core';

/** Waits until the page has read the chain to its end; in English or German. */
export async function live(page: Page, timeout = 30_000): Promise<void> {
  await page
    .getByRole('banner')
    .getByText(/^(Live|Aktuell)/)
    .waitFor({ timeout });
}
