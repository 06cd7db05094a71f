import { concat, type Hex, utf8Encode } from '@gridseal/sdk/bytes';
import { type HeldKemKey, Hpke, randomBytes, webCryptoHybridKey, webCryptoKemKey, wipe } from '@gridseal/sdk/crypto';
import { FileError } from '@gridseal/sdk/errors';
import type { KeyKind, StoredKey } from './database.ts';

const p256 = { name: 'ECDH', namedCurve: 'P-256' };
const purpose = utf8Encode('gridseal/browser-device/ml-kem-seed/v1');

/** Which kinds of keys this browser can keep. The hybrid one needs X25519 in WebCrypto. */
export async function keyKindsHere(): Promise<readonly KeyKind[]> {
  if (!globalThis.crypto?.subtle) return [];
  const hasX25519 = await crypto.subtle.generateKey('X25519', false, ['deriveBits']).then(
    () => true,
    () => false,
  );
  return hasX25519 ? ['MLKEM768-X25519', 'P-256'] : ['P-256'];
}

/**
 * Makes a key that opens envelopes, in the form in which it is kept: what WebCrypto can keep cannot be exported; the ML-KEM half, which it
 * cannot, is wrapped under a key that cannot be exported.
 */
export async function makeStoredKey(device: Hex, name: string, kind: KeyKind): Promise<StoredKey> {
  if (kind === 'P-256') return { device, name, kind, pair: await generate(p256) };
  const [x25519, wrapping] = await Promise.all([
    generate({ name: 'X25519' }),
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ]);
  const { privateKey: seed, publicKey: mlKemPublicKey } = Hpke.generateKeyPair('ML-KEM-768');
  const nonce = randomBytes(12);
  try {
    const ciphertext = await crypto.subtle.encrypt(gcm(nonce, mlKemPublicKey), wrapping, Uint8Array.from(seed));
    const wrapped = { nonce, ciphertext: new Uint8Array(ciphertext) };
    return { device, name, kind, x25519, mlKemPublicKey, wrapped, wrapping };
  } finally {
    wipe(seed);
  }
}

/** @throws {ArgumentError} if what is stored is no such key. */
export function openStoredKey(stored: StoredKey): Promise<HeldKemKey> {
  if (stored.kind === 'P-256') return webCryptoKemKey('P-256', stored.pair);
  const { x25519, mlKemPublicKey, wrapped, wrapping } = stored;
  const mlKemSeed = async () => {
    const ciphertext = Uint8Array.from(wrapped.ciphertext);
    const seed = await crypto.subtle
      .decrypt(gcm(wrapped.nonce, mlKemPublicKey), wrapping, ciphertext)
      .catch((cause: unknown) => {
        throw new FileError('cannot be unwrapped', { field: stored.name, cause });
      });
    return new Uint8Array(seed);
  };
  return webCryptoHybridKey({ mlKemPublicKey, mlKemSeed, x25519 });
}

function gcm(nonce: Uint8Array, mlKemPublicKey: Uint8Array): AesGcmParams {
  const additionalData = Uint8Array.from(concat(purpose, mlKemPublicKey));
  return { name: 'AES-GCM', iv: Uint8Array.from(nonce), additionalData };
}

function generate(algorithm: EcKeyGenParams | AlgorithmIdentifier): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, false, ['deriveBits']) as Promise<CryptoKeyPair>;
}
