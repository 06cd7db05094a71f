import { begin } from './advance.ts';
import { InstallError } from './errors.ts';
import { keepEpochs, prepareLayout } from './layout.ts';
import { type InstallableDelivery, manifestDigest, type Plan, planInstallation } from './plan.ts';
import type { InstallationRecord, Slot } from './record.ts';
import { recoverSession } from './recover.ts';
import { type Session, toInstallError, withSession } from './session.ts';
import { stageEpoch } from './stage.ts';
import type { InstallTarget } from './target.ts';

export interface Installation {
  /** `unchanged`: exactly this manifest is installed already. */
  readonly status: 'installed' | 'unchanged';
  readonly record: InstallationRecord;
}

/**
 * Installs the files of a verified delivery, all or none: stage, fsync, rename, switch, check, reload, probe, commit; or the
 * old files are back. Programs open `<root>/current/<path>`. A crash at any moment is finished or undone by `recover`.
 *
 * @throws {InstallError} see `InstallErrorCode`; whatever is thrown, the files are those from before.
 * @throws {DecodeError} for a manifest that breaks a rule of docs/spec/manifest.md.
 * @example
 * ```ts
 * await install({ root: '/etc/gridseal/ssh', state: '/var/lib/gridseal', commands, clock }, { manifest, contents });
 * ```
 */
export async function install(target: InstallTarget, delivery: InstallableDelivery): Promise<Installation> {
  const { authority, subject } = delivery.manifest;
  const slot: Slot = { authority, subject };
  return withSession(target, slot, async (opened) => {
    const { session } = await recoverSession(opened);
    if (session.record.current?.manifest === manifestDigest(delivery.manifest)) {
      return { status: 'unchanged', record: session.record };
    }
    const plan = await planInstallation(session, delivery);
    await stage(session, plan);
    const { session: after, failure, afterwards } = await activate(session, plan);
    if (failure !== null) {
      throw new InstallError('INSTALL_ROLLED_BACK', failure, {
        field: 'manifest.postInstall',
        metaMessages: ['The old files are back.', ...afterwards.map((line) => `With the old files: ${line}`)],
      });
    }
    return { status: 'installed', record: after.record };
  });
}

async function stage(session: Session, plan: Plan): Promise<void> {
  const { layout, slot, step, record } = session;
  try {
    await prepareLayout(layout, slot, step);
    await stageEpoch(layout, plan.epoch.epoch, plan.files, step);
  } catch (cause) {
    const kept = [record.current, record.previous].flatMap((epoch) => (epoch ? [epoch.epoch] : []));
    // What cannot be removed now is removed by the next recovery.
    await keepEpochs(layout, kept, step).catch(() => undefined);
    throw toInstallError(cause, 'cannot be written: nothing was changed', layout.epochs);
  }
}

async function activate(session: Session, plan: Plan): ReturnType<typeof begin> {
  try {
    return await begin(session, plan.epoch, plan.overlap);
  } catch (cause) {
    throw toInstallError(cause, 'was interrupted: the next start finishes or undoes it', session.layout.root);
  }
}
