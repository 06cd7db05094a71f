import type { Hex } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { NotFoundError, VerificationError } from '../../errors/index.ts';
import { decodePublicKeys, type PublicKeyDirectory, type ServiceKey } from './directory.ts';

/** What the chain says of a directory. */
export interface PublicKeyAnnouncement {
  readonly chainId: number;
  readonly announcements: Hex;
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  /** SHA-256 of the bytes. */
  readonly digest: Hex;
}

/**
 * Checks that the bytes are what the authority announced. The announcement itself comes from the reader's own view of the chain,
 * and the authority from the reader's own configuration.
 *
 * @throws {VerificationError} naming what differs.
 * @throws {DecodeError} if the announced bytes are not a directory.
 * @example
 * ```ts
 * const directory = verifyPublicKeys(bytes, announcement);
 * const [key] = currentKeys(directory, 'billing', { time, use: 'sign' });
 * ```
 */
export function verifyPublicKeys(bytes: Uint8Array, announced: PublicKeyAnnouncement): PublicKeyDirectory {
  if (sha256Hex(bytes) !== announced.digest.toLowerCase()) {
    throw new VerificationError('is not what was announced', { field: 'directory' });
  }
  const directory = decodePublicKeys(bytes);
  for (const name of ['chainId', 'announcements', 'authority', 'subject', 'epoch'] as const) {
    if (String(directory[name]).toLowerCase() !== String(announced[name]).toLowerCase()) {
      throw new VerificationError('differs from the announcement', { field: `directory.${name}` });
    }
  }
  return directory;
}

/**
 * A service's keys that are valid at a time, the one that lasts longest first: signers use the first, verifiers try all.
 *
 * @throws {NotFoundError} if the directory does not have the service. An empty list means that it has no valid key.
 */
export function currentKeys(
  directory: PublicKeyDirectory,
  service: string,
  wanted: { readonly time: number; readonly use: ServiceKey['use'] },
): readonly ServiceKey[] {
  const entry = directory.services.find(({ name }) => name === service);
  if (!entry) throw new NotFoundError('is not a service of this directory', { field: 'service' });
  return entry.keys
    .filter(({ use, notBefore, notAfter }) => use === wanted.use && notBefore <= wanted.time && wanted.time <= notAfter)
    .sort((a, b) => b.notAfter - a.notAfter);
}
