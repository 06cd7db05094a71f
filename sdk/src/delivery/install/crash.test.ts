import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Commands } from './commands.ts';
import { deliveryOf, deviceTarget, epochsOf, installed, now, script, setOf, slot } from './install.fixtures.ts';
import { install } from './install.ts';
import type { InstallableDelivery } from './plan.ts';
import { recordPath } from './record.ts';
import { recover } from './recover.ts';
import { expire, withdraw } from './remove.ts';
import type { InstallTarget } from './target.ts';

interface Run {
  readonly action: 'install' | 'recover' | 'expire' | 'withdraw';
  readonly delivery?: InstallableDelivery;
  readonly epoch?: number;
  readonly time?: number;
}

/** Does the work in a process of its own, which kills itself at a step; false if it ended before that step. */
function runKilled(target: InstallTarget, run: Run, killAt: number): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'install.worker.ts')], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { root, state, commands, overlap } = target;
  child.stdin.end(
    JSON.stringify({
      target: { root, state, commands, overlap },
      time: run.time ?? now,
      killAt,
      slot,
      action: run.action,
      epoch: run.epoch,
      manifest: run.delivery?.manifest,
      contents: run.delivery?.contents.map((content) => Buffer.from(content).toString('base64')),
    }),
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (_, signal) => resolve(signal === 'SIGKILL'));
  });
}

test('behavior: the process of these tests recovers a fresh device', async () => {
  expect(await runKilled(deviceTarget(), { action: 'recover' }, -1)).toBe(false);
});

/** Kills at step 0, 1, 2, … each time on a fresh device, until the work ends by itself; returns how many steps there are. */
async function atEveryStep(
  run: Run,
  prepare: () => Promise<InstallTarget>,
  check: (target: InstallTarget, step: number) => Promise<void>,
): Promise<number> {
  for (let step = 0; ; step += 2) {
    const pair = await Promise.all(
      [step, step + 1].map(async (at) => {
        const target = await prepare();
        const killed = await runKilled(target, run, at);
        if (killed) await check(target, at);
        return killed;
      }),
    );
    if (pair.includes(false)) return pair[0] ? step + 1 : step;
    if (step > 100) throw new Error('does not end');
  }
}

const touch: Commands = {
  reload: { argv: script('true'), timeoutMs: 5000, probe: { argv: script('true') } },
  broken: { argv: script('true'), timeoutMs: 5000, probe: { argv: script('exit 1'), retryMs: 0 } },
};

// Each of these starts some dozens of processes, one after the other.
describe('kill -9 between any two steps', { timeout: 240_000 }, () => {
  test('behavior: of a first installation leaves nothing or the new set', async () => {
    const delivery = deliveryOf({ epoch: 1, postInstall: ['reload'] });
    const steps = await atEveryStep(
      { action: 'install', delivery },
      async () => deviceTarget({ commands: touch }),
      async (target, step) => {
        expect([null, setOf(1)], `step ${step}`).toContainEqual(installed(target.root));
        await recover(target, slot);
        const after = installed(target.root);
        expect([null, setOf(1)]).toContainEqual(after);
        expect(epochsOf(target.root)).toEqual(after ? ['1'] : []);
        expect((await install(target, delivery)).status).toBe(after ? 'unchanged' : 'installed');
        expect(installed(target.root)).toEqual(setOf(1));
      },
    );
    expect(steps).toBeGreaterThan(8);
  });

  test('behavior: of a rotation leaves the old or the new set, never neither, and recovery decides for one', async () => {
    const delivery = deliveryOf({ epoch: 2, postInstall: ['reload'] });
    const outcomes = new Set<string>();
    const steps = await atEveryStep(
      { action: 'install', delivery },
      async () => {
        const target = deviceTarget({ commands: touch, overlap: 60 });
        await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
        return target;
      },
      async (target, step) => {
        expect([setOf(1), setOf(2)], `step ${step}`).toContainEqual(installed(target.root));
        const { record, status } = await recover(target, slot);
        outcomes.add(status);
        expect(record.pending).toBeNull();
        expect(installed(target.root)).toEqual(setOf(record.current?.epoch ?? 0));
        expect(epochsOf(target.root)).toEqual(record.current?.epoch === 2 ? ['1', '2'] : ['1']);
        await install(target, delivery);
        expect(installed(target.root)).toEqual(setOf(2));
        expect(installed(target.root, 'previous')).toEqual(setOf(1));
      },
    );
    expect(steps).toBeGreaterThan(12);
    expect([...outcomes].sort()).toEqual(['clean', 'finished']);
  });

  test('behavior: of a rotation whose probe fails leaves the old set in the end', async () => {
    const delivery = deliveryOf({ epoch: 2, postInstall: ['broken'] });
    const outcomes = new Set<string>();
    await atEveryStep(
      { action: 'install', delivery },
      async () => {
        const target = deviceTarget({ commands: touch });
        await install(target, deliveryOf({ epoch: 1 }));
        return target;
      },
      async (target) => {
        expect([setOf(1), setOf(2)]).toContainEqual(installed(target.root));
        outcomes.add((await recover(target, slot)).status);
        expect(installed(target.root)).toEqual(setOf(1));
        expect(epochsOf(target.root)).toEqual(['1']);
      },
    );
    expect(outcomes).toContain('rolledBack');
  });

  test('behavior: of a withdrawal or an expiry never brings the files back', async () => {
    for (const run of [
      { action: 'withdraw', epoch: 1 },
      { action: 'expire', time: now + 4000 },
    ] as const) {
      await atEveryStep(
        run,
        async () => {
          const target = deviceTarget({ commands: touch });
          await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
          return target;
        },
        async (target) => {
          const begun = installed(target.root) === null;
          const { record } = await recover(target, slot);
          expect(installed(target.root)).toEqual(record.current ? setOf(1) : null);
          if (begun) expect(record.current).toBeNull();
          if (run.action === 'withdraw') await withdraw(target, slot, run.epoch);
          else await expire({ ...target, clock: () => run.time }, slot);
          expect(installed(target.root)).toBeNull();
          expect(epochsOf(target.root)).toEqual([]);
          await expect(install(target, deliveryOf({ epoch: 1 }))).rejects.toThrow(/highest seen/);
        },
      );
    }
  });

  test('behavior: of the recovery itself can be recovered from, any number of times', async () => {
    const delivery = deliveryOf({ epoch: 2, postInstall: ['reload'] });
    const target = deviceTarget({ commands: touch });
    await install(target, deliveryOf({ epoch: 1 }));
    expect(await runKilled(target, { action: 'install', delivery }, 8)).toBe(true);
    for (let step = 0; await runKilled(target, { action: 'recover' }, step); step++) {
      expect([setOf(1), setOf(2)]).toContainEqual(installed(target.root));
    }
    const { record } = await recover(target, slot);
    expect(record.pending).toBeNull();
    expect(installed(target.root)).toEqual(setOf(record.current?.epoch ?? 0));
  });
});

describe('a command that kills the agent', () => {
  test('behavior: is tried twice, then the old set is back and later deliveries go in', async () => {
    const commands: Commands = { deadly: { argv: script('kill -9 $PPID'), timeoutMs: 5000 }, ...touch };
    const target = deviceTarget({ commands });
    await install(target, deliveryOf({ epoch: 1 }));
    const delivery = deliveryOf({ epoch: 2, postInstall: ['deadly'] });
    expect(await runKilled(target, { action: 'install', delivery }, 999)).toBe(true);
    expect(await runKilled(target, { action: 'recover' }, 999)).toBe(true);
    // With the old files it runs `deadly` again, whose effect here would be on the test itself: hence another configuration.
    const { status, problems } = await recover({ ...target, commands: touch }, slot);
    expect(status).toBe('rolledBack');
    expect(problems[0]).toMatch(/again and again/);
    expect(installed(target.root)).toEqual(setOf(1));
    await install({ ...target, commands: touch }, deliveryOf({ epoch: 3, postInstall: ['reload'] }));
    expect(installed(target.root)).toEqual(setOf(3));
  });
});

describe('a lock', () => {
  test('behavior: of a process that was killed counts for nothing', async () => {
    const target = deviceTarget();
    expect(await runKilled(target, { action: 'install', delivery: deliveryOf({ epoch: 1 }) }, 2)).toBe(true);
    writeFileSync(`${recordPath(target.state, slot)}.lock.4194305.0`, '4194305 1');
    expect((await expire(target, slot)).removed).toEqual([]);
    expect(readdirSync(target.state).filter((name) => name.includes('.lock'))).toEqual([]);
  });

  test('error: another live process installs', async () => {
    const target = deviceTarget({
      commands: { wait: { argv: script('while :; do sleep 0.05; done'), timeoutMs: 20_000 } },
    });
    const child = spawn(process.execPath, [join(import.meta.dirname, 'install.worker.ts')], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const delivery = deliveryOf({ epoch: 1, postInstall: ['wait'] });
    const { root, state, commands } = target;
    const contents = delivery.contents.map((content) => Buffer.from(content).toString('base64'));
    child.stdin.end(
      JSON.stringify({
        target: { root, state, commands },
        time: now,
        killAt: -1,
        slot,
        action: 'install',
        manifest: delivery.manifest,
        contents,
      }),
    );
    while (!existsSync(join(root, 'current'))) await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(withdraw(target, slot, 1)).rejects.toMatchObject({ code: 'INSTALL_BUSY' });
    const group = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    child.kill('SIGKILL');
    for (const pid of group.split(' ').filter(Boolean)) process.kill(-Number(pid), 'SIGKILL');
    await ended;
    // A withdrawal does not finish first what it takes away.
    expect((await withdraw({ ...target, commands: {} }, slot, 1)).record.failed?.reason).toMatch(/withdrawn/);
    expect(installed(root)).toBeNull();
  });
});
