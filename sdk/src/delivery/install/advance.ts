import { commandStages, runStage } from './commands.ts';
import { keepEpochs, pointLink, pointsTo } from './layout.ts';
import type { InstallationRecord, InstalledEpoch } from './record.ts';
import { type Session, save, timeOf } from './session.ts';

/** An installation that was interrupted this often is undone: its commands may be what ends the agent. */
const MAX_ATTEMPTS = 2;

export type Pending = NonNullable<InstallationRecord['pending']>;
export type PendingInstall = Extract<Pending, { action: 'install' }>;

/** `failure` is null if the epoch is installed, and otherwise says why the epoch before is back. */
export interface Advanced {
  readonly session: Session;
  readonly failure: string | null;
  /** Commands that failed again with the old files. */
  readonly afterwards: readonly string[];
}

/**
 * Writes down what is going to happen, then does it. From here on a crash is no loss: the record says how to go on.
 */
export async function begin(session: Session, epoch: InstalledEpoch, overlap: number): Promise<Advanced> {
  const pending: PendingInstall = { action: 'install', epoch, direction: 'forward', attempts: 1, overlap };
  return forward(await save(session, { pending }), pending);
}

/** Goes on with an installation that was interrupted, unless it is not wanted any more: up to `withdrawn`, or expired. */
export async function resume(session: Session, pending: PendingInstall, withdrawn: number): Promise<Advanced> {
  if (pending.epoch.epoch <= withdrawn) return back(session, pending, 'was withdrawn while it was installed');
  if (timeOf(session) > pending.epoch.notAfter) return back(session, pending, 'expired while it was installed');
  if (pending.direction === 'back') return back(session, pending, 'was being undone when the agent ended');
  if (pending.attempts >= MAX_ATTEMPTS) return back(session, pending, 'was interrupted again and again');
  const again = { ...pending, attempts: pending.attempts + 1 };
  return forward(await save(session, { pending: again }), again);
}

async function forward(session: Session, pending: PendingInstall): Promise<Advanced> {
  const { layout, target, step } = session;
  await pointLink(layout, 'current', pending.epoch.epoch, step);
  await step('switched');
  // Every check before the first reload: if one fails, no service has noticed anything.
  for (const stage of commandStages) {
    for (const name of pending.epoch.postInstall) {
      const failure = await runStage(target.commands, name, stage);
      await step('command');
      if (failure !== null) return back(session, pending, failure, stage !== 'check' || pending.attempts > 1);
    }
  }
  return { session: await commit(session, pending), failure: null, afterwards: [] };
}

async function commit(session: Session, pending: PendingInstall): Promise<Session> {
  const { epoch, overlap } = pending;
  const { current, failed } = session.record;
  const time = timeOf(session);
  const until = current ? Math.min(current.notAfter, time + overlap) : 0;
  const committed = await save(session, {
    highWater: epoch.epoch,
    current: epoch,
    previous: current && overlap > 0 && until >= time ? { ...current, until } : null,
    pending: null,
    failed: failed && failed.epoch > epoch.epoch ? failed : null,
  });
  return tidy(committed);
}

async function back(session: Session, pending: PendingInstall, failure: string, reloaded = true): Promise<Advanced> {
  const { layout, step } = session;
  // Written first, so that a crash from here on does not try the new files once more.
  const undoing = await save(session, { pending: { ...pending, direction: 'back' } });
  const { current, failed } = undoing.record;
  await pointLink(layout, 'current', current?.epoch ?? null, step);
  await step('switched back');
  const names = reloaded ? [...pending.epoch.postInstall, ...(current?.postInstall ?? [])] : [];
  const afterwards = await reload(undoing, names);
  const { epoch, manifest } = pending.epoch;
  const attempts = failed?.manifest === manifest ? failed.attempts + 1 : 1;
  const undone = await save(undoing, {
    pending: null,
    failed: { epoch, manifest, reason: failure, time: timeOf(undoing), attempts },
  });
  return { session: await tidy(undone), failure, afterwards };
}

/** Runs each command once, without check and probe, and goes on after one that fails. */
export async function reload(session: Session, names: readonly string[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const name of new Set(names)) {
    const failure = await runStage(session.target.commands, name, 'run');
    if (failure !== null) failures.push(failure);
    await session.step('reload');
  }
  return failures;
}

/** Brings links and directories in line with the record: nothing is kept that it does not name. */
export async function tidy(session: Session): Promise<Session> {
  const { current, previous } = session.record;
  for (const [name, epoch] of [
    ['current', current?.epoch ?? null],
    ['previous', previous?.epoch ?? null],
  ] as const) {
    if (!(await pointsTo(session.layout, name, epoch))) await pointLink(session.layout, name, epoch, session.step);
    await session.step('tidy');
  }
  const kept = [current, previous].flatMap((epoch) => (epoch ? [epoch.epoch] : []));
  await keepEpochs(session.layout, kept, session.step);
  await session.step('tidy');
  return session;
}
