import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage, pageFolder } from '../../../scripts/web/buildPage.ts';
import { hasChromium } from './chromium.ts';
import { makeTemplate } from './template.ts';

/** Where the workers of this run find the template. */
export const templateVariable = 'GRIDSEAL_E2E_TEMPLATE';

/** Before the first file: the page as its sources say, and what all worlds begin with; unless nobody is going to look at it. */
export default async function prepare(): Promise<() => Promise<void>> {
  if (!hasChromium) return async () => {};
  const folder = await mkdtemp(path.join(tmpdir(), 'template-'));
  const keepPage = async () => {
    await buildPage();
    // A copy: somebody may build another one in the meantime.
    await cp(pageFolder, path.join(folder, 'page'), { recursive: true });
  };
  const clear = () => rm(folder, { recursive: true, force: true });
  const [page, template] = await Promise.allSettled([keepPage(), makeTemplate(folder)]);
  for (const outcome of [page, template]) {
    if (outcome.status === 'fulfilled') continue;
    await clear();
    throw outcome.reason;
  }
  process.env[templateVariable] = folder;
  return clear;
}
