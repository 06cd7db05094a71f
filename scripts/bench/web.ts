import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { type BusyPage, startBusyPage } from '../../test/e2e/support/busyPage.ts';
import { pageFolder } from '../web/buildPage.ts';
import { type Measurement, measured, percentile } from './measurement.ts';

const events = 100_000;
const devices = 10_000;
const visits = 5;
/** Long lists, and how many rows each has to have. */
const lists = [
  { name: 'web.certificates.fps', route: '/certificates', rows: 30_000 },
  { name: 'web.devices.fps', route: '/devices', rows: devices },
  { name: 'web.activity.fps', route: '/activity', rows: events },
] as const;
const viewport = { width: 1440, height: 900 };

/** Times the built page in a real browser: what it loads, when it answers, how it scrolls, how fast it reads a chain. */
export async function* measure(): AsyncGenerator<Measurement> {
  await using busy = await startBusyPage(events, devices);
  yield* measureLoad(busy);
  yield* measureIndex(busy);
  yield* measureScrolling(busy);
}

/** A visit to the landing page with nothing kept from another. */
async function visit(context: BrowserContext, { url }: BusyPage): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(watchLongTasks);
  await page.goto(`${url}/#/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Bytes after gzip of the scripts that the page loads, and of those that its worker loads beside it. */
async function scriptsOf(page: Page): Promise<{ readonly own: number; readonly worker: number }> {
  const names = () =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? [name] : []));
  const workers = page.workers();
  const atWork = new Set(workers.map((worker) => worker.url()));
  for (const worker of workers) for (const name of await worker.evaluate(names)) atWork.add(name);
  const inPage = (await page.evaluate(names)).filter((name) => !workers.some((worker) => worker.url() === name));
  return { own: gzipped(inPage), worker: gzipped([...atWork]) };
}

function gzipped(urls: readonly string[]): number {
  const sizes = urls.map((url) => {
    const file = path.join(pageFolder, new URL(url).pathname);
    return gzipSync(readFileSync(file), { level: 9 }).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Runs in the page: keeps when the last task ended that kept the page from answering. */
function watchLongTasks(): void {
  const marks = { lastLongTask: 0 };
  Object.assign(window, { benchMarks: marks });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) marks.lastLongTask = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });
}

/** First paint with content, and no long task any more: from then on a press is answered at once. */
function interactiveAt(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { benchMarks } = window as unknown as { benchMarks: { lastLongTask: number } };
    const quietFor = 1_000;
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const since = () => Math.max(paint?.startTime ?? 0, benchMarks.lastLongTask);
    while (performance.now() - since() < quietFor) await new Promise((resolve) => setTimeout(resolve, 50));
    return since();
  });
}

async function* measureLoad(busy: BusyPage): AsyncGenerator<Measurement> {
  const times: number[] = [];
  let scripts = { own: 0, worker: 0 };
  for (let i = 0; i < visits; i++) {
    const context = await busy.browser.newContext({ viewport });
    const page = await visit(context, busy);
    times.push(await interactiveAt(page));
    scripts = await scriptsOf(page);
    await context.close();
  }
  yield measured('web.load.kB', scripts.own / 1_000, 'kB', 200);
  yield measured('web.load.worker.kB', scripts.worker / 1_000, 'kB');
  yield measured('web.interactive.ms', percentile(times, 0.5), 'ms', 1_500);
}

/** From when the page is asked for until it has read all of the chain; then again, with what the browser has kept. */
async function* measureIndex(busy: BusyPage): AsyncGenerator<Measurement> {
  const context = await busy.browser.newContext({ viewport });
  const timed = async () => {
    const begin = performance.now();
    const page = await visit(context, busy);
    await page.getByRole('banner').getByText(/^Live/).waitFor({ timeout: 60_000 });
    const seconds = (performance.now() - begin) / 1_000;
    await page.close();
    return seconds;
  };
  yield measured('web.index.100000.seconds', await timed(), 's', 3);
  yield measured('web.index.100000.again.seconds', await timed(), 's');
  await context.close();
}

/** A long list, scrolled by a screen's third every frame: how many frames a second there are. */
async function* measureScrolling(busy: BusyPage): AsyncGenerator<Measurement> {
  const context = await busy.browser.newContext({ viewport });
  const page = await visit(context, busy);
  await page.getByRole('banner').getByText(/^Live/).waitFor({ timeout: 60_000 });
  for (const list of lists) {
    await page.evaluate((route) => {
      location.hash = route;
    }, list.route);
    const table = page.locator('main table[aria-rowcount]');
    await table.waitFor();
    const rows = Number(await table.getAttribute('aria-rowcount'));
    if (rows < list.rows) throw new Error(`${list.route} has ${rows} rows`);
    yield measured(list.name, await page.evaluate(framesPerSecond), 'frames/s', 50);
  }
  await context.close();
}

/** Runs in the page: scrolls the list for three seconds. */
async function framesPerSecond(): Promise<number> {
  const scroller = document.querySelector('main table[aria-rowcount]')?.parentElement;
  if (!scroller) throw new Error('there is no list');
  const begin = performance.now();
  let frames = 0;
  while (performance.now() - begin < 3_000) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    scroller.scrollTop += scroller.clientHeight / 3;
    frames++;
  }
  if (scroller.scrollTop === 0) throw new Error('the list does not scroll');
  return (1_000 * frames) / (performance.now() - begin);
}
