import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError, VerificationError } from '../errors/index.ts';
import { verifyEd25519 } from './ed25519.ts';
import { offChainVerifier } from './offChainVerifiers.ts';
import { type P521Hash, verifyP521 } from './p521.ts';
import type { Signer } from './signer.ts';

/** What WebCrypto's generateKey gives for a key that signs. */
export interface WebCryptoPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

type WebCryptoSigner = Signer & { readonly publicKey: Uint8Array };
type Check = (publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array) => boolean | null;

/**
 * A P-521 key that WebCrypto keeps, in browsers and in Node: the private half may be (and should be) one that cannot be exported. Like
 * `p521Signer` in all else.
 *
 * @param pair Of `crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, false, ['sign', 'verify'])`.
 * @param verifier Address of `P521Verifier`; with SHA-256, of `P521Sha256Verifier`.
 * @throws {ArgumentError} if the keys are of another algorithm, or the private one cannot sign.
 * @throws {VerificationError} when it signs, if the two halves are no pair.
 * @example
 * ```ts
 * const curve = { name: 'ECDSA', namedCurve: 'P-521' };
 * const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
 * const stakeholder = await webCryptoP521Signer(pair, chain.addresses.p521Verifier);
 * ```
 */
export async function webCryptoP521Signer(
  pair: WebCryptoPair,
  verifier: Hex,
  hash: P521Hash = 'SHA-512',
): Promise<WebCryptoSigner> {
  assertPair(pair, 'ECDSA', 'P-521');
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const check: Check = (key, digest, signature) => verifyP521(hash, key, digest, signature);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), publicKey.subarray(1))),
    algorithm: 'P-521',
    publicKey,
    sign: (digest) => signWith(pair.privateKey, { name: 'ECDSA', hash }, check, publicKey, digest),
  };
}

/**
 * An Ed25519 key that WebCrypto keeps (Web Cryptography Level 2); like `ed25519Signer` in all else.
 *
 * @param pair Of `crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])`.
 * @throws {ArgumentError} if the keys are of another algorithm, or the private one cannot sign.
 * @throws {VerificationError} when it signs, if the two halves are no pair.
 * @example
 * ```ts
 * const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
 * const operator = await webCryptoEd25519Signer(pair);
 * ```
 */
export async function webCryptoEd25519Signer(pair: WebCryptoPair): Promise<WebCryptoSigner> {
  assertPair(pair, 'Ed25519');
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    signer: toHex(concat(fromHex(offChainVerifier('Ed25519')), publicKey)),
    algorithm: 'Ed25519',
    publicKey,
    sign: (digest) => signWith(pair.privateKey, { name: 'Ed25519' }, verifyEd25519, publicKey, digest),
  };
}

function assertPair({ privateKey, publicKey }: WebCryptoPair, name: string, namedCurve?: string): void {
  const isOf = ({ algorithm }: CryptoKey) =>
    algorithm.name === name && (!namedCurve || ('namedCurve' in algorithm && algorithm.namedCurve === namedCurve));
  if (privateKey.type !== 'private' || !isOf(privateKey) || !privateKey.usages.includes('sign')) {
    throw new ArgumentError(`is no private ${namedCurve ?? name} key that may sign`, { field: 'privateKey' });
  }
  if (publicKey.type !== 'public' || !isOf(publicKey)) {
    throw new ArgumentError(`is no public ${namedCurve ?? name} key`, { field: 'publicKey' });
  }
}

/** Checks what comes back: nothing else ties the two halves together, and a faulty signature can give a key away. */
async function signWith(
  key: CryptoKey,
  algorithm: { readonly name: string; readonly hash?: P521Hash },
  check: Check,
  publicKey: Uint8Array,
  digest: Hex,
): Promise<Hex> {
  const message = Uint8Array.from(fromHex(digest, { field: 'digest', size: 32 }));
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, key, message));
  if (check(publicKey, message, signature) === true) return toHex(signature);
  throw new VerificationError('is not the private half of the public key', { field: 'privateKey' });
}
