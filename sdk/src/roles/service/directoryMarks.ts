import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, isHex } from '../../bytes/index.ts';
import { FileError } from '../../errors/index.ts';
import { replaceFile } from '../../files/index.ts';

const schema = z.strictObject({
  type: z.literal('gridseal/directory-mark/v1'),
  epoch: z.int().positive(),
  digest: z.custom<Hex>((value) => isHex(value, 32)),
  services: z.record(z.string(), z.int().positive()),
});

/** What was accepted last of one authority and subject. */
export interface DirectoryMark {
  readonly epoch: number;
  /** SHA-256 of the directory. */
  readonly digest: Hex;
  /** The epoch of each service in it. */
  readonly services: Readonly<Record<string, number>>;
}

/** Where a reader remembers what it has accepted. Whoever implements it makes `write` durable before it returns. */
export interface DirectoryMarks {
  /** Null before the first. */
  read(authority: Hex, subject: Hex): Promise<DirectoryMark | null>;
  write(authority: Hex, subject: Hex, mark: DirectoryMark): Promise<void>;
}

/**
 * Marks as files of one directory.
 *
 * @example `await readPublicKeys({ …, marks: fileMarks('/var/lib/billing/gridseal') })`
 */
export function fileMarks(directory: string): DirectoryMarks {
  const fileOf = (authority: Hex, subject: Hex) =>
    path.join(directory, `${authority.slice(2, 18)}-${subject.slice(2)}.json`);
  return {
    async read(authority, subject) {
      const field = fileOf(authority, subject);
      const bytes = await readFile(field).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return null;
        throw new FileError(`cannot be read (${cause.code})`, { field, cause });
      });
      if (bytes === null) return null;
      const result = schema.safeParse(decodeCanonicalJson(new Uint8Array(bytes), { field }));
      if (!result.success) throw new FileError('is not the mark of a directory', { field });
      const { type: _, ...mark } = result.data;
      return mark;
    },
    async write(authority, subject, mark) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const value = { type: 'gridseal/directory-mark/v1', ...mark };
      await replaceFile(fileOf(authority, subject), encodeCanonicalJson(value), 0o600);
    },
  };
}
