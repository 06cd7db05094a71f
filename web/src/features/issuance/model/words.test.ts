import { describe, expect, test } from 'vitest';
import { commandFor } from './command.ts';
import { formatDuration, parseDuration, presets } from './duration.ts';
import { emptyRecipe, type Recipe } from './recipe.ts';

const id = `0x${'11'.repeat(32)}` as const;
const recipe: Recipe = { ...emptyRecipe([id]), principals: 'technician root', ttl: '5m' };

describe('durations', () => {
  test('behavior: read and written the same way', () => {
    for (const seconds of [...presets, 1, 90, 172_800, 31_536_000]) {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }
    expect(parseDuration(' 12 H ')).toBe(43_200);
    expect(parseDuration('600')).toBe(600);
  });

  test.each(['', '0', '-1', '1.5h', '1e3', '5 minutes', '99999999999', '30y', '١٢h', 'NaN'])('error: %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('commandFor', () => {
  test('behavior: says the same as the form', () => {
    const command = commandFor(recipe, 'users', []);
    for (const part of [
      'gridseal key issue ssh-user',
      id,
      '--issuer users',
      '--principal technician',
      '--principal root',
      '--extension permit-pty',
      '--ttl 5m',
    ]) {
      expect(command).toContain(part);
    }
    expect(command).not.toContain('--keys');
  });

  test('behavior: TLS, files, groups', () => {
    const tls = commandFor(
      { ...recipe, kind: 'tls', dns: 'a.example', keys: 'server', group: 'north' },
      'services',
      [],
    );
    expect(tls).toContain('key issue tls');
    expect(tls).toContain('--dns a.example');
    expect(tls).toContain('--keys server');
    expect(tls).toContain('--group north');
    expect(commandFor({ ...recipe, kind: 'files' }, 'x', ['api.token'])).toContain('--file api.token=./api.token');
  });

  test('attack: nothing that was typed leaves its quotation marks', () => {
    const hostile = `'; rm -rf / #`;
    const command = commandFor({ ...recipe, forceCommand: hostile, group: '$(reboot)' }, '`id`', []);
    expect(command).toContain(`--force-command ''\\''; rm -rf / #'`);
    expect(command).toContain(`--group '$(reboot)'`);
    expect(command).toContain("--issuer '`id`'");
  });
});
