import path from 'node:path';
import { FileError } from '../../errors/index.ts';
import { takeLock } from '../../files/index.ts';

/**
 * Takes a state folder for this process, until it ends, however it ends. A process that has it already may take it again.
 *
 * @throws {FileError} if another process that runs has it, or the folder cannot be written to.
 */
export async function takeStateFolder(directory: string): Promise<void> {
  const file = path.join(directory, 'agent.lock');
  const attempt = await takeLock(file).catch((cause: NodeJS.ErrnoException) => {
    throw new FileError(`cannot be written (${cause.code})`, { field: file, cause });
  });
  if ('release' in attempt || attempt.heldBy === process.pid) return;
  throw new FileError(`another agent (process ${attempt.heldBy}) runs on this state folder`, {
    field: file,
    metaMessages: ['End it first.'],
  });
}
