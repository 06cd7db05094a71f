import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson } from '../../bytes/index.ts';
import type { ClockMark } from '../../delivery/receive/index.ts';
import { FileError } from '../../errors/index.ts';
import { replaceFile } from '../../files/index.ts';

const schema = z
  .strictObject({
    blockTime: z.int().min(0),
    time: z.number().min(0).optional(),
    systemTime: z.number().min(0),
  })
  .transform(({ time, ...mark }) => ({ ...mark, time: time ?? mark.blockTime }));

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
  const { blockTime, time, systemTime } = mark;
  const rounded = { blockTime: Math.floor(blockTime), time: toMillis(time), systemTime: toMillis(systemTime) };
  await replaceFile(path.join(directory, 'clock.json'), encodeCanonicalJson(rounded), 0o600);
}

/** Whole milliseconds: with whole seconds, an agent that restarts every moment would stand still. */
function toMillis(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1_000) / 1_000);
}
