import { ArgumentError } from '../../errors/index.ts';
import { tidy } from './advance.ts';
import type { InstallationRecord, Slot } from './record.ts';
import { finishRemoval, recoverSession } from './recover.ts';
import { certainTimeOf, type Session, save, timeOf, withSession } from './session.ts';
import type { InstallTarget } from './target.ts';

export interface Removal {
  /** Epochs whose files are gone now. */
  readonly removed: readonly number[];
  /** Reload commands that failed; the files are gone all the same. */
  readonly problems: readonly string[];
  /** When to call `expire` again, in seconds since 1970; null if nothing ends. */
  readonly next: number | null;
  readonly record: InstallationRecord;
}

/** How far the clock may run ahead of the recorded time before it is written down, in seconds. */
const TIME_STEP = 600;

/**
 * Removes what has ended: the current epoch after its `notAfter`, the one before when the overlap is over. Needs no connection.
 *
 * @example
 * ```ts
 * const { next } = await expire(target, slot); // call again at `next`
 * ```
 */
export async function expire(target: InstallTarget, slot: Slot): Promise<Removal> {
  return withSession(target, slot, async (opened) => {
    const { session } = await recoverSession(opened);
    const time = timeOf(session);
    const { current, previous } = session.record;
    const result = await end(session, {
      current: current !== null && time > current.notAfter,
      previous: previous !== null && time > previous.until,
      highWater: 0,
    });
    if (result.removed.length > 0 || certainTimeOf(session) < session.record.time + TIME_STEP) return result;
    return { ...result, record: (await save(session, {})).record };
  });
}

/**
 * Removes everything up to and including `epoch`, for ever, as a withdrawal asks for.
 *
 * @throws {ArgumentError} if `epoch` is not a whole number from 0.
 */
export async function withdraw(target: InstallTarget, slot: Slot, epoch: number): Promise<Removal> {
  if (!Number.isSafeInteger(epoch) || epoch < 0) throw new ArgumentError('is not an epoch', { field: 'epoch' });
  return withSession(target, slot, async (opened) => {
    const { session } = await recoverSession(opened, epoch);
    const { current, previous } = session.record;
    return end(session, {
      current: current !== null && current.epoch <= epoch,
      previous: previous !== null && previous.epoch <= epoch,
      highWater: epoch,
    });
  });
}

async function end(
  session: Session,
  ends: { readonly current: boolean; readonly previous: boolean; readonly highWater: number },
): Promise<Removal> {
  const { record } = session;
  const removed = [ends.current ? record.current : null, ends.previous ? record.previous : null];
  const epochs = removed.flatMap((epoch) => (epoch ? [epoch.epoch] : []));
  const change = {
    highWater: Math.max(record.highWater, ends.highWater),
    current: ends.current ? null : record.current,
    previous: ends.previous ? null : record.previous,
  };
  if (epochs.length === 0) {
    const after = change.highWater > record.highWater ? await save(session, change) : session;
    return { removed: [], problems: [], next: nextEnd(after.record), record: after.record };
  }
  const postInstall = ends.current && record.current ? record.current.postInstall : [];
  if (postInstall.length === 0) {
    const after = await tidy(await save(session, change));
    return { removed: epochs, problems: [], next: nextEnd(after.record), record: after.record };
  }
  const begun = await save(session, { ...change, pending: { action: 'remove', postInstall } });
  const { session: after, problems } = await finishRemoval(begun, postInstall);
  return { removed: epochs, problems, next: nextEnd(after.record), record: after.record };
}

function nextEnd({ current, previous }: InstallationRecord): number | null {
  const ends = [current?.notAfter, previous?.until].filter((end) => end !== undefined);
  return ends.length === 0 ? null : Math.min(...ends) + 1;
}
