import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFile, type NewFile, syncDirectory } from '../../files/index.ts';
import { type Layout, STAGING } from './layout.ts';
import type { StepHook } from './target.ts';

export interface StagedFile extends NewFile {
  readonly path: string;
}

/**
 * Writes an epoch's files where nothing looks yet, all on disk, and gives the directory its name as the last step.
 */
export async function stageEpoch(
  layout: Layout,
  epoch: number,
  files: readonly StagedFile[],
  step: StepHook,
): Promise<void> {
  const staging = join(layout.epochs, STAGING);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  await step('stage:begin');
  const directories = directoriesOf(files.map((file) => file.path));
  for (const directory of directories) await mkdir(join(staging, directory), { mode: 0o755 });
  for (const file of files) {
    await createFile(join(staging, file.path), file);
    await step('stage:file');
  }
  // An umask may have narrowed them, and other accounts own some of the files.
  for (const directory of [...directories, '.']) await chmod(join(staging, directory), 0o755);
  for (const directory of [...directories].reverse()) await syncDirectory(join(staging, directory));
  await syncDirectory(staging);
  await step('stage:synced');
  const final = join(layout.epochs, String(epoch));
  await rm(final, { recursive: true, force: true });
  await step('stage:ready');
  await rename(staging, final);
  await step('stage:renamed');
  await syncDirectory(layout.epochs);
}

/** Every directory that the paths need, parents first. */
function directoriesOf(paths: readonly string[]): readonly string[] {
  const directories = new Set<string>();
  for (const path of paths) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) directories.add(parent);
  }
  return [...directories].sort();
}
