import type { Credential, CredentialFile } from '../credential.ts';
import { assertValidity, type Validity } from '../validity.ts';
import { assertFileEntries } from './rules.ts';

export interface IssueFilesOptions extends Validity {
  readonly files: readonly {
    readonly path: string;
    readonly content: Uint8Array;
    /** `0600` if not given. */
    readonly mode?: string;
    readonly owner?: string | null;
    readonly group?: string | null;
  }[];
  /** Names under which a later epoch may revoke this one. */
  readonly serials?: readonly string[];
}

/**
 * Any private files as a credential.
 *
 * @throws {ArgumentError} naming the file and field that breaks docs/spec/manifest.md.
 * @example
 * ```ts
 * issueFiles({ files: [{ path: 'api.token', content: utf8Encode('…') }], notBefore, notAfter });
 * ```
 */
export function issueFiles(options: IssueFilesOptions): Credential {
  assertValidity(options);
  const files: readonly CredentialFile[] = options.files.map((file) => ({
    path: file.path,
    mode: file.mode ?? '0600',
    owner: file.owner ?? null,
    group: file.group ?? null,
    content: file.content,
  }));
  assertFileEntries(files.map((file) => ({ ...file, size: file.content.length })));
  return {
    kind: 'files',
    files,
    serials: options.serials ?? [],
    notBefore: options.notBefore,
    notAfter: options.notAfter,
  };
}
