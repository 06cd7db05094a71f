import { type Hex, readHex, readInteger, readList, readObject, readText } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';

/** One file of a manifest. */
export interface ManifestFile {
  /** Relative, `/` between segments. */
  readonly path: string;
  /** Four octal digits, within 0777. */
  readonly mode: string;
  /** A name of the device's system, or null for the agent's own. */
  readonly owner: string | null;
  readonly group: string | null;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content. */
  readonly digest: Hex;
}

const MAX_FILES = 64;
const MAX_FILE_SIZE = 262_144;
const MAX_TOTAL_SIZE = 524_288;
const MAX_PATH_SIZE = 255;
const segmentPattern = /^[A-Za-z0-9._@+][A-Za-z0-9._\-@+]*$/;

/** @throws {DecodeError} naming the file and field that break a rule of docs/spec/manifest.md. */
export function readFiles(value: unknown, field: string): readonly ManifestFile[] {
  const files = readList(value, field, 1, MAX_FILES).map((file, i) => readFile(file, `${field}[${i}]`));
  if (files.reduce((sum, { size }) => sum + size, 0) > MAX_TOTAL_SIZE) {
    throw new DecodeError(`has more than ${MAX_TOTAL_SIZE} bytes in all`, { field });
  }
  assertDisjoint(files, field);
  return files;
}

function readFile(value: unknown, field: string): ManifestFile {
  const file = readObject(value, field, ['digest', 'group', 'mode', 'owner', 'path', 'size']);
  return {
    digest: readHex(file.digest, `${field}.digest`, 32),
    group: readAccount(file.group, `${field}.group`),
    mode: readText(file.mode, `${field}.mode`, /^0[0-7]{3}$/, 'four octal digits within 0777'),
    owner: readAccount(file.owner, `${field}.owner`),
    path: readPath(file.path, `${field}.path`),
    size: readInteger(file.size, `${field}.size`, 0, MAX_FILE_SIZE),
  };
}

function readAccount(value: unknown, field: string): string | null {
  if (value === null) return null;
  return readText(value, field, /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, 'the name of an account, or null');
}

function readPath(value: unknown, field: string): string {
  const what = 'a relative path of segments of A-Z a-z 0-9 . _ - @ + (at most 255 bytes)';
  const path = readText(value, field, /^[^/].*[^/]$|^[^/]$/, what);
  const good = path.split('/').every((segment) => segmentPattern.test(segment) && segment !== '.' && segment !== '..');
  if (!good || path.length > MAX_PATH_SIZE) throw new DecodeError(`is not ${what}`, { field });
  return path;
}

/** No path twice, and none that would have to be file and folder at once. */
function assertDisjoint(files: readonly ManifestFile[], field: string): void {
  const paths = new Set<string>();
  for (const [i, { path }] of files.entries()) {
    if (paths.has(path)) throw new DecodeError('stands twice', { field: `${field}[${i}].path` });
    paths.add(path);
  }
  for (const [i, { path }] of files.entries()) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (paths.has(path.slice(0, slash))) {
        throw new DecodeError('lies in a folder that is a file', { field: `${field}[${i}].path` });
      }
    }
  }
}
