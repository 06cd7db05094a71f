import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { type Manifest, readManifest } from './packageExports.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';

/**
 * Compiles the SDK to `sdk/dist`: JavaScript and declarations, without the tests.
 *
 * @throws {Error} with the compiler's words if it does not compile.
 */
export async function buildSdk(): Promise<void> {
  const dist = inProject('sdk', 'dist');
  rmSync(dist, { recursive: true, force: true });
  const tsc = inProject('node_modules', '.bin', 'tsc');
  const { code, output } = await run(['node', tsc, '-p', inProject('sdk', 'tsconfig.build.json')]);
  if (code !== 0 || !existsSync(dist)) throw new Error(`The SDK does not compile.\n${output}`);
  writeFileSync(`${dist}/package.json`, `${JSON.stringify(compiledManifest(readManifest()), null, 2)}\n`);
  copyFileSync(inProject('LICENSE'), `${dist}/LICENSE`);
}

/**
 * The package.json of what is published, which is the folder `dist`: in a clone, `#subpaths` lead to TypeScript files and
 * `exports` into `dist`; here both lead to the compiled files beside it.
 */
export function compiledManifest(manifest: Manifest): Manifest {
  const { files: _, ...fields } = manifest;
  const moved = Object.entries(fields).map(([name, value]) => {
    return [name, ['bin', 'exports', 'imports'].includes(name) ? compiledPaths(value) : value] as const;
  });
  return Object.fromEntries(moved);
}

function compiledPaths(mapping: unknown): unknown {
  if (typeof mapping === 'string') {
    return mapping.replace(/^\.\/src\/(.*)\.ts$/, './$1.js').replace(/^\.\/dist\//, './');
  }
  if (typeof mapping !== 'object' || mapping === null) return mapping;
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, compiledPaths(value)]));
}
