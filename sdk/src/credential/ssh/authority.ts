import { toBase64, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { Credential, CredentialFile } from '../credential.ts';
import { assertFileEntries } from '../files/rules.ts';
import { assertValidity, type Validity } from '../validity.ts';
import { encodeKrl, type Krl } from './krl.ts';
import { fingerprint, formatPublicKey, type SshPublicKey } from './publicKey.ts';

/**
 * The content of `TrustedUserCAKeys`: one authority a line. While authorities rotate, it names the old and the new one.
 *
 * @throws {ArgumentError} if there is none, or one twice.
 */
export function formatTrustedUserAuthorities(authorities: readonly SshPublicKey[]): string {
  assertDistinct(authorities, 'userAuthorities');
  return authorities.map(formatPublicKey).join('');
}

/**
 * Lines of `known_hosts` that trust authorities for hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * @param patterns Host patterns, for example `*.charging.example`.
 */
export function formatKnownHosts(patterns: readonly string[], authorities: readonly SshPublicKey[]): string {
  assertDistinct(authorities, 'hostAuthorities');
  if (patterns.length === 0) throw new ArgumentError('is empty', { field: 'patterns' });
  patterns.forEach((pattern, i) => {
    if (!/^!?(?:[A-Za-z0-9.*?:_-]+|\[[A-Za-z0-9.*?:_-]+\]:\d{1,5})$/.test(pattern)) {
      throw new ArgumentError('is not a host pattern', { field: `patterns[${i}]` });
    }
  });
  return authorities.map((key) => `@cert-authority ${patterns.join(',')} ${formatPublicKey(key)}`).join('');
}

function assertDistinct(keys: readonly SshPublicKey[], field: string): void {
  if (keys.length === 0) throw new ArgumentError('is empty', { field });
  if (new Set(keys.map((key) => toBase64(key.blob))).size !== keys.length) {
    throw new ArgumentError('names an authority twice', { field });
  }
}

export interface IssueSshAuthorityOptions extends Validity {
  /** Who may sign user certificates: one, or the old and the new one while they overlap. */
  readonly userAuthorities: readonly SshPublicKey[];
  /** Revoked certificates and keys. An empty list is written too: sshd lets nobody in when the file is missing. */
  readonly krl: Krl;
  /** Account → principals that may log in to it, for `AuthorizedPrincipalsFile …/auth_principals/%u`. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  /** Authorities of other hosts' certificates, for this host as a client. */
  readonly knownHosts?: { readonly patterns: readonly string[]; readonly authorities: readonly SshPublicKey[] };
}

/**
 * What an sshd trusts: `trusted_user_ca_keys`, `revoked_keys`, `auth_principals/<account>`, `known_hosts`. All are public.
 *
 * @example
 * ```ts
 * issueSshAuthority({ userAuthorities: [oldCa, newCa], krl, principals: { root: ['fleet-admin'] }, notBefore, notAfter });
 * ```
 */
export function issueSshAuthority(options: IssueSshAuthorityOptions): Credential {
  assertValidity(options);
  const texts: [path: string, text: string][] = [
    ['trusted_user_ca_keys', formatTrustedUserAuthorities(options.userAuthorities)],
    ...Object.entries(options.principals ?? {}).map(
      ([account, names]) => [`auth_principals/${account}`, formatPrincipals(account, names)] as [string, string],
    ),
  ];
  if (options.knownHosts) {
    texts.push(['known_hosts', formatKnownHosts(options.knownHosts.patterns, options.knownHosts.authorities)]);
  }
  const contents: [string, Uint8Array][] = texts.map(([path, text]) => [path, utf8Encode(text)]);
  contents.push(['revoked_keys', encodeKrl(options.krl)]);
  const files = contents.map(([path, content]): CredentialFile => {
    return { path, mode: '0644', owner: null, group: null, content };
  });
  assertFileEntries(files.map((file) => ({ ...file, size: file.content.length })));
  return {
    kind: 'sshAuthority',
    files,
    serials: options.userAuthorities.map(fingerprint),
    notBefore: options.notBefore,
    notAfter: options.notAfter,
  };
}

function formatPrincipals(account: string, names: readonly string[]): string {
  const field = `principals.${account}`;
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(account)) throw new ArgumentError('is not the name of an account', { field });
  names.forEach((name, i) => {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,254}$/.test(name)) {
      throw new ArgumentError('is not a principal', { field: `${field}[${i}]` });
    }
  });
  return names.map((name) => `${name}\n`).join('');
}
