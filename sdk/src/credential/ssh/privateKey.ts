import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { fromBase64, toBase64, utf8Decode } from '../../bytes/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { ecdsaPublicKey, ed25519PublicKey, type SshCurve, type SshPublicKey } from './publicKey.ts';
import { WireReader, WireWriter } from './wire.ts';

/** A private key: the Ed25519 seed (RFC 8032), or the ECDSA scalar, big-endian and of the curve's length. */
export interface SshPrivateKey {
  readonly algorithm: Exclude<SshPublicKey['algorithm'], 'ssh-rsa'>;
  readonly secret: Uint8Array;
  readonly publicKey: SshPublicKey;
}

/** PROTOCOL.key of OpenSSH. */
const MAGIC = 'openssh-key-v1\0';
const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';

const curves = { nistp256: p256, nistp384: p384, nistp521: p521 } as const;

/** @throws {ArgumentError} if the seed is not 32 bytes. */
export function ed25519PrivateKey(seed: Uint8Array, comment = ''): SshPrivateKey {
  return {
    algorithm: 'ssh-ed25519',
    secret: seed,
    publicKey: ed25519PublicKey(ed25519.getPublicKey(seed), comment),
  };
}

export function ecdsaPrivateKey(curve: SshCurve, scalar: Uint8Array, comment = ''): SshPrivateKey {
  const point = curves[curve].getPublicKey(scalar, false);
  return { algorithm: `ecdsa-sha2-${curve}`, secret: scalar, publicKey: ecdsaPublicKey(curve, point, comment) };
}

/**
 * A new Ed25519 key.
 *
 * @example
 * ```ts
 * const key = generatePrivateKey((size) => crypto.getRandomValues(new Uint8Array(size)), 'station-7');
 * ```
 */
export function generatePrivateKey(random: RandomBytes, comment = ''): SshPrivateKey {
  return ed25519PrivateKey(random(32), comment);
}

/** The key in OpenSSH's own file format, without a passphrase: it is meant to be sealed, or stored with mode 0600. */
export function formatPrivateKey(key: SshPrivateKey, random: RandomBytes): string {
  const secrets = encodeSecrets(key, random, 8);
  return formatContainer({
    cipher: 'none',
    kdf: 'none',
    kdfOptions: new Uint8Array(),
    publicKey: key.publicKey,
    secrets,
  });
}

/** What a file in OpenSSH's format consists of (PROTOCOL.key, section 1). */
export interface PrivateKeyContainer {
  readonly cipher: string;
  readonly kdf: string;
  readonly kdfOptions: Uint8Array;
  readonly publicKey: Pick<SshPublicKey, 'blob'>;
  /** Encrypted, unless `cipher` is `none`. */
  readonly secrets: Uint8Array;
}

export function formatContainer({ cipher, kdf, kdfOptions, publicKey, secrets }: PrivateKeyContainer): string {
  const bytes = new WireWriter()
    .raw(new TextEncoder().encode(MAGIC))
    .text(cipher)
    .text(kdf)
    .string(kdfOptions)
    .uint32(1)
    .string(publicKey.blob)
    .string(secrets)
    .bytes();
  const lines = toBase64(bytes).match(/.{1,70}/g) ?? [];
  return `${[BEGIN, ...lines, END].join('\n')}\n`;
}

/** The part of the file that is secret, padded to blocks. */
export function encodeSecrets(key: SshPrivateKey, random: RandomBytes, blockSize: number): Uint8Array {
  const check = random(4);
  const body = new WireWriter().raw(check).raw(check).raw(encodeSecret(key)).text(key.publicKey.comment).bytes();
  const size = (blockSize - (body.length % blockSize)) % blockSize;
  return new WireWriter()
    .raw(body)
    .raw(Uint8Array.from({ length: size }, (_, i) => i + 1))
    .bytes();
}

function encodeSecret(key: SshPrivateKey): Uint8Array {
  const reader = new WireReader(key.publicKey.blob, 'publicKey');
  const writer = new WireWriter().text(reader.text());
  if (key.algorithm === 'ssh-ed25519') {
    const raw = reader.string();
    return writer.string(raw).uint32(64).raw(key.secret).raw(raw).bytes();
  }
  return writer.text(reader.text()).string(reader.string()).mpint(key.secret).bytes();
}

/**
 * Reads an unencrypted private key in OpenSSH's format. The public key is computed again and has to be the one in the file.
 *
 * @throws {DecodeError} for any other form, encrypted ones, and RSA. No message holds a part of the key.
 */
export function parsePrivateKey(text: string, field = 'privateKey'): SshPrivateKey {
  const container = parseContainer(text, field);
  if (isEncrypted(container)) {
    throw new DecodeError('is encrypted', {
      field,
      metaMessages: ['Decrypt a copy first: ssh-keygen -p -N "" -f FILE'],
    });
  }
  return keyIn(container, container.secrets, field);
}

export function isEncrypted({ cipher, kdf }: PrivateKeyContainer): boolean {
  return cipher !== 'none' || kdf !== 'none';
}

/** @throws {DecodeError} if the file has another form, or holds several keys. */
export function parseContainer(text: string, field: string): PrivateKeyContainer {
  const start = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (text.length > 65_536 || start !== 0 || end < 0 || text.slice(end + END.length).trim() !== '') {
    throw new DecodeError('is not a private key in OpenSSH format', { field });
  }
  const bytes = fromBase64(text.slice(BEGIN.length, end).replace(/[\r\n]/g, ''), field);
  const reader = new WireReader(bytes, field);
  if (utf8Decode(reader.raw(MAGIC.length), { field }) !== MAGIC)
    throw new DecodeError('is not openssh-key-v1', { field });
  const [cipher, kdf, kdfOptions] = [reader.text(), reader.text(), reader.string()];
  if (reader.uint32() !== 1) throw new DecodeError('holds more than one key', { field });
  const blob = reader.string();
  const secrets = reader.string();
  reader.end();
  return { cipher, kdf, kdfOptions, publicKey: { blob }, secrets };
}

/** The key in the secret part of a file, once that is plain. */
export function keyIn({ publicKey }: PrivateKeyContainer, secrets: Uint8Array, field: string): SshPrivateKey {
  const key = decodeSecret(secrets, field);
  if (toBase64(key.publicKey.blob) !== toBase64(publicKey.blob))
    throw new DecodeError('does not belong to its public key', { field });
  return key;
}

function decodeSecret(bytes: Uint8Array, field: string): SshPrivateKey {
  const reader = new WireReader(bytes, field);
  const [check, again] = [reader.uint32(), reader.uint32()];
  if (check !== again) throw new DecodeError('has check bytes that differ', { field });
  const algorithm = reader.text();
  const curve = /^ecdsa-sha2-(nistp(?:256|384|521))$/.exec(algorithm)?.[1] as SshCurve | undefined;
  if (algorithm !== 'ssh-ed25519' && !curve) throw new DecodeError('is neither Ed25519 nor ECDSA', { field });
  if (curve) reader.text();
  reader.string();
  const secret = curve ? reader.mpint() : reader.string();
  const comment = reader.text();
  for (let i = 1; !reader.done; i++) {
    if (reader.uint8() !== (i & 0xff)) throw new DecodeError('has wrong padding', { field });
  }
  try {
    if (!curve) return ed25519PrivateKey(secret.slice(0, 32), comment);
    const scalar = new Uint8Array(curves[curve].lengths.secretKey ?? 0);
    scalar.set(secret, scalar.length - secret.length);
    return ecdsaPrivateKey(curve, scalar, comment);
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    throw new DecodeError('is not a key of its curve', { field });
  }
}
