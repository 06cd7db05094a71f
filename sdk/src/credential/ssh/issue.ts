import { utf8Encode } from '../../bytes/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import type { Credential, CredentialFile } from '../credential.ts';
import { assertFileEntries } from '../files/rules.ts';
import type { Validity } from '../validity.ts';
import { formatCertificate, randomSerial, signCertificate } from './certificate.ts';
import type { CertificateOptions, SshExtension } from './certificateOptions.ts';
import { formatPrivateKey, generatePrivateKey } from './privateKey.ts';
import { formatPublicKey, type SshPublicKey } from './publicKey.ts';
import type { SshSigner } from './signer.ts';

interface IssueSshOptions extends Validity {
  readonly authority: SshSigner;
  /** The device's own public key: then no private key travels. Without it, a key is made here and goes with the files. */
  readonly publicKey?: SshPublicKey;
  readonly keyId: string;
  readonly principals: readonly string[];
  /** RandomBytes if not given. */
  readonly serial?: bigint;
  readonly random: RandomBytes;
  /** The name of the private key's file; the certificate gets `-cert.pub` behind it. */
  readonly path?: string;
  readonly owner?: string | null;
  readonly group?: string | null;
}

export interface IssueSshUserOptions extends IssueSshOptions, Omit<CertificateOptions, 'extensions'> {
  /** `permit-pty` if not given. */
  readonly extensions?: readonly SshExtension[];
}

/**
 * A certificate with which a user, or a device as a user, logs in.
 *
 * @throws {ArgumentError} naming the option that cannot be right.
 * @example
 * ```ts
 * await issueSshUser({ authority, publicKey: parsePublicKey(line), keyId: 'station-7', principals: ['technician'],
 *   notBefore, notAfter: notBefore + 300, random });
 * ```
 */
export async function issueSshUser(options: IssueSshUserOptions): Promise<Credential> {
  const { forceCommand, sourceAddress, extensions = ['permit-pty'] } = options;
  return issue('user', options.path ?? 'id_ed25519', options, {
    ...(forceCommand === undefined ? {} : { forceCommand }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    extensions,
  });
}

/**
 * A certificate by which clients know a host; `principals` are its names. sshd reads it as `HostCertificate`.
 */
export async function issueSshHost(options: IssueSshOptions): Promise<Credential> {
  return issue('host', options.path ?? 'ssh_host_ed25519_key', options, { extensions: [] });
}

async function issue(
  type: 'user' | 'host',
  path: string,
  options: IssueSshOptions,
  certificateOptions: CertificateOptions,
): Promise<Credential> {
  const { authority, keyId, principals, notBefore, notAfter, random } = options;
  const made = options.publicKey ? null : generatePrivateKey(random, keyId.replace(/\s/g, '_'));
  const publicKey = options.publicKey ?? (made as NonNullable<typeof made>).publicKey;
  const serial = options.serial ?? randomSerial(random);
  const body = { type, publicKey, serial, keyId, principals, notBefore, notAfter, ...certificateOptions };
  const certificate = await signCertificate(body, authority, random);
  const file = (suffix: string, mode: string, text: string): CredentialFile => ({
    path: `${path}${suffix}`,
    mode,
    owner: options.owner ?? null,
    group: options.group ?? null,
    content: utf8Encode(text),
  });
  const files = [file('-cert.pub', '0644', formatCertificate(certificate))];
  if (made) {
    files.unshift(file('', '0600', formatPrivateKey(made, random)), file('.pub', '0644', formatPublicKey(publicKey)));
  }
  assertFileEntries(files.map((entry) => ({ ...entry, size: entry.content.length })));
  return { kind: type === 'user' ? 'sshUser' : 'sshHost', files, serials: [serial.toString()], notBefore, notAfter };
}
