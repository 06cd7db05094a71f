import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../errors/index.ts';
import { checkEntryName } from './entryName.ts';

describe('checkEntryName', () => {
  test('behavior: returns ordinary names as they are', () => {
    for (const name of ['a', 'station-17', 'with space', 'Müller', '日本', '.hidden', '...', 'x'.repeat(255)]) {
      expect(checkEntryName(name)).toBe(name);
    }
  });

  test('error: attack: path traversal', () => {
    for (const name of ['.', '..', '../x', '/etc/passwd', 'a/b', 'a\\b', '..\\x', '/']) {
      expect(() => checkEntryName(name), JSON.stringify(name)).toThrow(DecodeError);
    }
  });

  test('error: refuses what a terminal or C code gives a meaning to', () => {
    for (const name of ['', 'a\0', 'a\nb', '\u001b[2J', 'a\u007f', '\u0085', '\ud800']) {
      expect(() => checkEntryName(name), JSON.stringify(name)).toThrow(DecodeError);
    }
  });

  test('error: counts bytes, not characters', () => {
    expect(() => checkEntryName('x'.repeat(256))).toThrow('has 256 bytes');
    expect(() => checkEntryName('ü'.repeat(128))).toThrow('has 256 bytes');
  });

  test('error: names the field', () => {
    expect(() => checkEntryName('..', 'files[3].name')).toThrow('files[3].name: is a relative path');
  });

  test('behavior: whatever is accepted is one path segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        try {
          checkEntryName(name);
        } catch {
          return;
        }
        expect(new URL(`http://h/${encodeURIComponent(name)}`).pathname.split('/')).toHaveLength(2);
        expect(name).not.toMatch(/[/\\\0\n\r]/);
      }),
    );
  });
});
