import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { concat, decodeCanonicalJson, encodeCanonicalJson, fromHex, type Hex } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { DecodeError, FileError } from '../../errors/index.ts';
import { isMissing, replaceFile } from '../../files/index.ts';
import type { StepHook } from './target.ts';

/** Whose announcements to whom: there is one installation for each. */
export interface Slot {
  readonly authority: Hex;
  readonly subject: Hex;
}

const hex32 = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value));
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const names = z.array(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)).max(8);

const epochSchema = z.strictObject({
  epoch: whole,
  /** SHA-256 of the manifest's canonical bytes, as a claim record names it. */
  manifest: hex32,
  kind: z.string(),
  /** Seconds since 1970. */
  notAfter: whole,
  postInstall: names,
});

const recordSchema = z.strictObject({
  type: z.literal('gridseal/installation/v1'),
  authority: hex32,
  subject: hex32,
  /** Nothing up to this epoch is ever installed again. */
  highWater: whole,
  /** The latest time seen: a clock that is set back does not bring anything back. */
  time: whole,
  current: epochSchema.nullable(),
  /** The epoch before, kept until `until`. */
  previous: epochSchema.extend({ until: whole }).nullable(),
  /** What was begun and is not finished: the journal. */
  pending: z
    .discriminatedUnion('action', [
      z.strictObject({
        action: z.literal('install'),
        epoch: epochSchema,
        direction: z.enum(['forward', 'back']),
        attempts: whole,
        overlap: whole,
      }),
      z.strictObject({ action: z.literal('remove'), postInstall: names }),
    ])
    .nullable(),
  /** The latest delivery that was rolled back. */
  failed: z
    .strictObject({ epoch: whole, manifest: hex32, reason: z.string(), time: whole, attempts: whole })
    .nullable(),
});

/** What is installed for a slot, and what was begun: one file, replaced as a whole. */
export type InstallationRecord = Readonly<z.infer<typeof recordSchema>>;
export type InstalledEpoch = Readonly<z.infer<typeof epochSchema>>;

/** Records are small; anything longer is not one. */
const MAX_BYTES = 65_536;

export function recordPath(state: string, slot: Slot): string {
  return join(state, `${slotId(slot).slice(2)}.json`);
}

/** SHA-256(authority ‖ subject). */
export function slotId(slot: Slot): Hex {
  const authority = fromHex(slot.authority, { field: 'authority', size: 32 });
  return sha256Hex(concat(authority, fromHex(slot.subject, { field: 'subject', size: 32 })));
}

function emptyRecord(slot: Slot): InstallationRecord {
  return {
    type: 'gridseal/installation/v1',
    authority: slot.authority.toLowerCase() as Hex,
    subject: slot.subject.toLowerCase() as Hex,
    highWater: 0,
    time: 0,
    current: null,
    previous: null,
    pending: null,
    failed: null,
  };
}

/**
 * @returns an empty record if there is none yet.
 * @throws {FileError} if the file is a link, somebody else's, or broken: a record is never guessed, as it holds the high-water mark.
 */
export async function readRecord(state: string, slot: Slot): Promise<InstallationRecord> {
  const path = recordPath(state, slot);
  let bytes: Uint8Array;
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size, uid, mode } = await handle.stat();
      const self = process.geteuid?.() ?? uid;
      if (size > MAX_BYTES || uid !== self || (mode & 0o022) !== 0) {
        throw new FileError('is not a record that only the agent can write', { field: path });
      }
      bytes = new Uint8Array(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (isMissing(cause)) return emptyRecord(slot);
    if (cause instanceof FileError) throw cause;
    throw new FileError('cannot be read', { field: path, cause });
  }
  return decodeRecord(bytes, slot, path);
}

function decodeRecord(bytes: Uint8Array, slot: Slot, path: string): InstallationRecord {
  try {
    const record = recordSchema.parse(decodeCanonicalJson(bytes, { field: path }));
    const { authority, subject } = emptyRecord(slot);
    if (record.authority !== authority || record.subject !== subject) {
      throw new DecodeError('belongs to another authority or subject', { field: path });
    }
    return record;
  } catch (cause) {
    throw new FileError('is not an installation record', {
      field: path,
      cause,
      metaMessages: ['Restore it from a backup. Without it the device cannot tell an old delivery from a new one.'],
    });
  }
}

export async function writeRecord(state: string, record: InstallationRecord, step: StepHook): Promise<void> {
  await replaceFile(recordPath(state, record), encodeCanonicalJson(record), 0o600, () => step('record:replace'));
}

/** Creates the directory of records, or checks that only this account can write to it. */
export async function prepareState(state: string): Promise<void> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  const { mode, uid } = await lstat(state).then((stats) => {
    if (!stats.isDirectory()) throw new FileError('is not a directory', { field: state });
    return stats;
  });
  if ((mode & 0o022) !== 0 || uid !== (process.geteuid?.() ?? uid)) {
    throw new FileError('can be written to by others', { field: state });
  }
}
