import type { Page } from 'playwright-core';
import { trusting } from '../../test/e2e/support/anchors.ts';
import { busyChainId, busyQuorum, startBusyPage } from '../../test/e2e/support/busyPage.ts';
import { type Measurement, measured } from './measurement.ts';

/** Quorums of the busy chain that are taken for anchors, and how many nodes they lead to at least. */
const anchors = 53;
const nodes = 2_000;
const seconds = 3;

/** Drags the trust graph over the screen, near and from afar: how many frames a second there are. */
export async function* measure(): AsyncGenerator<Measurement> {
  await using busy = await startBusyPage();
  const context = await busy.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await trusting(
    Array.from({ length: anchors }, (_, i) => busyQuorum(i)),
    busyChainId,
  )(context);
  const page = await context.newPage();
  await page.goto(`${busy.url}/#/graph`);
  await page.getByRole('banner').getByText(/^Live/).waitFor({ timeout: 60_000 });
  await page.getByRole('checkbox', { name: 'Group what is alike' }).uncheck();
  await untilShown(page);
  yield measured('web.graph.fps', await dragged(page), 'frames/s', 50);
  await page.getByRole('button', { name: 'Show everything' }).click();
  // Until it has come to rest, with shapes in place of nodes.
  await page.locator('.react-flow__node').first().waitFor({ state: 'detached' });
  yield measured('web.graph.far.fps', await dragged(page), 'frames/s', 50);
}

/** Waits until the picture has so many nodes: it grows while certificates are read. */
async function untilShown(page: Page): Promise<void> {
  const counts = page.getByText(/certificates · \d+ quorums/);
  const deadline = performance.now() + 60_000;
  for (let shown = 0; shown < nodes; ) {
    const text = (await counts.textContent()) ?? '';
    shown = [...text.matchAll(/\d+/g)].reduce((sum, [number]) => sum + Number(number), 0);
    if (shown < nodes && performance.now() > deadline) throw new Error(`the graph has ${shown} nodes`);
    if (shown < nodes) await page.waitForTimeout(100);
  }
}

/** Frames a second while the mouse drags the picture in circles. */
async function dragged(page: Page): Promise<number> {
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('there is no picture');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await viewport(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const counted = page.evaluate(framesPerSecond, seconds);
  const end = performance.now() + seconds * 1_000;
  for (let i = 0; performance.now() < end; i++) {
    await page.mouse.move(x + Math.sin(i / 9) * 300, y + Math.cos(i / 7) * 200);
  }
  const frames = await counted;
  if ((await viewport(page)) === before) throw new Error('the picture does not move');
  await page.mouse.up();
  return frames;
}

const viewport = (page: Page): Promise<string | null> => page.locator('.react-flow__viewport').getAttribute('style');

/** Runs in the page. */
async function framesPerSecond(duration: number): Promise<number> {
  const begin = performance.now();
  let frames = 0;
  while (performance.now() - begin < duration * 1_000) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames++;
  }
  return (1_000 * frames) / (performance.now() - begin);
}
