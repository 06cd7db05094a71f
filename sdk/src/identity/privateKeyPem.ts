import { decodePem, encodePem } from '../bytes/index.ts';
import { type RandomBytes, randomBytes, wipe } from '../crypto/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { decryptKeyInfo, encryptKeyInfo } from './encryptedKeyInfo.ts';
import {
  decodeEcPrivateKey,
  decodePrivateKeyInfo,
  encodePrivateKeyInfo,
  type SignaturePrivateKey,
} from './privateKeyInfo.ts';

/** What `PrivateKeyPem.encrypt` takes besides key and password. */
export interface KeyEncryptionOptions {
  /** Rounds of PBKDF2; 600,000 unless given, which takes about half a second. */
  readonly iterations?: number;
  readonly randomBytes?: RandomBytes;
}

const FIELD = 'privateKey';
const PLAIN = 'PRIVATE KEY';
/** What `openssl ecparam -genkey` writes. */
const EC = 'EC PRIVATE KEY';
const ENCRYPTED = 'ENCRYPTED PRIVATE KEY';
const ITERATIONS = 600_000;

function encode(key: SignaturePrivateKey): string {
  const info = encodePrivateKeyInfo(key);
  try {
    return encodePem(PLAIN, info);
  } finally {
    wipe(info);
  }
}

async function encrypt(
  key: SignaturePrivateKey,
  password: string,
  options: KeyEncryptionOptions = {},
): Promise<string> {
  const { iterations = ITERATIONS, randomBytes: random = randomBytes } = options;
  if (password === '') throw new ArgumentError('is empty', { field: 'password' });
  if (!Number.isSafeInteger(iterations) || iterations < 1) {
    throw new ArgumentError('is not a positive whole number', { field: 'iterations' });
  }
  const info = encodePrivateKeyInfo(key);
  try {
    return encodePem(ENCRYPTED, await encryptKeyInfo(info, password, { iterations, salt: random(16), iv: random(16) }));
  } finally {
    wipe(info);
  }
}

function isEncrypted(pem: string): boolean {
  return decodePem(pem, [PLAIN, EC, ENCRYPTED], FIELD).label === ENCRYPTED;
}

async function decode(pem: string): Promise<SignaturePrivateKey> {
  const { bytes, label } = decodePem(pem, [PLAIN, EC], FIELD);
  try {
    return label === EC ? decodeEcPrivateKey(bytes) : await decodePrivateKeyInfo(bytes);
  } finally {
    wipe(bytes);
  }
}

async function decrypt(pem: string, password: string): Promise<SignaturePrivateKey> {
  const { bytes } = decodePem(pem, [ENCRYPTED], FIELD);
  const info = await decryptKeyInfo(bytes, password);
  try {
    return await decodePrivateKeyInfo(info);
  } finally {
    wipe(info);
  }
}

/**
 * Private keys of all signature algorithms as PKCS #8 in PEM (RFC 5958; RFC 5915 for EC, RFC 8410, RFC 9881 with the seed alone, RFC 9909),
 * which stock OpenSSL reads: 3.0 for EC and Ed25519, 3.5 for ML-DSA and SLH-DSA.
 *
 * - `encrypt` gives a file that a password protects: PBES2 with PBKDF2-HMAC-SHA512 and AES-256-CBC (RFC 8018).
 * - `decrypt` opens such files, also those that OpenSSL writes (HMAC with SHA-256, 384 or 512; AES-128, 192 or 256 in CBC mode; at
 *   most 10,000,000 rounds). {DecodeError} names what is malformed, before anything costly is done; {VerificationError} means that the
 *   password is wrong.
 * - `encode`, `decode`: the same without a password; `decode` also reads `EC PRIVATE KEY` (RFC 5915). - `isEncrypted` tells them apart.
 *
 * Whatever is read is checked: that it is a key, and that public keys beside it are its own. No error contains any of it.
 *
 * @example
 * ```ts
 * const pem = await PrivateKeyPem.encrypt({ algorithm: 'P-521', privateKey }, password);
 * const key = await PrivateKeyPem.decrypt(pem, password);
 * const signer = signerFrom({ ...key, algorithm: 'P-521', verifier });
 * ```
 */
export const PrivateKeyPem = { encode, decode, encrypt, decrypt, isEncrypted } as const;
