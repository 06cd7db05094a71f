import type { CredentialRequest } from '@gridseal/sdk/delivery/issue';
import { ArgumentError } from '@gridseal/sdk/errors';
import type { CaKey } from './caKeys.ts';
import { type Recipe, wordsOf } from './recipe.ts';

/** A file that is to be delivered. */
export interface FileToSend {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: string;
}

/** What of a recipe differs from device to device. */
export type Row = Partial<
  Pick<Recipe, 'principals' | 'keyId' | 'forceCommand' | 'sourceAddress' | 'dns' | 'ip' | 'commonName'>
>;

/**
 * What the SDK is asked to make, with the keys at hand.
 *
 * @throws {ArgumentError} if the key is missing, wiped, or of another kind.
 */
export function requestOf(
  recipe: Recipe,
  key: CaKey | null,
  files: readonly FileToSend[],
  row: Row = {},
): CredentialRequest {
  const its = { ...recipe, ...row };
  // What a wiped key signs looks like a signature, and is none.
  if (key?.isWiped()) throw noKey();
  switch (its.kind) {
    case 'files':
      return { kind: 'files', files };
    case 'tls': {
      if (key?.kind !== 'tls') throw noKey();
      const { keys, algorithm, usages, commonName } = its;
      const names = { dns: wordsOf(its.dns), ip: wordsOf(its.ip) };
      const own = keys === 'server' ? { algorithm } : {};
      return {
        kind: 'tls',
        authority: key.authority,
        names,
        usages,
        keys,
        ...own,
        ...(commonName.trim() === '' ? {} : { commonName: commonName.trim() }),
      };
    }
    default: {
      if (key?.kind !== 'ssh') throw noKey();
      const common = {
        authority: key.signer,
        principals: wordsOf(its.principals),
        keys: its.keys,
        ...(its.keyId.trim() === '' ? {} : { keyId: its.keyId.trim() }),
      };
      if (its.kind === 'sshHost') return { kind: 'sshHost', ...common };
      const places = wordsOf(its.sourceAddress);
      return {
        kind: 'sshUser',
        ...common,
        extensions: its.permissions,
        ...(its.forceCommand.trim() === '' ? {} : { forceCommand: its.forceCommand.trim() }),
        ...(places.length === 0 ? {} : { sourceAddress: places }),
      };
    }
  }
}

function noKey(): ArgumentError {
  return new ArgumentError('is not at hand any more: open it again', { field: 'authority' });
}
