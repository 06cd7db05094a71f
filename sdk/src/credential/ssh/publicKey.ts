import { fromBase64, toBase64 } from '../../bytes/index.ts';
import { sha256 } from '../../crypto/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { WireReader, WireWriter } from './wire.ts';

export type SshCurve = 'nistp256' | 'nistp384' | 'nistp521';

/** An OpenSSH public key: its algorithm, and its blob (RFC 4253, section 6.6; RFC 5656; RFC 8709). */
export interface SshPublicKey {
  readonly algorithm: 'ssh-ed25519' | `ecdsa-sha2-${SshCurve}` | 'ssh-rsa';
  readonly blob: Uint8Array;
  readonly comment: string;
}

/** Bytes of an uncompressed point. */
const pointSizes: Record<string, number> = { nistp256: 65, nistp384: 97, nistp521: 133 };

/**
 * Reads one line of a `.pub` file: `algorithm base64 [comment]`.
 *
 * @throws {DecodeError} naming `field`, for options in front, certificates, algorithms other than Ed25519, ECDSA and RSA, and
 * RSA keys of less than 2048 bits.
 * @example
 * ```ts
 * parsePublicKey('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI… alice@laptop').algorithm; // 'ssh-ed25519'
 * ```
 */
export function parsePublicKey(line: string, field = 'publicKey'): SshPublicKey {
  const match = /^(\S+) (\S+)(?: ([^\r\n]*))?\r?\n?$/.exec(line);
  if (line.length > 16_384 || !match) throw new DecodeError('is not one line of an OpenSSH public key', { field });
  const key = decodePublicKey(fromBase64(match[2] as string, field), field);
  if (key.algorithm !== match[1]) throw new DecodeError('names another algorithm than its bytes', { field });
  return { ...key, comment: match[3] ?? '' };
}

/** Decodes a public key blob. */
export function decodePublicKey(blob: Uint8Array, field = 'publicKey'): SshPublicKey {
  const reader = new WireReader(blob, field);
  const algorithm = reader.text();
  const curve = /^ecdsa-sha2-(nistp(?:256|384|521))$/.exec(algorithm)?.[1];
  if (algorithm === 'ssh-ed25519') {
    if (reader.string().length !== 32) throw new DecodeError('is not a 32-byte Ed25519 key', { field });
  } else if (curve) {
    if (reader.text() !== curve) throw new DecodeError('names two different curves', { field });
    const point = reader.string();
    if (point.length !== pointSizes[curve] || point[0] !== 4) {
      throw new DecodeError('is not an uncompressed point of its curve', { field });
    }
  } else if (algorithm === 'ssh-rsa') {
    reader.mpint();
    const modulus = reader.mpint();
    if (modulus.length < 256 || modulus.length > 2048)
      throw new DecodeError('is not RSA of 2048 to 16384 bits', { field });
  } else {
    throw new DecodeError('is not an Ed25519, ECDSA or RSA key', { field });
  }
  reader.end();
  return { algorithm: algorithm as SshPublicKey['algorithm'], blob, comment: '' };
}

/** The line of a `.pub` file, with its newline. Control characters in the comment become spaces. */
export function formatPublicKey(key: SshPublicKey): string {
  const comment = key.comment.replace(/\p{Cc}/gu, ' ').trim();
  return `${key.algorithm} ${toBase64(key.blob)}${comment ? ` ${comment}` : ''}\n`;
}

/** The key as `ssh-keygen -l` names it: `SHA256:…`. */
export function fingerprint(key: { readonly blob: Uint8Array }): string {
  return `SHA256:${toBase64(sha256(key.blob)).replace(/=+$/, '')}`;
}

export function ed25519PublicKey(raw: Uint8Array, comment = ''): SshPublicKey {
  return { ...decodePublicKey(new WireWriter().text('ssh-ed25519').string(raw).bytes()), comment };
}

export function ecdsaPublicKey(curve: SshCurve, point: Uint8Array, comment = ''): SshPublicKey {
  const blob = new WireWriter().text(`ecdsa-sha2-${curve}`).text(curve).string(point).bytes();
  return { ...decodePublicKey(blob), comment };
}
