import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readManifest } from './packageExports.ts';
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
  mkdirSync(dist, { recursive: true });
  // From source, `#subpaths` lead to TypeScript files; this nearer package.json leads compiled files to compiled files.
  const compiled = { type: 'module', imports: compiledSubpaths(readManifest().imports ?? {}) };
  writeFileSync(`${dist}/package.json`, `${JSON.stringify(compiled, null, 2)}\n`);
}

/**
 * The package's subpath imports as seen from within `dist`.
 *
 * @example
 * ```ts
 * compiledSubpaths({ '#x': { node: './src/crypto/node.ts' } }); // { '#x': { node: './crypto/node.js' } }
 * ```
 */
export function compiledSubpaths(mapping: unknown): unknown {
  if (typeof mapping === 'string') return mapping.replace(/^\.\/src\/(.*)\.ts$/, './$1.js');
  if (typeof mapping !== 'object' || mapping === null) return mapping;
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, compiledSubpaths(value)]));
}
