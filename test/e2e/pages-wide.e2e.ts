import { expect, test } from 'vitest';
import { connectWallet } from './support/connect.ts';
import { inspectPages } from './support/everyPage.ts';
import { everyRoute } from './support/routes.ts';
import { inBrowser } from './support/stage.ts';

inBrowser('every page on a wide screen', (stage) => {
  test('behavior: in light and dark, accessible, and within the screen', { timeout: 240_000 }, async () => {
    const visitor = await stage.visit('/', { wallets: ['aurora'] });
    await connectWallet(visitor, 'aurora');
    expect(await inspectPages(visitor, everyRoute(stage.world), 'wide')).toEqual([]);
  });
});
