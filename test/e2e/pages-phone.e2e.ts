import { expect, test } from 'vitest';
import { connectWallet } from './support/connect.ts';
import { inspectPages } from './support/everyPage.ts';
import { everyRoute } from './support/routes.ts';
import { inBrowser } from './support/stage.ts';

inBrowser('every page on a phone', (stage) => {
  // In German, whose words are longer.
  test('behavior: in light and dark, accessible, and within the screen', { timeout: 240_000 }, async () => {
    const visitor = await stage.visit('/', { wallets: ['aurora'], screen: 'phone', locale: 'de-DE' });
    await connectWallet(visitor, 'aurora');
    expect(await inspectPages(visitor, everyRoute(stage.world), 'phone')).toEqual([]);
  });
});
