import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startPageServer } from '../../scripts/web/pageServer.ts';
import { toCid } from '../../sdk/src/bytes/index.ts';
import { startChromium } from './support/chromium.ts';
import { live } from './support/live.ts';
import { templateVariable } from './support/prepare.ts';
import { inBrowser } from './support/stage.ts';
import { worldConfig } from './support/world.ts';

inBrowser('the page on any host', (stage) => {
  test('behavior: from a folder as an IPFS gateway has it, with everything it loads from there', async () => {
    const { world } = stage;
    const folder = path.join(world.directory, 'host');
    const cid = toCid(`0x${'5e'.repeat(32)}`, 'raw').toString();
    const place = path.join(folder, 'ipfs', cid);
    const built = path.join(process.env[templateVariable] ?? '', 'page');
    await mkdir(place, { recursive: true });
    await cp(built, place, { recursive: true });
    // The server takes the policy from here.
    await cp(path.join(built, 'index.html'), path.join(folder, 'index.html'));
    await writeFile(path.join(place, 'config.json'), JSON.stringify(worldConfig(world.sandbox, world.lines)));
    await using host = await startPageServer({ folder, port: 0 });
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      const outside: string[] = [];
      page.on('request', (request) => {
        const { origin, pathname } = new URL(request.url());
        if (origin === host.url && !pathname.startsWith(`/ipfs/${cid}/`)) outside.push(pathname);
      });
      const failed: string[] = [];
      page.on('response', (response) => {
        if (response.url().startsWith(host.url) && response.status() >= 400) failed.push(response.url());
      });
      await page.goto(`${host.url}/ipfs/${cid}/#/quorums`);
      await live(page);
      // Another feature's script, too.
      await page.goto(`${host.url}/ipfs/${cid}/#/quorums/${world.quorums.stakeholders.id}`);
      await page.getByRole('heading', { name: 'Who decides' }).waitFor();
      expect(outside).toEqual([]);
      expect(failed).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
