/** What a credential is for; the `kind` of manifest and announcement (docs/spec/announcement.md). */
export type CredentialKind = 'sshUser' | 'sshHost' | 'sshAuthority' | 'tls' | 'files' | 'publicKeys';

/** One file of a credential, in the terms of docs/spec/manifest.md. */
export interface CredentialFile {
  /** Relative to the directory that the device keeps for this authority and subject. */
  readonly path: string;
  /** Four octal digits, for example `0600`. */
  readonly mode: string;
  /** The account and group that the file belongs to, or null for the agent's own. */
  readonly owner: string | null;
  readonly group: string | null;
  readonly content: Uint8Array;
}

/**
 * What an authority hands to a device: files for a manifest, and how to name them when they are revoked.
 *
 * Every function that makes one is pure, given randomness, times and the authority's key.
 */
export interface Credential {
  readonly kind: CredentialKind;
  readonly files: readonly CredentialFile[];
  /** Serial numbers in the text form of a manifest's `revokes`: decimal for SSH, `0x` hexadecimal for X.509. */
  readonly serials: readonly string[];
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
}
