// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { utf8Encode } from '@gridseal/sdk/bytes';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TarEntry, tarFile } from './tarFile.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tar-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unpack = (entries: readonly TarEntry[]) => {
  const archive = path.join(folder, 'a.tar');
  writeFileSync(archive, tarFile(entries, 1_795_000_000));
  execFileSync('tar', ['-xpf', archive, '-C', folder, '--no-same-owner']);
};

describe('tarFile', () => {
  test('behavior: tar gives back contents and modes, whatever their size', () => {
    const sizes = [0, 1, 511, 512, 513, 5_000];
    const entries = sizes.map((size, i) => ({
      path: `keys/${size}`,
      mode: i % 2 ? '0600' : '0644',
      content: new Uint8Array(size).fill(i),
    }));
    unpack(entries);
    for (const { path: name, mode, content } of entries) {
      expect(new Uint8Array(readFileSync(path.join(folder, name)))).toEqual(content);
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(Number.parseInt(mode, 8));
    }
  });

  test('behavior: paths as long as manifests allow', () => {
    const long = `${'a'.repeat(120)}/${'b'.repeat(30)}/${'c'.repeat(90)}`;
    unpack([{ path: long, mode: '0600', content: utf8Encode('x') }]);
    expect(readFileSync(path.join(folder, long), 'utf8')).toBe('x');
  });

  test('error: a mode with more than permissions, a name that cannot be split', () => {
    unpack([
      { path: 'plain', mode: '4755', content: utf8Encode('x') },
      { path: 'n'.repeat(255), mode: '0600', content: utf8Encode('y') },
    ]);
    expect(statSync(path.join(folder, 'plain')).mode & 0o7777).toBe(0o755);
    expect(readFileSync(path.join(folder, 'n'.repeat(100)), 'utf8')).toBe('y');
  });
});
