import { ArgumentError } from '../../errors/index.ts';

/** The limits of docs/spec/manifest.md. */
export const FileLimits = { count: 64, pathBytes: 255, fileBytes: 262_144, totalBytes: 524_288 } as const;

const segment = /^[A-Za-z0-9._@+][A-Za-z0-9._@+-]*$/;
const account = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/** What the rules speak of: a file without, or with, its content. */
export interface FileEntry {
  readonly path: string;
  readonly mode: string;
  readonly owner: string | null;
  readonly group: string | null;
  readonly size: number;
}

/**
 * Checks a set of files against docs/spec/manifest.md: paths, modes, names and sizes, and that no path is used twice or is
 * another's directory.
 *
 * @throws {ArgumentError} whose field is `files[i].path`, `files[i].size` and so on.
 * @example
 * ```ts
 * assertFileEntries([{ path: 'tls/key.pem', mode: '0600', owner: null, group: null, size: 241 }]);
 * ```
 */
export function assertFileEntries(files: readonly FileEntry[]): void {
  if (files.length < 1 || files.length > FileLimits.count) {
    throw new ArgumentError(`has ${files.length} entries where 1 to ${FileLimits.count} are allowed`, {
      field: 'files',
    });
  }
  files.forEach((file, i) => {
    assertFilePath(file.path, `files[${i}].path`);
    assertAttributes(file, `files[${i}]`);
  });
  if (files.reduce((total, file) => total + file.size, 0) > FileLimits.totalBytes) {
    throw new ArgumentError(`have more than ${FileLimits.totalBytes} bytes in all`, { field: 'files' });
  }
  assertDisjoint(files);
}

/** @throws {ArgumentError} if `path` is absolute, climbs, or has a character that a manifest does not allow. */
export function assertFilePath(path: string, field = 'path'): void {
  if (typeof path !== 'string' || path.length === 0) throw new ArgumentError('is empty or not text', { field });
  if (path.length > FileLimits.pathBytes) {
    throw new ArgumentError(`is longer than ${FileLimits.pathBytes} bytes`, { field });
  }
  for (const part of path.split('/')) {
    if (part === '.' || part === '..' || !segment.test(part)) {
      throw new ArgumentError('has a segment that a manifest does not allow', { field });
    }
  }
}

function assertAttributes(file: FileEntry, field: string): void {
  if (typeof file.mode !== 'string' || !/^0[0-7]{3}$/.test(file.mode)) {
    throw new ArgumentError('is not four octal digits within 0777', { field: `${field}.mode` });
  }
  for (const name of ['owner', 'group'] as const) {
    const value = file[name];
    if (value !== null && (typeof value !== 'string' || !account.test(value))) {
      throw new ArgumentError('is not the name of an account', { field: `${field}.${name}` });
    }
  }
  if (!Number.isSafeInteger(file.size) || file.size < 0 || file.size > FileLimits.fileBytes) {
    throw new ArgumentError(`is not a size of 0 to ${FileLimits.fileBytes} bytes`, { field: `${field}.size` });
  }
}

function assertDisjoint(files: readonly FileEntry[]): void {
  const paths = new Set<string>();
  files.forEach((file, i) => {
    if (paths.has(file.path)) throw new ArgumentError('is used twice', { field: `files[${i}].path` });
    paths.add(file.path);
  });
  files.forEach((file, i) => {
    for (let at = file.path.indexOf('/'); at !== -1; at = file.path.indexOf('/', at + 1)) {
      if (paths.has(file.path.slice(0, at))) {
        throw new ArgumentError('has another file as its directory', { field: `files[${i}].path` });
      }
    }
  });
}
