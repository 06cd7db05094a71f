import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compiledManifest } from './buildSdk.ts';
import { readManifest } from './packageExports.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';

/**
 * Compiles the SDK as it is published into a folder that goes away with this process, beside whatever `sdk/dist` has.
 *
 * @returns the folder.
 * @throws {Error} with the compiler's words if it does not compile.
 */
export async function compileSdk(): Promise<string> {
  // Inside the package, so that its dependencies are found; folders of this name are ignored by git and npm.
  const cache = inProject('sdk', 'cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'compiled-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const tsc = inProject('node_modules', '.bin', 'tsc');
  const options = [
    '-p',
    inProject('sdk', 'tsconfig.build.json'),
    '--outDir',
    folder,
    '--declaration',
    'false',
    '--noCheck',
  ];
  const { code, output } = await run(['node', tsc, ...options]);
  if (code !== 0) throw new Error(`The SDK does not compile.\n${output}`);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(compiledManifest(readManifest())));
  return folder;
}
