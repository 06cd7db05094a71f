import type * as Issue from '../../delivery/issue/index.ts';
import type { Revocations } from './revocations.ts';
import type { SshAuthorities } from './sshAuthorities.ts';
import type { TlsAuthorities } from './tlsAuthorities.ts';

/** A request with the name of one of the administrator's authorities in place of its key. */
type ByName<Kind extends Issue.CredentialRequest['kind']> = Omit<
  Extract<Issue.CredentialRequest, { readonly kind: Kind }>,
  'authority' | 'keyId'
> & { readonly issuer: string };

/** A certificate for TLS that is to be issued, by an authority that is named. */
export type TlsCredentialRequest = ByName<'tls'>;

/** A credential that is to be issued. */
export type CredentialRequest =
  | TlsCredentialRequest
  | ByName<'sshUser'>
  | ByName<'sshHost'>
  | {
      readonly kind: 'sshAuthority';
      /** Authorities that may sign user certificates: the old and the new one while they rotate. */
      readonly issuers: readonly string[];
      /** Account → principals that may log in to it. */
      readonly accounts?: Readonly<Record<string, readonly string[]>>;
      readonly knownHosts?: { readonly patterns: readonly string[]; readonly issuers: readonly string[] };
    }
  | Extract<Issue.CredentialRequest, { readonly kind: 'files' }>;

/** Where the administrator keeps what a request names. */
export interface Keepers {
  readonly sshAuthorities: SshAuthorities;
  readonly tlsAuthorities: TlsAuthorities;
  readonly revocations: Revocations;
}

/**
 * The request with the keys, and the list of what is revoked, that it names.
 *
 * @param time Of the revocation list; seconds since 1970.
 * @throws {NotFoundError} for an authority that is not there.
 */
export async function withAuthorities(
  request: CredentialRequest,
  { sshAuthorities, tlsAuthorities, revocations }: Keepers,
  time: number,
): Promise<Issue.CredentialRequest> {
  switch (request.kind) {
    case 'sshUser':
    case 'sshHost': {
      const { issuer, ...rest } = request;
      return { ...rest, authority: (await sshAuthorities.get(issuer)).signer };
    }
    case 'tls': {
      const { issuer, ...rest } = request;
      return { ...rest, authority: await tlsAuthorities.get(issuer) };
    }
    case 'sshAuthority': {
      const { kind, accounts, knownHosts } = request;
      const publicKeys = (names: readonly string[]) =>
        Promise.all(names.map(async (name) => (await sshAuthorities.get(name)).publicKey));
      return {
        kind,
        userAuthorities: await publicKeys(request.issuers),
        krl: await revocations.krl(sshAuthorities, time),
        ...(accounts ? { principals: accounts } : {}),
        ...(knownHosts
          ? { knownHosts: { patterns: knownHosts.patterns, authorities: await publicKeys(knownHosts.issuers) } }
          : {}),
      };
    }
    case 'files':
      return request;
  }
}
