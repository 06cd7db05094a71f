import { buildPage } from '../../../scripts/web/buildPage.ts';
import { hasChromium } from './chromium.ts';

/** Before the first file: the page as its sources say, unless nobody is going to look at it. */
export default async function setup(): Promise<void> {
  if (hasChromium) await buildPage();
}
