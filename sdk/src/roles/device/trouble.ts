import { BaseError, FileError } from '../../errors/index.ts';
import type { Alarm } from './report.ts';

/**
 * What the world outside did to us: an error of ours, or what the file system said (a full disk, a read-only one).
 *
 * @returns null for anything else, which is a bug and has to be thrown on.
 */
export function troubleOf(error: unknown): BaseError | null {
  if (error instanceof BaseError) return error;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  const field = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return new FileError(`the file system refuses (${error.code})`, { cause: error, ...(field ? { field } : {}) });
}

/** The alarm that an error raises. Its message stays the same while the trouble does; what varies is in the details. */
export function alarmOf(
  alarm: Alarm['alarm'],
  { field, shortMessage, metaMessages }: BaseError,
  where?: string,
): Alarm {
  const parts = [where, field, shortMessage].filter((part) => part !== undefined);
  return { alarm, message: parts.join(': '), details: metaMessages };
}

/** What some work is guarded with. */
export interface Guard {
  /** Gets an alarm of this name if something goes wrong. */
  readonly alarms: Alarm[];
  readonly alarm: Alarm['alarm'];
  readonly where?: string;
  /** What it interrupts is no trouble. */
  readonly signal?: AbortSignal | undefined;
}

/** Does some work; what goes wrong in the world outside becomes an alarm and stops nothing else. */
export async function guarded({ alarms, alarm, where, signal }: Guard, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    signal?.throwIfAborted();
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    alarms.push(alarmOf(alarm, trouble, where));
  }
}
