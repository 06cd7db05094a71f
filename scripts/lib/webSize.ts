import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPage, pageFolder } from '../web/buildPage.ts';

/** How much script the landing page may load before it is there, in bytes after gzip. */
export const maxLandingBytes = 200_000;

/** Vite's manifest: what each entry and chunk became, and which chunks it cannot do without. */
export type PageManifest = Readonly<
  Record<string, { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] }>
>;

/**
 * The scripts that a browser loads for the landing page: the entry and everything that it imports statically.
 *
 * @example
 * ```ts
 * landingScripts(manifest); // ['assets/index-1a2b.js', 'assets/vendor-3c4d.js']
 * ```
 */
export function landingScripts(manifest: PageManifest): string[] {
  const reached = new Set(Object.keys(manifest).filter((name) => manifest[name]?.isEntry));
  for (const name of reached) for (const imported of manifest[name]?.imports ?? []) reached.add(imported);
  return [...reached].flatMap((name) => manifest[name]?.file ?? []).filter((file) => file.endsWith('.js'));
}

/** What is wrong with the size of the page, after it was built if need be. */
export async function webSizeProblems(): Promise<string[]> {
  await buildPage();
  const manifest = JSON.parse(readFileSync(path.join(pageFolder, 'manifest.json'), 'utf8')) as PageManifest;
  const files = landingScripts(manifest);
  if (files.length === 0) return ['web/dist/manifest.json names no entry'];
  const sizes = files.map((file) => gzipSync(readFileSync(path.join(pageFolder, file)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= maxLandingBytes) return [];
  const parts = files.map((file, at) => `${file}: ${sizes[at]} bytes`);
  return [`the landing page loads ${total} bytes of script (gzip), more than ${maxLandingBytes}`, ...parts];
}
