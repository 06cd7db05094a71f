import type { Hex } from '../../bytes/index.ts';
import type { Credential } from '../../credential/credential.ts';
import { type IssueFilesOptions, issueFiles } from '../../credential/files/index.ts';
import {
  type IssueSshAuthorityOptions,
  issueSshAuthority,
  issueSshHost,
  issueSshUser,
  type SshExtension,
  type SshPublicKey,
  type SshSigner,
} from '../../credential/ssh/index.ts';
import { ed25519PublicKey } from '../../credential/ssh/publicKey.ts';
import type { Validity } from '../../credential/validity.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { NotFoundError } from '../../errors/index.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';
import type { KeyMode } from './keyMode.ts';
import { makeTlsCredential, type TlsCredentialRequest } from './tlsCredential.ts';

/** A credential that is to be issued, with the keys that sign it at hand. */
export type CredentialRequest =
  | TlsCredentialRequest
  | {
      readonly kind: 'sshUser';
      readonly authority: SshSigner;
      readonly principals: readonly string[];
      /** What servers log; the device's enrolled name by default. */
      readonly keyId?: string;
      readonly keys?: KeyMode;
      readonly forceCommand?: string;
      readonly sourceAddress?: readonly string[];
      readonly extensions?: readonly SshExtension[];
    }
  | {
      readonly kind: 'sshHost';
      readonly authority: SshSigner;
      /** The host's names. */
      readonly principals: readonly string[];
      readonly keyId?: string;
      readonly keys?: KeyMode;
    }
  | ({ readonly kind: 'sshAuthority' } & Omit<IssueSshAuthorityOptions, keyof Validity>)
  | ({ readonly kind: 'files' } & Pick<IssueFilesOptions, 'files'>);

/**
 * Makes the credential of one device. By default the device's own key is certified, so that no private key travels.
 *
 * @throws {NotFoundError} for a device's key that is not there. @throws {ArgumentError} naming what cannot be right.
 * @example
 * ```ts
 * const request = { kind: 'sshUser', authority: sshSigner(key), principals: ['technician'] } as const;
 * const credential = await makeCredential(request, device, { notBefore, notAfter, random });
 * ```
 */
export async function makeCredential(
  request: CredentialRequest,
  device: EnrolledDevice,
  issuing: Validity & { readonly random: RandomBytes },
): Promise<Credential> {
  const { random, notBefore, notAfter } = issuing;
  switch (request.kind) {
    case 'sshUser':
    case 'sshHost': {
      const { authority, principals, keyId = device.enrolment.name } = request;
      const ownKey = request.keys === 'server' ? {} : { publicKey: sshKeyOf(device, request.kind) };
      const common = { authority, principals, keyId, notBefore, notAfter, random, ...ownKey };
      if (request.kind === 'sshHost') return issueSshHost(common);
      const { forceCommand, sourceAddress, extensions } = request;
      return issueSshUser({
        ...common,
        ...(forceCommand === undefined ? {} : { forceCommand }),
        ...(sourceAddress === undefined ? {} : { sourceAddress }),
        ...(extensions === undefined ? {} : { extensions }),
      });
    }
    case 'sshAuthority': {
      const { kind: _, ...options } = request;
      return issueSshAuthority({ ...options, notBefore, notAfter });
    }
    case 'tls':
      return makeTlsCredential(request, device, issuing);
    case 'files':
      return issueFiles({ files: request.files, notBefore, notAfter });
  }
}

function sshKeyOf({ id, enrolment }: EnrolledDevice, use: 'sshUser' | 'sshHost'): SshPublicKey {
  const key = enrolment.keys.find((candidate) => candidate.use === use && candidate.algorithm === 'Ed25519');
  if (key) return ed25519PublicKey(key.publicKey, enrolment.name.replace(/\s/g, '_'));
  throw new NotFoundError(`the device has enrolled no Ed25519 key for ${use}`, {
    field: `device ${id satisfies Hex}`,
    metaMessages: ['Let the key be made here instead (keys: server).'],
  });
}
