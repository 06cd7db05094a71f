import { cpSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openPgliteFolder } from '../sql/pgliteFolder.ts';

/** An empty database as PGlite makes it: the folder as it is on the disk, and the same in one file. */
const parts = { folder: 'database', archive: 'database.tar' } as const;

/** Makes one database for a whole run of tests, since each takes seconds: tests begin with a copy of it, where nothing has been yet. */
async function prepare(run: string): Promise<string> {
  const prepared = join(run, 'prepared-database');
  if (existsSync(prepared)) return prepared;
  const own = await mkdtemp(join(run, 'preparing-'));
  const folder = await openPgliteFolder(own);
  const database = await PGlite.create({ fs: folder.fs });
  const archive = await database.dumpDataDir('none');
  await database.close();
  await folder.close();
  await writeFile(join(own, parts.archive), archive.stream());
  try {
    await rename(own, prepared);
  } catch (error) {
    // Another file's tests were quicker.
    await rm(own, { recursive: true, force: true });
    if (!existsSync(prepared)) throw error;
  }
  return prepared;
}

let preparing: Promise<string> | undefined;

/** Null outside of a run of tests, where nobody would take it away. */
async function preparedHere(): Promise<string | null> {
  const run = process.env.TEST_RUN_FOLDER;
  if (run === undefined) return null;
  preparing ??= prepare(run);
  return preparing;
}

/** Puts an empty database into the folder of a store, which then need not be made. */
export async function prepareStoreFolder(folder: string): Promise<void> {
  const prepared = await preparedHere();
  if (prepared === null) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  cpSync(join(prepared, parts.folder), join(folder, parts.folder), { recursive: true, preserveTimestamps: true });
}

let read: Promise<Blob> | undefined;

/** An empty database for a store in memory. */
export async function preparedArchive(): Promise<Blob | undefined> {
  const prepared = await preparedHere();
  if (prepared === null) return undefined;
  read ??= readFile(join(prepared, parts.archive)).then((bytes) => new Blob([bytes]));
  return read;
}
