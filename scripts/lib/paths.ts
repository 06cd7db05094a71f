import path from 'node:path';

/** The clone's top folder. */
export const root = path.dirname(path.dirname(import.meta.dirname));

/** The absolute path of a file of the project, from its parts below the top folder. */
export function inProject(...parts: readonly string[]): string {
  return path.join(root, ...parts);
}
