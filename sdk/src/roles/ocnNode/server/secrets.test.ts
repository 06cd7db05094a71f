import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomBytes } from '../../../crypto/index.ts';
import { ConfigurationError } from '../../../errors/index.ts';
import { readSealingKey, readSecret, requireSecret } from './secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gridseal-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));
const source = (env = {}) => ({ folder, env });
const keep = (name: string, text: string, mode = 0o600) => writeFile(path.join(folder, name), text, { mode });

describe('secrets', () => {
  test('behavior: from a file without its line break, or from the environment', async () => {
    await keep('a', 'one\n');
    expect(await readSecret({ file: 'a' }, source(), 'x')).toBe('one');
    expect(await readSecret({ file: path.join(folder, 'a') }, source(), 'x')).toBe('one');
    expect(await readSecret({ variable: 'A' }, source({ A: 'two' }), 'x')).toBe('two');
    expect(await readSecret({ file: 'none' }, source(), 'x')).toBeNull();
  });

  test('error: missing, empty, not set', async () => {
    await keep('empty', '\n');
    for (const place of [{ file: 'none' }, { file: 'empty' }, { variable: 'A' }]) {
      await expect(requireSecret(place, source({ A: '' }), 'node.json: adminKey')).rejects.toMatchObject({
        code: 'CONFIGURATION',
        field: 'node.json: adminKey',
      });
    }
  });

  test('attack: a file that others may read or change is refused, and not quoted', async () => {
    await keep('open', 'hush');
    for (const mode of [0o644, 0o640, 0o620, 0o666]) {
      await chmod(path.join(folder, 'open'), mode);
      const failed = readSecret({ file: 'open' }, source(), 'x');
      await expect(failed).rejects.toMatchObject({ code: 'FILE' });
      await expect(failed).rejects.not.toThrow('hush');
    }
  });
});

describe('the sealing key', () => {
  const read = () => readSealingKey({ file: 'sealing.key' }, source(), randomBytes);

  test('behavior: it is made once, for its owner alone, whoever comes first', async () => {
    const keys = await Promise.all(Array.from({ length: 16 }, read));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(path.join(folder, 'sealing.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['sealing.key']);
    expect(await read()).toEqual(keys[0]);
  });

  test.each(['', '0x', `0x${'ab'.repeat(31)}`, `0x${'ab'.repeat(33)}`, 'ab'.repeat(32), 'hush'])(
    'error: %o is no key',
    async (text) => {
      await keep('sealing.key', text);
      const failed = read();
      await expect(failed).rejects.toBeInstanceOf(ConfigurationError);
      await expect(failed).rejects.not.toThrow(/hush|abab/);
    },
  );

  test('error: a folder that is not there; a variable that is not set', async () => {
    const nowhere = readSealingKey({ file: 'none/sealing.key' }, source(), randomBytes);
    await expect(nowhere).rejects.toMatchObject({ code: 'CONFIGURATION', field: 'node.json: sealingKey' });
    await expect(readSealingKey({ variable: 'KEY' }, source(), randomBytes)).rejects.toBeInstanceOf(ConfigurationError);
  });

  test('attack: a link that leads nowhere is not followed to a file of somebody else', async () => {
    await symlink(path.join(folder, 'elsewhere'), path.join(folder, 'sealing.key'));
    await expect(read()).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['sealing.key']);
  });
});
