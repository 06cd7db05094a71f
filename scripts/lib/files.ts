import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.ts';

/** Folders that are never ours to look into. */
const SKIPPED = new Set(['node_modules', 'dist', 'artifacts', 'cache', 'coverage', '.git']);

/** The files below a folder of the project, as sorted paths from the top folder with `/`. A missing folder has none. */
export function filesIn(folder: string, matches: (file: string) => boolean = () => true): string[] {
  const found: string[] = [];
  const visit = (directory: string): void => {
    let entries: import('node:fs').Dirent[];
    try {
      entries = readdirSync(path.join(root, directory), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const file = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(file);
      } else if (matches(file)) found.push(file);
    }
  };
  visit(folder);
  return found.sort();
}
