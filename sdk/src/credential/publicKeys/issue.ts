import type { Credential } from '../credential.ts';
import { assertFileEntries } from '../files/rules.ts';
import { assertValidity } from '../validity.ts';
import { encodePublicKeys, type PublicKeyDirectory } from './directory.ts';

/**
 * A directory as a credential of one public file, for devices that receive it sealed with others. Services that read it straight
 * from IPFS are given the bytes of `encodePublicKeys` themselves.
 *
 * @throws {ArgumentError} naming the field.
 * @example
 * ```ts
 * issuePublicKeys(directory, { path: 'public-keys.json', notBefore, notAfter });
 * ```
 */
export function issuePublicKeys(
  directory: PublicKeyDirectory,
  options: { readonly path?: string; readonly notBefore: number; readonly notAfter: number },
): Credential {
  const { path = 'public-keys.json', notBefore, notAfter } = options;
  const content = encodePublicKeys(directory);
  const file = { path, mode: '0644', owner: null, group: null, content };
  assertFileEntries([{ ...file, size: content.length }]);
  assertValidity(options);
  return { kind: 'publicKeys', files: [file], serials: [], notBefore, notAfter };
}
