import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inProject } from '../../../scripts/lib/paths.ts';
import { outputFolder } from './stage.ts';

/** Where the guides keep their pictures. */
export const picturesFolder = inProject('docs', 'guides', 'images');

/** What a guide's reader has before them: smaller than most screens, so that a picture can be read in a page. */
export const pictureSize = { width: 1180, height: 780 } as const;

/**
 * Takes a picture for a guide. It goes to the output of the tests; with GRIDSEAL_PICTURES=1 also to where the guides show it, to be
 * committed after somebody has looked at it.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = path.join(outputFolder, 'guides');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  if (process.env.GRIDSEAL_PICTURES !== '1') return;
  mkdirSync(picturesFolder, { recursive: true });
  copyFileSync(file, path.join(picturesFolder, `${name}.png`));
}
