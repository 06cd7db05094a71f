import { type FileEntry, type Hex, readFileEntries, readHex, readObject } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';

/** One file of a manifest. */
export interface ManifestFile extends FileEntry {
  /** SHA-256 of the content. */
  readonly digest: Hex;
}

/** @throws {DecodeError} naming the file and field that break a rule of docs/spec/manifest.md. */
export function readFiles(value: unknown, field: string): readonly ManifestFile[] {
  if (!Array.isArray(value)) throw new DecodeError('is not a list', { field });
  const files = value.map((file: unknown, i) =>
    readObject(file, `${field}[${i}]`, ['digest', 'group', 'mode', 'owner', 'path', 'size']),
  );
  return readFileEntries(files, field).map((entry, i) => ({
    digest: readHex(files[i]?.digest, `${field}[${i}].digest`, 32),
    ...entry,
  }));
}
