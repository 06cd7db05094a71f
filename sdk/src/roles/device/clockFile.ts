import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson } from '../../bytes/index.ts';
import { replaceFile } from '../../files/index.ts';
import { FileError } from '../../errors/index.ts';
import type { ClockMark } from './blockClock.ts';

const schema = z.strictObject({ blockTime: z.int().min(0), systemTime: z.int().min(0) });

/** The mark of the last run, or null if there is none. */
export async function readClockMark(directory: string): Promise<ClockMark | null> {
  const file = path.join(directory, 'clock.json');
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  const result = schema.safeParse(decodeCanonicalJson(new Uint8Array(bytes), { field: file }));
  if (result.success) return result.data;
  throw new FileError('is not the mark of a clock', {
    field: file,
    metaMessages: ['Remove it: the next block gives the time again.'],
  });
}

export async function writeClockMark(directory: string, mark: ClockMark): Promise<void> {
  const rounded = { blockTime: Math.floor(mark.blockTime), systemTime: Math.max(0, Math.floor(mark.systemTime)) };
  await replaceFile(path.join(directory, 'clock.json'), encodeCanonicalJson(rounded), 0o600);
}
