import { lstat, mkdir, readdir, readFile, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { utf8Encode } from '../../bytes/index.ts';
import { createFile, isMissing, removeIfThere, syncDirectory } from '../../files/index.ts';
import { InstallError } from './errors.ts';
import { type Slot, slotId } from './record.ts';
import type { StepHook } from './target.ts';

/**
 * The directory that one authority's files for one subject live in:
 *
 * ```
 * <root>/current            → .epochs/7      what programs open: <root>/current/<path>
 * <root>/previous           → .epochs/6      while old and new overlap
 * <root>/.epochs/<epoch>/   the files, complete and on disk before anything points to them
 * <root>/.epochs/slot       whose directory this is
 * ```
 *
 * Renaming one link switches all files at once: there is no moment with a part of a set.
 */
export interface Layout {
  readonly root: string;
  readonly epochs: string;
}

const SLOT = 'slot';
export const STAGING = '.staging';
export type LinkName = 'current' | 'previous';

export function layoutOf(root: string): Layout {
  return { root, epochs: join(root, '.epochs') };
}

/**
 * Checks the directory, and everything above it, before a byte is written.
 *
 * @throws {InstallError} `INSTALL_TARGET`
 */
export async function assertLayout(layout: Layout, slot: Slot): Promise<void> {
  const { root, epochs } = layout;
  if (resolve(root) !== root) throw unsafe(root, 'is not an absolute path');
  await assertOwnDirectory(root);
  await assertAncestors(root);
  if ((await kindOf(epochs)) !== 'missing') {
    await assertOwnDirectory(epochs);
    await assertSlot(layout, slot);
  }
  for (const name of ['current', 'previous', '.current.new', '.previous.new']) {
    const kind = await kindOf(join(root, name));
    if (kind !== 'missing' && kind !== 'link') throw unsafe(join(root, name), 'is not a link made by the agent');
  }
}

/** Creates `.epochs` on first use. */
export async function prepareLayout(layout: Layout, slot: Slot, step: StepHook): Promise<void> {
  if ((await kindOf(layout.epochs)) === 'missing') {
    await mkdir(layout.epochs, { mode: 0o755 });
    await step('layout:begin');
    await syncDirectory(layout.root);
  }
  if ((await kindOf(join(layout.epochs, SLOT))) === 'missing') {
    const temporary = join(layout.epochs, `.${SLOT}.new`);
    await removeIfThere(temporary);
    await createFile(temporary, { content: utf8Encode(slotId(slot)), mode: 0o644, uid: null, gid: null });
    await step('layout:slot');
    await rename(temporary, join(layout.epochs, SLOT));
    await syncDirectory(layout.epochs);
  }
}

async function assertSlot(layout: Layout, slot: Slot): Promise<void> {
  const path = join(layout.epochs, SLOT);
  const kind = await kindOf(path);
  if (kind === 'missing') return;
  if (kind !== 'file' || (await readFile(path, 'utf8')) !== slotId(slot)) {
    throw unsafe(layout.root, 'already belongs to another authority or subject: give each a directory of its own');
  }
}

async function kindOf(path: string): Promise<'missing' | 'link' | 'directory' | 'file'> {
  try {
    const stats = await lstat(path);
    return stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'directory' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

async function assertOwnDirectory(path: string): Promise<void> {
  const stats = await lstat(path).catch((cause: unknown) => {
    throw unsafe(path, 'cannot be examined: it has to exist', cause);
  });
  if (!stats.isDirectory()) throw unsafe(path, 'is not a directory (links are not followed)');
  if (stats.uid !== (process.geteuid?.() ?? stats.uid)) throw unsafe(path, 'belongs to another account than the agent');
  if ((stats.mode & 0o022) !== 0) throw unsafe(path, 'can be written to by others: chmod go-w');
}

/** Who can rename a directory above can put another in its place; in sticky ones, such as /tmp, only owners can. */
async function assertAncestors(root: string): Promise<void> {
  let path = await realpath(dirname(root));
  for (;;) {
    const stats = await lstat(path);
    const trusted = stats.uid === 0 || stats.uid === process.geteuid?.();
    if (!trusted) throw unsafe(path, 'belongs to neither root nor the agent');
    if ((stats.mode & 0o022) !== 0 && (stats.mode & 0o1000) === 0) throw unsafe(path, 'can be written to by others');
    if (path === dirname(path)) return;
    path = dirname(path);
  }
}

function unsafe(path: string, message: string, cause?: unknown): InstallError {
  return new InstallError('INSTALL_TARGET', message, { field: path, ...(cause === undefined ? {} : { cause }) });
}

/** The epoch that a link points to, or null. */
export async function linkedEpoch(layout: Layout, name: LinkName): Promise<number | null> {
  try {
    const match = /^\.epochs\/(\d+)$/.exec(await readlink(join(layout.root, name)));
    return match ? Number(match[1]) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether a link is already as it should be, so that looking after it costs no write. */
export async function pointsTo(layout: Layout, name: LinkName, epoch: number | null): Promise<boolean> {
  const path = join(layout.root, name);
  if (epoch === null) return (await kindOf(path)) === 'missing';
  return (await kindOf(path)) === 'link' && (await readlink(path)) === `.epochs/${epoch}`;
}

/** Points a link to an epoch, or takes it away, in one step that survives a power cut. */
export async function pointLink(layout: Layout, name: LinkName, epoch: number | null, step: StepHook): Promise<void> {
  const path = join(layout.root, name);
  if (epoch === null) await removeIfThere(path);
  else {
    const temporary = join(layout.root, `.${name}.new`);
    await removeIfThere(temporary);
    await symlink(`.epochs/${epoch}`, temporary);
    await step('link:made');
    await rename(temporary, path);
  }
  await step('link:changed');
  await syncDirectory(layout.root);
}

/** Removes everything in `.epochs` but these epochs: older ones, and what a crash has left. */
export async function keepEpochs(layout: Layout, keep: readonly number[], step: StepHook): Promise<void> {
  if ((await kindOf(layout.epochs)) === 'missing') return;
  const kept = new Set([SLOT, ...keep.map(String)]);
  const extraneous = (await readdir(layout.epochs)).filter((entry) => !kept.has(entry));
  for (const entry of extraneous) {
    await rm(join(layout.epochs, entry), { recursive: true, force: true });
    await step('epochs:removed');
  }
  if (extraneous.length > 0) await syncDirectory(layout.epochs);
}
