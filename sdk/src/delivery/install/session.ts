import { type Accounts, fileAccounts } from './accounts.ts';
import { assertCommands } from './commands.ts';
import { InstallError } from './errors.ts';
import { assertLayout, type Layout, layoutOf } from './layout.ts';
import { withLock } from './lock.ts';
import { type InstallationRecord, prepareState, readRecord, recordPath, type Slot, writeRecord } from './record.ts';
import type { InstallTarget, StepHook } from './target.ts';

/** One locked piece of work on a slot. */
export interface Session {
  readonly slot: Slot;
  readonly target: InstallTarget;
  readonly layout: Layout;
  readonly accounts: Accounts;
  readonly step: StepHook;
  /** The record as it is on disk. */
  readonly record: InstallationRecord;
}

/** Locks the slot, checks directories and configuration, reads the record. */
export async function withSession<T>(
  target: InstallTarget,
  slot: Slot,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  assertCommands(target.commands);
  await prepareState(target.state);
  return withLock(`${recordPath(target.state, slot)}.lock`, async () => {
    const layout = layoutOf(target.root);
    await assertLayout(layout, slot);
    const record = await readRecord(target.state, slot);
    const step = target.onStep ?? (() => undefined);
    return work({ slot, target, layout, accounts: target.accounts ?? fileAccounts(), step, record });
  });
}

/** Writes the record, with the time as it is known, and returns the session that goes on from there. */
export async function save(session: Session, change: Partial<InstallationRecord>): Promise<Session> {
  const record = { ...session.record, ...change, time: certainTimeOf(session) };
  await writeRecord(session.target.state, record, session.step);
  await session.step('record');
  return { ...session, record };
}

/** Seconds since 1970; never before a time that was seen already. */
export function timeOf(session: Session): number {
  const time = Math.floor(session.target.clock());
  return Number.isFinite(time) ? Math.max(time, session.record.time) : session.record.time;
}

/** As much of `timeOf` as is worth writing down. */
export function certainTimeOf(session: Session): number {
  const time = timeOf(session);
  const certain = Math.floor(session.target.certainTime?.() ?? time);
  return Number.isFinite(certain) ? Math.max(Math.min(time, certain), session.record.time) : session.record.time;
}

/** Gives what the file system says a code, and leaves everything else as it is: our own errors, and bugs. */
export function toInstallError(cause: unknown, shortMessage: string, field: string): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  return new InstallError('INSTALL_FAILED', `${shortMessage} (${cause.code})`, { field, cause });
}
