import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '../../errors/index.ts';

const attempts = 3;

/**
 * Takes a state folder for this process, until it ends, however it ends. A process that has it already may take it again.
 *
 * @throws {FileError} if another process that runs has it, or the folder cannot be written to.
 */
export async function takeStateFolder(directory: string): Promise<void> {
  const file = path.join(directory, 'agent.lock');
  const mine = `${process.pid} ${await startOf(process.pid)}`;
  const temporary = `${file}.${process.pid}`;
  try {
    await writeFile(temporary, mine, { mode: 0o600 });
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await tryLink(temporary, file)) return;
      const holder = await readFile(file, 'utf8').catch(() => '');
      if (holder === mine) return;
      await assertEnded(holder, file);
      // Renamed first: of several processes that find the same stale lock, only one takes it away.
      await rename(file, `${temporary}.stale`).catch(() => undefined);
      await unlink(`${temporary}.stale`).catch(() => undefined);
    }
    throw new FileError('is being taken by other processes', { field: file });
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    throw new FileError(`cannot be written (${(cause as NodeJS.ErrnoException).code})`, { field: file, cause });
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** A hard link appears with its content at once, and only one process can make it. */
async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function assertEnded(holder: string, file: string): Promise<void> {
  const [pid = '', start = ''] = holder.split(' ');
  if (!/^[1-9]\d{0,9}$/.test(pid) || (await startOf(Number(pid))) !== start) return;
  throw new FileError(`another agent (process ${pid}) runs on this state folder`, {
    field: file,
    metaMessages: ['End it first.'],
  });
}

/** When a process began (proc(5), field 22 of stat): with the id it is unique. `ended` if there is none, or only its remains. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? 'unknown');
  } catch {
    return isAlive(pid) ? 'running' : 'ended';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
