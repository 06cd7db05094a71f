import { describe, expect, test } from 'vitest';
import { digestOf, mirrorsIn, packageEntries } from './debianArchive.ts';

const digest = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const release = `Suite: stable\nMD5Sum:\n ${'00'.repeat(16)} 10 main/Packages.gz\nSHA256:\n ${digest} 10 main/Packages.gz\n ${other}    5 main/Packages\n`;
const entry = (file: string, sum = digest) => `Package: openssl\nVersion: 3.5.7-1\nFilename: ${file}\nSHA256: ${sum}`;

describe('debianArchive', () => {
  test('behavior: the mirrors that apt knows come first, in both of its formats, and the public one last', () => {
    const text = [
      'deb [signed-by=/x] http://one.example/debian/ bookworm main',
      '# deb http://commented.example/debian bookworm main',
      'deb http://security.example/debian-security bookworm-security main',
      'URIs: https://two.example/debian',
      'URIs: http://deb.debian.org/debian',
    ].join('\n');
    expect(mirrorsIn(text)).toEqual([
      'http://one.example/debian',
      'https://two.example/debian',
      'http://deb.debian.org/debian',
    ]);
    expect(mirrorsIn('')).toEqual(['http://deb.debian.org/debian']);
  });

  test('behavior: the SHA-256 of a file, not its MD5, and of no other file', () => {
    expect(digestOf(release, 'main/Packages.gz')).toBe(digest);
    expect(digestOf(release, 'main/Packages')).toBe(other);
  });

  test('behavior: only what is wanted is read', () => {
    const index = `Package: openssl-dev\nVersion: 1\n\n${entry('pool/main/o/openssl/openssl_3.5.7-1~deb13u2_amd64.deb')}\n`;
    expect([...packageEntries(index, ['openssl'])]).toEqual([
      ['openssl', { version: '3.5.7-1', file: 'pool/main/o/openssl/openssl_3.5.7-1~deb13u2_amd64.deb', digest }],
    ]);
  });

  test('error: a release without the file, or without digests', () => {
    expect(() => digestOf(release, 'main/Packages.xz')).toThrow(/does not name/);
    expect(() => digestOf('', 'main/Packages.gz')).toThrow(/does not name/);
    expect(() => digestOf(release.replace(digest, 'ab'), 'main/Packages.gz')).toThrow(/does not name/);
  });

  test.each(['pool/../etc/passwd.deb', '/etc/passwd.deb', 'pool/a b.deb', 'pool/x', 'http://elsewhere/x.deb', ''])(
    'error: a package whose file is %s',
    (file) => {
      expect(() => packageEntries(entry(file), ['openssl'])).toThrow(/not understood/);
      expect(() => packageEntries(entry('pool/x.deb', 'ab'), ['openssl'])).toThrow(/not understood/);
    },
  );
});
