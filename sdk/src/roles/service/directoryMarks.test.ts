import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { fileMarks } from './directoryMarks.ts';

const authority: Hex = `0x${'11'.repeat(32)}`;
const subject: Hex = `0x${'22'.repeat(32)}`;
const mark = { epoch: 7, digest: `0x${'33'.repeat(32)}` as Hex, services: { billing: 3 } };

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-marks-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

describe('fileMarks', () => {
  test('behavior: there is none at first; what was written is there after a restart', async () => {
    const directory = path.join(folder(), 'made', 'when', 'needed');
    expect(await fileMarks(directory).read(authority, subject)).toBeNull();
    await fileMarks(directory).write(authority, subject, mark);
    expect(await fileMarks(directory).read(authority, subject)).toEqual(mark);
    const [name] = readdirSync(directory) as [string];
    expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
  });

  test('behavior: other authorities and subjects have marks of their own', async () => {
    const marks = fileMarks(folder());
    await marks.write(authority, subject, mark);
    expect(await marks.read(subject, subject)).toBeNull();
    expect(await marks.read(authority, authority)).toBeNull();
  });

  test('error: a damaged mark is an error, and not no mark: it would let older directories in', async () => {
    const directory = folder();
    const marks = fileMarks(directory);
    await marks.write(authority, subject, mark);
    const file = path.join(directory, readdirSync(directory)[0] as string);
    for (const text of [
      '',
      '{}',
      'null',
      '{"epoch":0}',
      '{"digest":"0x","epoch":1,"services":{},"type":"gridseal/directory-mark/v1"}',
    ]) {
      writeFileSync(file, text);
      await expect(marks.read(authority, subject)).rejects.toMatchObject({ field: expect.stringContaining(file) });
    }
  });

  test('error: a mark that cannot be read', async () => {
    const directory = folder();
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    await expect(fileMarks(file).read(authority, subject)).rejects.toMatchObject({ code: 'FILE' });
  });
});
