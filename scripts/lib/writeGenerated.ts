import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './files.ts';
import { generatedFolders } from './generated.ts';
import { inProject } from './paths.ts';

/** What is not as the generator would write it: changed or missing files, and files that it does not know. */
export function staleFiles(files: ReadonlyMap<string, string>): string[] {
  const stale = [...files].filter(([file, text]) => {
    return !existsSync(inProject(file)) || readFileSync(inProject(file), 'utf8') !== text;
  });
  return [...stale.map(([file]) => file), ...unknownFiles(files)].sort();
}

/** Brings the generated folders to what the generator says. Unchanged files keep their times. */
export function writeGenerated(files: ReadonlyMap<string, string>): string[] {
  const stale = staleFiles(files);
  for (const file of stale) {
    const text = files.get(file);
    if (text === undefined) {
      rmSync(inProject(file));
      continue;
    }
    mkdirSync(path.dirname(inProject(file)), { recursive: true });
    writeFileSync(inProject(file), text);
  }
  return stale;
}

function unknownFiles(files: ReadonlyMap<string, string>): string[] {
  return generatedFolders.flatMap((folder) => filesIn(folder)).filter((file) => !files.has(file));
}
