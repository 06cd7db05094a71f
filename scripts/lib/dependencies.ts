import { isBuiltin } from 'node:module';
import type { Violation } from './layers.ts';
import type { Module } from './moduleGraph.ts';
import { isForTests } from './testFiles.ts';

/**
 * Imports of packages that the workspace's package.json does not declare: they would be missing where it is installed by itself.
 * Tests may use whatever the clone has.
 */
export function undeclaredImports(
  modules: readonly Module[],
  declared: ReadonlySet<string>,
  workspace = 'sdk',
): Violation[] {
  return modules.flatMap(({ file, imports }) => {
    if (isForTests(file)) return [];
    return imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      if (name === undefined || declared.has(name)) return [];
      return [{ file, line, message: `imports ${name}, which ${workspace}/package.json does not declare` }];
    });
  });
}

/** Declared packages that nothing imports. */
export function unusedPackages(modules: readonly Module[], declared: ReadonlySet<string>): string[] {
  const used = new Set(modules.flatMap(({ imports }) => imports.map(({ specifier }) => packageOf(specifier))));
  return [...declared].filter((name) => !used.has(name)).sort();
}

/**
 * The package that an import leads to; undefined for relative paths, `#subpaths` and Node's own modules.
 *
 * @example
 * ```ts
 * packageOf('@noble/hashes/sha2.js'); // '@noble/hashes'
 * ```
 */
export function packageOf(specifier: string): string | undefined {
  if (/^[.#/]/.test(specifier) || isBuiltin(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
