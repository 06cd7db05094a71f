import { DecodeError } from '../errors/index.ts';
import { readInteger, readList, readText } from './readJson.ts';

/** What the rules of docs/spec/manifest.md speak of: a file to be installed, with or without its content. */
export interface FileEntry {
  /** Relative, `/` between segments. */
  readonly path: string;
  /** Four octal digits, within 0777. */
  readonly mode: string;
  /** A name of the device's system, or null for the agent's own. */
  readonly owner: string | null;
  readonly group: string | null;
  /** Bytes. */
  readonly size: number;
}

/** The limits of docs/spec/manifest.md. */
export const FileLimits = { count: 64, pathBytes: 255, fileBytes: 262_144, totalBytes: 524_288 } as const;

const segmentPattern = /^[A-Za-z0-9._@+][A-Za-z0-9._@+-]*$/;

/**
 * A set of files: paths, modes, names and sizes, and that no path is used twice or is another's directory.
 *
 * @throws {DecodeError} whose field is `field[i].path`, `field[i].size` and so on.
 * @example
 * ```ts
 * readFileEntries([{ path: 'tls/key.pem', mode: '0600', owner: null, group: null, size: 241 }], 'files');
 * ```
 */
export function readFileEntries(
  values: readonly Readonly<Record<keyof FileEntry, unknown>>[],
  field: string,
): readonly FileEntry[] {
  const files = readList(values, field, 1, FileLimits.count).map((_, i) => {
    return readEntry(values[i] as Record<keyof FileEntry, unknown>, `${field}[${i}]`);
  });
  if (files.reduce((sum, { size }) => sum + size, 0) > FileLimits.totalBytes) {
    throw new DecodeError(`has more than ${FileLimits.totalBytes} bytes in all`, { field });
  }
  assertDisjoint(files, field);
  return files;
}

function readEntry(file: Readonly<Record<keyof FileEntry, unknown>>, field: string): FileEntry {
  return {
    group: readAccount(file.group, `${field}.group`),
    mode: readText(file.mode, `${field}.mode`, /^0[0-7]{3}$/, 'four octal digits within 0777'),
    owner: readAccount(file.owner, `${field}.owner`),
    path: readPath(file.path, `${field}.path`),
    size: readInteger(file.size, `${field}.size`, 0, FileLimits.fileBytes),
  };
}

function readAccount(value: unknown, field: string): string | null {
  if (value === null) return null;
  return readText(value, field, /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, 'the name of an account, or null');
}

function readPath(value: unknown, field: string): string {
  const { pathBytes } = FileLimits;
  const what = `a relative path of segments of A-Z a-z 0-9 . _ - @ + (at most ${pathBytes} bytes)`;
  const path = readText(value, field, /^.+$/, what);
  const good = path.split('/').every((segment) => segmentPattern.test(segment) && segment !== '.' && segment !== '..');
  if (!good || path.length > pathBytes) throw new DecodeError(`is not ${what}`, { field });
  return path;
}

/** No path twice, and none that would have to be file and directory at once. */
function assertDisjoint(files: readonly FileEntry[], field: string): void {
  const paths = new Set<string>();
  for (const [i, { path }] of files.entries()) {
    if (paths.has(path)) throw new DecodeError('stands twice', { field: `${field}[${i}].path` });
    paths.add(path);
  }
  for (const [i, { path }] of files.entries()) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (paths.has(path.slice(0, slash))) {
        throw new DecodeError('lies in a directory that is a file', { field: `${field}[${i}].path` });
      }
    }
  }
}
