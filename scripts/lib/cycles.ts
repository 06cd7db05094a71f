import type { Module } from './moduleGraph.ts';

/**
 * The import cycles among modules, each once, as the files along it (the first is the smallest name).
 *
 * Imports of types alone do not count: nothing of them is left at run time.
 *
 * @example
 * ```ts
 * importCycles(modules); // [['a.ts', 'b.ts']]: a.ts imports b.ts imports a.ts
 * ```
 */
export function importCycles(modules: readonly Module[]): string[][] {
  const targets = new Map(
    modules.map(({ file, imports }) => [file, imports.flatMap(({ erased, targets }) => (erased ? [] : targets))]),
  );
  const cycles = new Map<string, string[]>();
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const cycle = fromSmallest(trail.slice(at));
      cycles.set(cycle.join('\n'), cycle);
      return;
    }
    if (finished.has(file)) return;
    trail.push(file);
    for (const target of targets.get(file) ?? []) if (targets.has(target)) visit(target);
    trail.pop();
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file);
  return [...cycles.values()];
}

function fromSmallest(files: readonly string[]): string[] {
  const first = files.indexOf([...files].sort()[0] ?? '');
  return [...files.slice(first), ...files.slice(0, first)];
}
