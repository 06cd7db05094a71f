import { cbc, ctr } from '@noble/ciphers/aes.js';
import { utf8Encode } from '../../bytes/index.ts';
import { type RandomBytes, wipe } from '../../crypto/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../../errors/index.ts';
import {
  encodeSecrets,
  formatContainer,
  isEncrypted,
  keyIn,
  parseContainer,
  type SshPrivateKey,
} from './privateKey.ts';
import { WireReader, WireWriter } from './wire.ts';

/** What ssh-keygen writes, and has written. */
const ciphers = {
  'aes256-ctr': (key: Uint8Array, iv: Uint8Array) => ctr(key, iv),
  'aes256-cbc': (key: Uint8Array, iv: Uint8Array) => cbc(key, iv, { disablePadding: true }),
} as const;

const [KEY_SIZE, IV_SIZE, BLOCK_SIZE, SALT_SIZE] = [32, 16, 16, 16];
/** What ssh-keygen takes by itself: about a second in a browser. */
const ROUNDS = 24;
/** A hostile file could otherwise keep a machine busy for hours. */
const MAX_ROUNDS = 512;

/** Whether a file is a private key in OpenSSH's format that a passphrase protects; false for everything else. */
export function isEncryptedPrivateKey(text: string): boolean {
  try {
    return isEncrypted(parseContainer(text, 'privateKey'));
  } catch {
    return false;
  }
}

/**
 * Reads a private key in OpenSSH's format that a passphrase protects (bcrypt, AES-256).
 *
 * @throws {DecodeError} for another form. @throws {VerificationError} if the passphrase is not the right one. No message holds a
 * part of the key.
 * @example
 * ```ts
 * const authority = sshSigner(await decryptPrivateKey(await file.text(), passphrase));
 * ```
 */
export async function decryptPrivateKey(
  text: string,
  passphrase: string,
  field = 'privateKey',
): Promise<SshPrivateKey> {
  const container = parseContainer(text, field);
  const { cipher, kdf, kdfOptions, secrets } = container;
  if (kdf !== 'bcrypt' || !Object.hasOwn(ciphers, cipher)) {
    throw new DecodeError('is not encrypted by bcrypt and AES-256', { field });
  }
  if (secrets.length === 0 || secrets.length % BLOCK_SIZE !== 0)
    throw new DecodeError('has no whole blocks', { field });
  const options = new WireReader(kdfOptions, field);
  const [salt, rounds] = [options.string(), options.uint32()];
  options.end();
  if (rounds < 1 || rounds > MAX_ROUNDS) throw new DecodeError(`has not 1 to ${MAX_ROUNDS} rounds`, { field });
  if (salt.length === 0 || salt.length > 1_024) throw new DecodeError('has no salt', { field });
  const plain = await run(cipher as keyof typeof ciphers, passphrase, { salt, rounds }, (by) => by.decrypt(secrets));
  try {
    return keyIn(container, plain, field);
  } catch (cause) {
    if (!hasCheck(plain)) throw new VerificationError('does not open with this passphrase', { field });
    throw cause;
  } finally {
    wipe(plain);
  }
}

/**
 * The key in OpenSSH's format, protected by a passphrase: what `ssh-keygen` reads.
 *
 * @throws {ArgumentError} for an empty passphrase.
 */
export async function encryptPrivateKey(
  key: SshPrivateKey,
  passphrase: string,
  { random, rounds = ROUNDS }: { readonly random: RandomBytes; readonly rounds?: number },
): Promise<string> {
  if (passphrase === '') throw new ArgumentError('is empty', { field: 'passphrase' });
  const salt = random(SALT_SIZE);
  const plain = encodeSecrets(key, random, BLOCK_SIZE);
  try {
    const secrets = await run('aes256-ctr', passphrase, { salt, rounds }, (by) => by.encrypt(plain));
    const kdfOptions = new WireWriter().string(salt).uint32(rounds).bytes();
    return formatContainer({ cipher: 'aes256-ctr', kdf: 'bcrypt', kdfOptions, publicKey: key.publicKey, secrets });
  } finally {
    wipe(plain);
  }
}

async function run(
  cipher: keyof typeof ciphers,
  passphrase: string,
  { salt, rounds }: { readonly salt: Uint8Array; readonly rounds: number },
  work: (by: ReturnType<(typeof ciphers)['aes256-ctr']>) => Uint8Array,
): Promise<Uint8Array> {
  const { pbkdf } = await import('bcrypt-pbkdf');
  const secret = utf8Encode(passphrase);
  const derived = new Uint8Array(KEY_SIZE + IV_SIZE);
  try {
    if (pbkdf(secret, secret.length, salt, salt.length, derived, derived.length, rounds) !== 0) {
      throw new ArgumentError('cannot be used', { field: 'passphrase' });
    }
    return work(ciphers[cipher](derived.slice(0, KEY_SIZE), derived.slice(KEY_SIZE)));
  } finally {
    wipe(secret, derived);
  }
}

/** The two check numbers at the start agree only if the passphrase was right. */
function hasCheck(plain: Uint8Array): boolean {
  return plain.length >= 8 && plain.slice(0, 4).every((byte, i) => byte === plain[4 + i]);
}
