import { type Advanced, reload, resume, tidy } from './advance.ts';
import { InstallError } from './errors.ts';
import { linkedEpoch, pointLink } from './layout.ts';
import type { InstallationRecord, Slot } from './record.ts';
import { type Session, save, withSession } from './session.ts';
import type { InstallTarget } from './target.ts';

/** What a start found and did. */
export interface Recovery {
  /** `clean`: nothing was left undone. */
  readonly status: 'clean' | 'finished' | 'rolledBack' | 'removed';
  readonly record: InstallationRecord;
  /** Why it was rolled back, or commands that failed after a removal. */
  readonly problems: readonly string[];
}

/**
 * Finishes or undoes what a crash has interrupted, and removes what it has left. To be called before anything else for each
 * slot; `install`, `expire` and `withdraw` do it too.
 *
 * @throws {InstallError} `INSTALL_TARGET` if there are files but no record of them.
 * @throws {FileError} if the record is broken.
 * @example
 * ```ts
 * const { status, record } = await recover(target, { authority, subject });
 * ```
 */
export async function recover(target: InstallTarget, slot: Slot): Promise<Recovery> {
  return withSession(target, slot, async (session) => {
    const { session: after, ...recovery } = await recoverSession(session);
    return { ...recovery, record: after.record };
  });
}

export interface RecoveredSession extends Omit<Recovery, 'record'> {
  readonly session: Session;
}

/** @param withdrawn Everything up to this epoch is undone rather than finished. */
export async function recoverSession(session: Session, withdrawn = 0): Promise<RecoveredSession> {
  const { pending } = session.record;
  if (pending === null) {
    await assertKnown(session);
    return { status: 'clean', session: await tidy(session), problems: [] };
  }
  if (pending.action === 'remove') {
    const { session: after, problems } = await finishRemoval(session, pending.postInstall);
    return { status: 'removed', session: after, problems };
  }
  const advanced: Advanced = await resume(session, pending, withdrawn);
  const problems = advanced.failure === null ? [] : [advanced.failure, ...advanced.afterwards];
  return { status: advanced.failure === null ? 'finished' : 'rolledBack', session: advanced.session, problems };
}

/** Without its record a device would accept an old delivery again. */
async function assertKnown(session: Session): Promise<void> {
  if (session.record.highWater > 0) return;
  const epoch = await linkedEpoch(session.layout, 'current');
  if (epoch === null) return;
  throw new InstallError('INSTALL_TARGET', `has the files of epoch ${epoch}, but there is no record of them`, {
    field: session.layout.root,
    metaMessages: ['Restore the state directory, or remove `current` to begin again.'],
  });
}

/** Takes away the files that the record does not name any more, then reloads. Never undone. */
export async function finishRemoval(
  session: Session,
  postInstall: readonly string[],
): Promise<{ readonly session: Session; readonly problems: readonly string[] }> {
  await pointLink(session.layout, 'current', session.record.current?.epoch ?? null, session.step);
  await session.step('unlinked');
  await tidy(session);
  const problems = await reload(session, postInstall);
  return { session: await save(session, { pending: null }), problems };
}
