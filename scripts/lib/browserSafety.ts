import { builtinModules } from 'node:module';
import type { Violation } from './layers.ts';
import type { Module } from './moduleGraph.ts';

const BUILTIN = new Set(builtinModules);

/**
 * Imports of Node's own modules that a browser would have to load, starting from the files that browsers load first.
 *
 * The modules have to be parsed with the browser's side of every conditional `#subpath` import.
 */
export function browserViolations(entries: readonly string[], modules: readonly Module[]): Violation[] {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const reached = new Map<string, string>(entries.map((entry) => [entry, entry]));
  const violations: Violation[] = [];
  for (const [file, entry] of reached) {
    for (const { specifier, line, targets } of byFile.get(file)?.imports ?? []) {
      if (specifier.startsWith('node:') || BUILTIN.has(specifier)) {
        violations.push({
          file,
          line,
          message: `imports ${specifier}, and ${entry} is a browser export that reaches it`,
        });
      }
      for (const target of targets) if (!reached.has(target)) reached.set(target, entry);
    }
  }
  return violations;
}

/**
 * A conditional mapping (of `imports` or `exports`) as a browser sees it: its `browser` side, else its `default`.
 *
 * @example
 * ```ts
 * browserSide({ node: './node.js', default: './any.js' }); // './any.js'
 * ```
 */
export function browserSide(mapping: unknown): unknown {
  if (typeof mapping !== 'object' || mapping === null) return mapping;
  for (const [condition, target] of Object.entries(mapping)) {
    if (condition === 'browser' || condition === 'import' || condition === 'default') return browserSide(target);
  }
  return undefined;
}
