import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, FileError } from '../../errors/index.ts';
import type { SecretStore } from '../secretStore.ts';
import { CommandSecretStore } from './commandSecretStore.ts';
import { FileSecretStore } from './fileSecretStore.ts';
import { readPassword } from './password.ts';

let directory: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'gridseal-identity-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const secret = Uint8Array.of(0, 255, 10, 13, 1);
const modeOf = (path: string) => statSync(path).mode & 0o777;

/** A helper as an administrator would write it: it keeps files, and says what goes wrong by its status. */
const helperSource = `
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
const [directory, verb, name] = process.argv.slice(2);
const path = directory + '/' + name;
if (verb === 'read') {
  try { process.stdout.write(readFileSync(path)); } catch { process.exitCode = 4; }
} else if (verb === 'write') writeFileSync(path, readFileSync(0));
else rmSync(path, { force: true });
`;

function commandStore(source = helperSource, timeout?: number): CommandSecretStore {
  const helper = join(directory, 'helper.mjs');
  const kept = join(directory, 'kept');
  writeFileSync(helper, source);
  mkdirSync(kept, { recursive: true });
  const args = [helper, kept];
  return new CommandSecretStore({ command: process.execPath, args, ...(timeout === undefined ? {} : { timeout }) });
}

describe.each<[string, () => Promise<SecretStore>]>([
  ['FileSecretStore', () => FileSecretStore.at(join(directory, 'keys'))],
  ['CommandSecretStore', async () => commandStore()],
])('%s', (_, createStore) => {
  test('behavior: write, read, replace, remove', async () => {
    const store = await createStore();
    expect(await store.read('key')).toBeNull();
    await store.write('key', secret);
    expect(await store.read('key')).toEqual(secret);
    await store.write('key', utf8Encode('another'));
    expect(await store.read('key')).toEqual(utf8Encode('another'));
    await store.write('empty', new Uint8Array(0));
    expect(await store.read('empty')).toEqual(new Uint8Array(0));
    await store.remove('key');
    await store.remove('key');
    expect(await store.read('key')).toBeNull();
  });

  test('attack: path traversal by the name', async () => {
    const store = await createStore();
    for (const name of ['', '.', '..', '../key', 'a/b', '/key', '-rf', 'KEY', 'a b', 'a\0', 'a;b', 'a'.repeat(65)]) {
      await expect(async () => store.read(name)).rejects.toThrow(ArgumentError);
      await expect(async () => store.write(name, secret)).rejects.toThrow(ArgumentError);
      await expect(async () => store.remove(name)).rejects.toThrow(ArgumentError);
    }
  });

  test('error: more than 64 KiB', async () => {
    const store = await createStore();
    await expect(store.write('key', new Uint8Array(65_537))).rejects.toThrow('secret: is longer');
    expect(await store.read('key')).toBeNull();
  });
});

describe('FileSecretStore', () => {
  test('behavior: mode 0600 in a directory of 0700, and nothing else is left', async () => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    await store.write('key', secret);
    expect(modeOf(store.directory)).toBe(0o700);
    expect(modeOf(join(store.directory, 'key'))).toBe(0o600);
    expect(readdirSync(store.directory)).toEqual(['key']);
  });

  test('behavior: what a crash left is replaced by the next write and gone after a removal', async () => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    writeFileSync(join(store.directory, '.key.tmp'), 'left behind', { mode: 0o600 });
    await store.write('key', secret);
    expect(readdirSync(store.directory)).toEqual(['key']);
    writeFileSync(join(store.directory, '.key.tmp'), 'left behind', { mode: 0o600 });
    await store.remove('key');
    expect(readdirSync(store.directory)).toEqual([]);
  });

  test('behavior: removing overwrites', async () => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    await store.write('key', secret);
    const open = openSync(join(store.directory, 'key'), 'r');
    await store.remove('key');
    expect(readFileSync(open)).toEqual(Buffer.alloc(secret.length));
  });

  test.each([0o640, 0o604, 0o660, 0o644, 0o610, 0o601])('attack: a file of mode %o', async (mode) => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    await store.write('key', secret);
    chmodSync(join(store.directory, 'key'), mode);
    await expect(store.read('key')).rejects.toThrow(`is open to others (mode 0${mode.toString(8)})`);
  });

  test('attack: a directory that others can enter', async () => {
    const keys = join(directory, 'keys');
    mkdirSync(keys, { mode: 0o755 });
    await expect(FileSecretStore.at(keys)).rejects.toThrow('is open to others (mode 0755)');
  });

  test('attack: symbolic links for the directory, for a secret, for the temporary file', async () => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    const target = join(directory, 'target');
    writeFileSync(target, 'precious', { mode: 0o600 });
    symlinkSync(store.directory, join(directory, 'link'));
    await expect(FileSecretStore.at(join(directory, 'link'))).rejects.toThrow('is not a directory');
    symlinkSync(target, join(store.directory, 'key'));
    await expect(store.read('key')).rejects.toThrow('is a symbolic link');
    symlinkSync(target, join(store.directory, '.key.tmp'));
    await store.write('key', secret);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(await store.read('key')).toEqual(secret);
    symlinkSync(target, join(store.directory, 'other'));
    await store.remove('other');
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test.skipIf(process.getuid?.() !== 0)('attack: a file of another user', async () => {
    const { chownSync } = await import('node:fs');
    const store = await FileSecretStore.at(join(directory, 'keys'));
    await store.write('key', secret);
    chownSync(join(store.directory, 'key'), 12_345, 12_345);
    await expect(store.read('key')).rejects.toThrow('belongs to another user (uid 12345)');
    chownSync(store.directory, 12_345, 12_345);
    await expect(FileSecretStore.at(store.directory)).rejects.toThrow('belongs to another user');
  });

  test('error: a directory, a device, endless data where a secret should be', async () => {
    const store = await FileSecretStore.at(join(directory, 'keys'));
    mkdirSync(join(store.directory, 'key'), { mode: 0o700 });
    await expect(store.read('key')).rejects.toThrow('is not a regular file');
    await expect(store.write('key', secret)).rejects.toThrow(FileError);
    writeFileSync(join(store.directory, 'big'), new Uint8Array(65_537), { mode: 0o600 });
    await expect(store.read('big')).rejects.toThrow('is longer than 65536 bytes');
  });

  test('error: the parent is missing, the directory vanished, a file is in its place', async () => {
    await expect(FileSecretStore.at(join(directory, 'a', 'b'))).rejects.toThrow('cannot be made (ENOENT)');
    writeFileSync(join(directory, 'file'), '');
    await expect(FileSecretStore.at(join(directory, 'file'))).rejects.toThrow('is not a directory');
    const store = await FileSecretStore.at(join(directory, 'keys'));
    rmSync(store.directory, { recursive: true });
    await expect(store.write('key', secret)).rejects.toThrow('cannot be written (ENOENT)');
    expect(await store.read('key')).toBeNull();
  });
});

describe('CommandSecretStore', () => {
  test('error: a helper that fails, shown without what it said', async () => {
    const store = commandStore("console.error('topsecret'); console.log('topsecret'); process.exitCode = 1;");
    const calls = [() => store.read('key'), () => store.write('key', secret), () => store.remove('key')];
    for (const call of calls) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FileError);
      expect(String(error)).toContain('the helper ended with status 1');
      expect(String(error)).not.toContain('topsecret');
    }
  });

  test('error: a helper that says "not found" when it should write', async () => {
    await expect(commandStore('process.exitCode = 4;').write('key', secret)).rejects.toThrow('write failed');
  });

  test('error: a helper that hangs is ended', async () => {
    await expect(commandStore('setInterval(() => 0, 1000);', 300).read('key')).rejects.toThrow('within 300 ms');
  });

  test('error: what a helper that hangs has started ends with it', async () => {
    const pidFile = join(directory, 'pid');
    const script = `sleep 30 & echo $! > ${pidFile}; wait`;
    const store = new CommandSecretStore({ command: '/bin/sh', args: ['-c', script], timeout: 500 });
    await expect(store.read('key')).rejects.toThrow('within 500 ms');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const isRunning = () => {
      try {
        return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    onTestFinished(() => void (isRunning() && process.kill(pid, 'SIGKILL')));
    await vi.waitFor(() => expect(isRunning()).toBe(false), 20_000);
  });

  test('error: a helper that gives endless data is ended', async () => {
    const store = commandStore(
      "process.stdout.on('error', () => 0); setInterval(() => process.stdout.write('a'.repeat(1e5)), 1);",
    );
    await expect(store.read('key')).rejects.toThrow('gave more than 65536 bytes');
  });

  test('error: a helper that does not exist, a path that is not absolute', async () => {
    const missing = new CommandSecretStore({ command: join(directory, 'missing') });
    await expect(missing.read('key')).rejects.toThrow('cannot be run (ENOENT)');
    expect(() => new CommandSecretStore({ command: 'sh' })).toThrow('command: has to be an absolute path');
  });

  test('attack: shell metacharacters are arguments like any other', async () => {
    const store = new CommandSecretStore({
      command: process.execPath,
      args: ['-e', 'process.stdout.write(process.argv[1])', '$(touch pwned); `id` | "&&"'],
    });
    expect(Buffer.from((await store.read('key')) as Uint8Array).toString()).toBe('$(touch pwned); `id` | "&&"');
  });
});

describe('readPassword', () => {
  const path = () => join(directory, 'password');
  const write = (text: string | Uint8Array, mode = 0o600) => writeFileSync(path(), text, { mode });

  test.each([
    ['pass word', 'pass word'],
    ['pass\n', 'pass'],
    ['pass\r\n', 'pass'],
    ['pass\n\n', 'pass\n'],
    [' pä ss ', ' pä ss '],
  ])('behavior: %j gives %j, from a file and from a descriptor', async (text, password) => {
    write(text);
    expect(await readPassword({ file: path() })).toBe(password);
    expect(await readPassword({ descriptor: openSync(path(), 'r') })).toBe(password);
  });

  test('behavior: asks a person', async () => {
    expect(await readPassword({ prompt: async () => 'typed' })).toBe('typed');
    await expect(readPassword({ prompt: async () => '' })).rejects.toThrow('prompt: gives an empty password');
  });

  test('error: missing, empty, too long, no UTF-8, open to others', async () => {
    await expect(readPassword({ file: path() })).rejects.toThrow('does not exist');
    write('');
    await expect(readPassword({ file: path() })).rejects.toThrow('gives an empty password');
    write(new Uint8Array(4097).fill(97));
    await expect(readPassword({ file: path() })).rejects.toThrow('is longer than 4096 bytes');
    await expect(readPassword({ descriptor: openSync(path(), 'r') })).rejects.toThrow('gives more than 4096 bytes');
    write(Uint8Array.of(0xff));
    await expect(readPassword({ file: path() })).rejects.toThrow('is not UTF-8');
    chmodSync(path(), 0o644);
    await expect(readPassword({ file: path() })).rejects.toThrow('is open to others');
    await expect(readPassword({ descriptor: 9999 })).rejects.toThrow('cannot be read (EBADF)');
  });
});
