import type { EnrolledKey } from '@gridseal/sdk/identity';
import { KeyTextError, readPublicKeys } from '../../../trust/index.ts';

/** What came of an SSH public key that the user pasted, to be certified with the device. Nothing pasted is fine. */
export type OwnKey = { readonly keys: readonly EnrolledKey[] } | { readonly problem: 'ownBad' | 'ownPrivate' };

/** @example `readOwnKey('ssh-ed25519 AAAA… me@desk')` */
export function readOwnKey(text: string): OwnKey {
  const given = text.trim();
  if (given === '') return { keys: [] };
  if (given.startsWith('ssh-') && !given.startsWith('ssh-ed25519 ')) return { problem: 'ownBad' };
  try {
    const [key, ...more] = readPublicKeys(given);
    const [found] = key ?? [];
    if (!found || more.length > 0 || found.algorithm !== 'Ed25519') return { problem: 'ownBad' };
    return { keys: [{ use: 'sshUser', algorithm: 'Ed25519', publicKey: found.publicKey }] };
  } catch (error) {
    return { problem: error instanceof KeyTextError && error.problem === 'private' ? 'ownPrivate' : 'ownBad' };
  }
}
