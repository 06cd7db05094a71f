import { open, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeIfThere } from './durable.ts';

/** What came of an attempt: the lock, or the process that has it. */
export type LockAttempt = { readonly release: () => Promise<void> } | { readonly heldBy: number };

/** How often, and after how many milliseconds, the one that may wait looks again. */
const LOOKS = 25;
const PAUSE_MS = 20;

/**
 * Takes a lock for this process until it is released, or the process ends in whatever way.
 *
 * Each process makes a file of its own name, `<path>.<process id>.<its start>`, and looks for others after that: of two, at least
 * one sees the other, and neither has to take away a file that may have become another's in the meantime. What a dead process
 * has left has a name that nobody will ever have again, so anybody may remove it. Processes that share the folder have to share
 * their process ids as well: it keeps out no other machine or container.
 *
 * @param path In a folder that only who may take the lock can write to.
 * @returns `heldBy` this very process if it has the lock already.
 * @example
 * ```ts
 * const attempt = await takeLock('/var/lib/gridseal/agent.lock');
 * if ('heldBy' in attempt) throw new FileError(`is in use by process ${attempt.heldBy}`);
 * ```
 */
export async function takeLock(path: string): Promise<LockAttempt> {
  const mine = `${path}.${process.pid}.${(await startOf(process.pid)) ?? 'unknown'}`;
  if (!(await create(mine))) return { heldBy: process.pid };
  const release = () => removeIfThere(mine);
  try {
    for (let look = 1; ; look++) {
      const holders = await holdersBeside(path, basename(mine));
      const [first] = holders;
      if (first === undefined) return { release };
      // Of several that start at once, the one with the lowest id waits for the others to step back.
      if (look === LOOKS || holders.some((pid) => pid < process.pid)) {
        await release();
        return { heldBy: first };
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } catch (error) {
    await release();
    throw error;
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The living processes that have a file there; those of dead ones are removed. */
async function holdersBeside(path: string, mine: string): Promise<readonly number[]> {
  const prefix = `${basename(path)}.`;
  const holders: number[] = [];
  for (const entry of await readdir(dirname(path))) {
    const [, pid, start] = (entry.startsWith(prefix) && /^(\d{1,10})\.(\w+)$/.exec(entry.slice(prefix.length))) || [];
    if (pid === undefined || entry === mine) continue;
    if (await isHeld(Number(pid), start as string)) holders.push(Number(pid));
    else await removeIfThere(join(dirname(path), entry));
  }
  return holders;
}

/** A process id is used again some day; together with its start it is unique. */
async function isHeld(pid: number, start: string): Promise<boolean> {
  const found = await startOf(pid);
  return found === null ? isAlive(pid) : found === start;
}

/** When a process started, in the kernel's ticks (proc(5), field 22 of stat); null if it cannot be seen. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It belongs to somebody else, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
