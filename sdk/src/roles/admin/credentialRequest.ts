import type { Hex } from '../../bytes/index.ts';
import type { Credential } from '../../credential/credential.ts';
import { issueFiles } from '../../credential/files/index.ts';
import {
  issueSshAuthority,
  issueSshHost,
  issueSshUser,
  type SshExtension,
  type SshPublicKey,
} from '../../credential/ssh/index.ts';
import { ed25519PublicKey } from '../../credential/ssh/publicKey.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { NotFoundError } from '../../errors/index.ts';
import type { KeyMode } from './keyMode.ts';
import type { KnownDevice } from './knownDevices.ts';
import type { Revocations } from './revocations.ts';
import type { SshAuthorities } from './sshAuthorities.ts';
import type { TlsAuthorities } from './tlsAuthorities.ts';
import { makeTlsCredential, type TlsCredentialRequest } from './tlsCredential.ts';

/** A credential that is to be issued. */
export type CredentialRequest =
  | TlsCredentialRequest
  | {
      readonly kind: 'sshUser';
      /** The name of an SSH authority of the administrator. */
      readonly issuer: string;
      readonly principals: readonly string[];
      readonly keys?: KeyMode;
      readonly forceCommand?: string;
      readonly sourceAddress?: readonly string[];
      readonly extensions?: readonly SshExtension[];
    }
  | {
      readonly kind: 'sshHost';
      readonly issuer: string;
      /** The host's names. */
      readonly principals: readonly string[];
      readonly keys?: KeyMode;
    }
  | {
      readonly kind: 'sshAuthority';
      /** Authorities that may sign user certificates: the old and the new one while they rotate. */
      readonly issuers: readonly string[];
      /** Account → principals that may log in to it. */
      readonly accounts?: Readonly<Record<string, readonly string[]>>;
      readonly knownHosts?: { readonly patterns: readonly string[]; readonly issuers: readonly string[] };
    }
  | {
      readonly kind: 'files';
      readonly files: readonly {
        readonly path: string;
        readonly content: Uint8Array;
        readonly mode?: string;
        readonly owner?: string | null;
        readonly group?: string | null;
      }[];
    };

/** What credentials are made with. */
export interface Issuing {
  readonly sshAuthorities: SshAuthorities;
  readonly tlsAuthorities: TlsAuthorities;
  readonly revocations: Revocations;
  readonly random: RandomBytes;
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Makes the credential of one device.
 *
 * @throws {NotFoundError} for an authority, or a device's key, that is not there. @throws {ArgumentError} naming what cannot be right.
 */
export async function makeCredential(
  request: CredentialRequest,
  device: KnownDevice,
  issuing: Issuing,
): Promise<Credential> {
  const { sshAuthorities, random, notBefore, notAfter } = issuing;
  switch (request.kind) {
    case 'sshUser':
    case 'sshHost': {
      const { signer } = await sshAuthorities.get(request.issuer);
      const ownKey = request.keys === 'server' ? {} : { publicKey: sshKeyOf(device, request.kind) };
      const { principals } = request;
      const common = {
        authority: signer,
        principals,
        keyId: device.enrolment.name,
        notBefore,
        notAfter,
        random,
        ...ownKey,
      };
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
      const { accounts, knownHosts } = request;
      const publicKeys = (names: readonly string[]) =>
        Promise.all(names.map(async (name) => (await sshAuthorities.get(name)).publicKey));
      return issueSshAuthority({
        userAuthorities: await publicKeys(request.issuers),
        krl: await issuing.revocations.krl(sshAuthorities, notBefore),
        ...(accounts ? { principals: accounts } : {}),
        ...(knownHosts
          ? { knownHosts: { patterns: knownHosts.patterns, authorities: await publicKeys(knownHosts.issuers) } }
          : {}),
        notBefore,
        notAfter,
      });
    }
    case 'tls':
      return makeTlsCredential(request, device, issuing);
    case 'files':
      return issueFiles({ files: request.files, notBefore, notAfter });
  }
}

function sshKeyOf({ id, enrolment }: KnownDevice, use: 'sshUser' | 'sshHost'): SshPublicKey {
  const key = enrolment.keys.find((candidate) => candidate.use === use && candidate.algorithm === 'Ed25519');
  if (key) return ed25519PublicKey(key.publicKey, enrolment.name.replace(/\s/g, '_'));
  throw new NotFoundError(`the device has enrolled no Ed25519 key for ${use}`, {
    field: `device ${id satisfies Hex}`,
    metaMessages: ['Let the key be made here instead (keys: server).'],
  });
}
