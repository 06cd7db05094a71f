import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type BaseError, ConfigurationError } from '../../errors/index.ts';
import type { Commands } from './commands.ts';
import { deliveryOf, deviceTarget, installed, script, setOf, slot } from './install.fixtures.ts';
import { install } from './install.ts';
import { recover } from './recover.ts';
import type { InstallTarget } from './target.ts';

describe('post-install commands', () => {
  /** Commands that write what they see through the stable path to a log. */
  function logging(target: InstallTarget, change: (log: string, key: string) => Commands): InstallTarget {
    const log = join(dirname(target.root), 'log');
    writeFileSync(log, '');
    return { ...target, commands: change(log, join(target.root, 'current/key')) };
  }
  const read = (target: InstallTarget) => readFileSync(join(dirname(target.root), 'log'), 'utf8');
  const see = (what: string, key: string, log: string, end = '') =>
    script(`echo "${what} $(cat ${key} 2>&1)" >> ${log}; ${end}`);

  test('behavior: check, run and probe see the new files, in this order', async () => {
    const target = logging(deviceTarget(), (log, key) => ({
      reload: {
        check: { argv: see('check', key, log) },
        argv: see('run', key, log),
        probe: { argv: see('probe', key, log) },
        timeoutMs: 5000,
      },
    }));
    await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
    expect(read(target)).toBe('check key of 1\nrun key of 1\nprobe key of 1\n');
  });

  test('behavior: all checks run before the first reload, and when one fails nothing is reloaded', async () => {
    const target = logging(deviceTarget(), (log, key) => ({
      first: { check: { argv: see('check 1', key, log) }, argv: see('run 1', key, log), timeoutMs: 5000 },
      second: {
        check: { argv: see('check 2', key, log, `! grep -q 'of 2' ${key}`) },
        argv: see('run 2', key, log),
        timeoutMs: 5000,
      },
    }));
    const postInstall = ['first', 'second'];
    await install(target, deliveryOf({ epoch: 1, postInstall }));
    expect(read(target)).toBe('check 1 key of 1\ncheck 2 key of 1\nrun 1 key of 1\nrun 2 key of 1\n');
    writeFileSync(join(dirname(target.root), 'log'), '');
    await expect(install(target, deliveryOf({ epoch: 2, postInstall }))).rejects.toMatchObject({
      code: 'INSTALL_ROLLED_BACK',
    });
    expect(read(target)).toBe('check 1 key of 2\ncheck 2 key of 2\n');
    expect(installed(target.root)).toEqual(setOf(1));
  });

  test('behavior: a probe that fails rolls back, and the reload runs again with the old files', async () => {
    const target = logging(deviceTarget({ overlap: 60 }), (log, key) => ({
      reload: { argv: see('run', key, log), timeoutMs: 5000 },
      picky: {
        argv: see('picky', key, log),
        probe: { argv: script(`! grep -q 'of 2' ${key} || { echo no good >&2; exit 3; }`), retryMs: 0 },
        timeoutMs: 5000,
      },
    }));
    await install(target, deliveryOf({ epoch: 1, postInstall: ['reload'] }));
    const poison = deliveryOf({ epoch: 2, postInstall: ['reload', 'picky'] });
    await expect(install(target, poison)).rejects.toMatchObject({
      code: 'INSTALL_ROLLED_BACK',
      shortMessage: 'picky (probe) ended with status 3: no good',
    });
    expect(read(target)).toBe('run key of 1\nrun key of 2\npicky key of 2\nrun key of 1\npicky key of 1\n');
    expect(installed(target.root)).toEqual(setOf(1));
    const { record } = await recover(target, slot);
    expect(record).toMatchObject({ highWater: 1, current: { epoch: 1 }, failed: { epoch: 2, attempts: 1 } });
    await expect(install(target, poison)).rejects.toMatchObject({ code: 'INSTALL_ROLLED_BACK' });
    expect((await recover(target, slot)).record.failed?.attempts).toBe(2);
  });

  test('behavior: a poisonous delivery does not block later ones', async () => {
    const target = deviceTarget({ commands: { bad: { argv: script('exit 1'), timeoutMs: 5000 } } });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['bad'] }))).rejects.toMatchObject({
      code: 'INSTALL_ROLLED_BACK',
    });
    expect(installed(target.root)).toBeNull();
    const { record } = await install(target, deliveryOf({ epoch: 2 }));
    expect(record.failed).toBeNull();
    expect(installed(target.root)).toEqual(setOf(2));
  });

  test('behavior: a probe is repeated while the service comes up, a command is not', async () => {
    const target = logging(deviceTarget(), (log) => ({
      slow: {
        argv: script(`echo run >> ${log}`),
        probe: { argv: script(`echo probe >> ${log}; [ $(wc -l < ${log}) -ge 4 ]`) },
        timeoutMs: 5000,
      },
      fails: { argv: script(`echo fails >> ${log}; exit 1`), timeoutMs: 5000 },
    }));
    await install(target, deliveryOf({ epoch: 1, postInstall: ['slow'] }));
    expect(read(target)).toBe('run\nprobe\nprobe\nprobe\n');
    writeFileSync(join(dirname(target.root), 'log'), '');
    await expect(install(target, deliveryOf({ epoch: 2, postInstall: ['fails'] }))).rejects.toThrow(/status 1/);
    // Once with the new files, once with the old ones; then those of the old epoch.
    expect(read(target)).toBe('fails\nfails\nrun\n');
  });

  test('error: one that hangs is ended with everything it started', async () => {
    const pidFile = join(deviceTarget().root, 'pid');
    const target = deviceTarget({
      commands: { hang: { argv: script(`sleep 1000 & echo $! > ${pidFile}; wait`), timeoutMs: 300 } },
    });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['hang'] }))).rejects.toMatchObject({
      shortMessage: 'hang (run) did not end within 300 ms',
    });
    const pid = readFileSync(pidFile, 'utf8').trim();
    const state = existsSync(`/proc/${pid}/stat`)
      ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
      : 'gone';
    expect(['gone', 'Z', 'X']).toContain(state);
  });

  test('error: a program that is not there', async () => {
    const target = deviceTarget({ commands: { gone: { argv: ['/no/such/program'], timeoutMs: 1000 } } });
    await expect(install(target, deliveryOf({ epoch: 1, postInstall: ['gone'] }))).rejects.toThrow(
      /could not be started: ENOENT/,
    );
  });

  test('behavior: a daemon that keeps its output open does not hold the installation up', async () => {
    const pidFile = join(deviceTarget().root, 'pid');
    const target = deviceTarget({
      commands: { start: { argv: script(`sleep 1000 & echo $! > ${pidFile}`), timeoutMs: 20_000 } },
    });
    await install(target, deliveryOf({ epoch: 1, postInstall: ['start'] }));
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  });

  test('behavior: nothing of the agent’s environment is passed on, and no control characters come back', async () => {
    process.env.GRIDSEAL_TEST_SECRET = 'hunter2';
    onTestFinished(() => void delete process.env.GRIDSEAL_TEST_SECRET);
    const target = deviceTarget({
      commands: { env: { argv: script('env >&2; printf "\\033[31mred\\nline" >&2; exit 1'), timeoutMs: 5000 } },
    });
    const error = await install(target, deliveryOf({ epoch: 1, postInstall: ['env'] })).catch(
      (caught: unknown) => caught as Error,
    );
    expect(String((error as Error).message)).not.toContain('hunter2');
    expect((error as BaseError).shortMessage).toMatch(/red line$/);
  });

  test.each<[string, Commands]>([
    ['commands.Reload', { Reload: { argv: ['/bin/true'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: ['true'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: ['/bin/true', 'a\0b'], timeoutMs: 1 } }],
    ['commands.r.argv', { r: { argv: 'true; id' as unknown as ['/x'], timeoutMs: 1 } }],
    ['commands.r.timeoutMs', { r: { argv: ['/bin/true'], timeoutMs: 0 } }],
    ['commands.r.probe.retryMs', { r: { argv: ['/bin/true'], timeoutMs: 1, probe: { argv: ['/x'], retryMs: -1 } } }],
    ['commands.r.probe.argv', { r: { argv: ['/bin/true'], timeoutMs: 1, probe: { argv: ['x'] } } }],
  ])('error: the configuration %s', async (field, commands) => {
    const attempt = install(deviceTarget({ commands }), deliveryOf({ epoch: 1 }));
    await expect(attempt).rejects.toThrow(ConfigurationError);
    await expect(attempt).rejects.toMatchObject({ field });
  });
});
