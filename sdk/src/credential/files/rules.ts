import { type FileEntry, readFileEntries } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';

/**
 * Checks a set of files against docs/spec/manifest.md before anything is signed or sealed.
 *
 * @throws {ArgumentError} whose field is `files[i].path`, `files[i].size` and so on.
 * @example
 * ```ts
 * assertFileEntries([{ path: 'tls/key.pem', mode: '0600', owner: null, group: null, size: 241 }]);
 * ```
 */
export function assertFileEntries(files: readonly FileEntry[]): void {
  try {
    readFileEntries(files, 'files');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ArgumentError(error.shortMessage, { field: error.field ?? 'files' });
  }
}
