import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from '../lib/exclusively.ts';
import { filesIn } from '../lib/files.ts';
import { inProject } from '../lib/paths.ts';
import { run } from '../lib/processes.ts';
import { isForTests } from '../lib/testFiles.ts';

/** Where the built page lies: static files for any host, any folder, or IPFS. */
export const pageFolder = inProject('web', 'dist');

const STAMP = inProject('web', 'dist', '.sources.sha256');
const LOCK = inProject('cache', 'gridseal-page.lock');

/**
 * Builds the page if one of its sources changed since it was built. Says whether it had to.
 *
 * @throws {Error} with the bundler's words, if the sources cannot be bundled.
 * @example `await buildPage() // 'built', and then 'unchanged'`
 */
export function buildPage(): Promise<'built' | 'unchanged'> {
  return exclusively(LOCK, async () => {
    const digest = sourceDigest();
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return 'unchanged';
    const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
    // Whoever asks may be a test: what is built is what people get.
    const { code, output } = await run(['node', vite, 'build', inProject('web'), '--logLevel', 'warn'], {
      environment: { NODE_ENV: 'production' },
    });
    if (code !== 0) throw new Error(`The page cannot be built.\n${output}`);
    if (!existsSync(path.join(pageFolder, 'index.html'))) throw new Error('Vite left no index.html in web/dist');
    writeFileSync(STAMP, digest);
    return 'built';
  });
}

/** One digest over all that decides what the bundler puts out. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  const isSource = (file: string) => !isForTests(file) && !file.endsWith('.test.tsx') && !file.endsWith('.md');
  const files = [...filesIn('web', isSource), ...filesIn('sdk/src', isSource), 'sdk/package.json', 'package-lock.json'];
  for (const file of files) {
    const bytes = readFileSync(inProject(file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
