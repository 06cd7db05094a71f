import { describe, expect, test } from 'vitest';
import { FileLimits } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { type IssueFilesOptions, issueFiles } from './issue.ts';

const content = Uint8Array.of(1);
const issue = (files: IssueFilesOptions['files']) => issueFiles({ files, notBefore: 0, notAfter: 9 });

describe('files', () => {
  test('behavior: private unless told otherwise', () => {
    expect(issue([{ path: 'a/b.token', content }])).toEqual({
      kind: 'files',
      files: [{ path: 'a/b.token', mode: '0600', owner: null, group: null, content }],
      serials: [],
      notBefore: 0,
      notAfter: 9,
    });
  });

  test('behavior: the largest set that a manifest takes', () => {
    const half = new Uint8Array(FileLimits.fileBytes);
    expect(
      issue([
        { path: 'a', content: half },
        { path: 'b', content: half },
      ]).files,
    ).toHaveLength(2);
    expect(issue(Array.from({ length: FileLimits.count }, (_, i) => ({ path: `${i}`, content }))).files).toHaveLength(
      64,
    );
    expect(issue([{ path: 'a'.repeat(255), content }]).files).toHaveLength(1);
  });

  test.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/..',
    '../a',
    './a',
    '-a',
    'a/-b',
    'a b',
    'a\\b',
    'a\0',
    'a\n',
    'é',
    '~',
    'a*',
    '$a',
    'a'.repeat(256),
  ])('error: the path %j', (path) => {
    expect(() => issue([{ path, content }])).toThrow(ArgumentError);
    expect(() =>
      issue([
        { path: 'ok', content },
        { path, content },
      ]),
    ).toThrow(expect.objectContaining({ field: 'files[1].path' }));
  });

  test.each(['600', '4755', '04755', '0o600', '0800', 'rw', ''])('error: the mode %j', (mode) => {
    expect(() => issue([{ path: 'a', content, mode }])).toThrow(expect.objectContaining({ field: 'files[0].mode' }));
  });

  test.each(['', 'a b', '0', 'a;b', '-x', 'a:b', 'a\nb'])('error: the owner or group %j', (name) => {
    expect(() => issue([{ path: 'a', content, owner: name }])).toThrow(
      expect.objectContaining({ field: 'files[0].owner' }),
    );
    expect(() => issue([{ path: 'a', content, group: name }])).toThrow(
      expect.objectContaining({ field: 'files[0].group' }),
    );
  });

  test('error: none, too many, too large, twice, or one below another', () => {
    const big = new Uint8Array(FileLimits.fileBytes);
    expect(() => issue([])).toThrow(/files/);
    expect(() => issue(Array.from({ length: 65 }, (_, i) => ({ path: `${i}`, content })))).toThrow(/1 to 64/);
    expect(() => issue([{ path: 'a', content: new Uint8Array(FileLimits.fileBytes + 1) }])).toThrow(/files\[0\]\.size/);
    expect(() =>
      issue([
        { path: 'a', content: big },
        { path: 'b', content: big },
        { path: 'c', content },
      ]),
    ).toThrow(/in all/);
    expect(() =>
      issue([
        { path: 'a', content },
        { path: 'a', content },
      ]),
    ).toThrow(/twice/);
    expect(() =>
      issue([
        { path: 'a/b/c', content },
        { path: 'a/b', content },
      ]),
    ).toThrow(/directory/);
  });

  test.each([
    [9, 0],
    [-1, 9],
    [0.5, 9],
    [0, 253_402_300_800],
    [Number.NaN, 9],
  ])('error: valid from %d to %d', (notBefore, notAfter) => {
    expect(() => issueFiles({ files: [{ path: 'a', content }], notBefore, notAfter })).toThrow(ArgumentError);
  });
});
