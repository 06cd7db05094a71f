import { concat, fromHex, type Hex, toHex, utf8Encode } from '../bytes/index.ts';
import { ArgumentError, VerificationError } from '../errors/index.ts';
import { verifyEd25519 } from './ed25519.ts';
import { sha256 } from './hash.ts';
import { toLowS } from './lowS.ts';
import { offChainVerifier } from './offChainVerifiers.ts';
import { type P521Hash, verifyP521 } from './p521.ts';
import type { Signer } from './signer.ts';
import { encodeAssertion } from './webAuthn/assertion.ts';
import { expectedChallenge, expectedType, flags } from './webAuthn/assertionRules.ts';
import { verifyWebAuthn } from './webAuthn/verifyWebAuthn.ts';

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

/** Whom the assertions of such keys name as relying party: no domain, so none can be taken for a person's at some page. */
const unattended = 'gridseal device';

/**
 * A P-256 key that WebCrypto keeps, behind OpenZeppelin's `ERC7913WebAuthnVerifier`: WebCrypto always hashes what it signs, so it cannot
 * sign the digest itself, which `ERC7913P256Verifier` asks for; but it can sign an assertion. No person approves: for devices.
 *
 * @param pair Of `crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])`.
 * @param verifier Address of `ERC7913WebAuthnVerifier`.
 * @throws {ArgumentError} if the keys are of another algorithm, or the private one cannot sign.
 * @throws {VerificationError} when it signs, if the two halves are no pair.
 * @see Web Authentication Level 2, sections 5.8.1 and 6.1, for what is signed
 * @example
 * ```ts
 * const curve = { name: 'ECDSA', namedCurve: 'P-256' };
 * const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
 * const device = await webCryptoP256Signer(pair, chain.addresses.webAuthnVerifier);
 * ```
 */
export async function webCryptoP256Signer(pair: WebCryptoPair, verifier: Hex): Promise<WebCryptoSigner> {
  assertPair(pair, 'ECDSA', 'P-256');
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key = publicKey.subarray(1);
  const state = Uint8Array.of(flags.userPresent | flags.userVerified, 0, 0, 0, 0);
  const authenticatorData = concat(sha256(utf8Encode(unattended)), state);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), key)),
    algorithm: 'P-256',
    publicKey,
    async sign(digest) {
      const challenge = fromHex(digest, { field: 'digest', size: 32 });
      const comma = utf8Encode(',');
      const clientDataJSON = concat(
        utf8Encode('{'),
        expectedType,
        comma,
        expectedChallenge(challenge),
        utf8Encode('}'),
      );
      const message = Uint8Array.from(concat(authenticatorData, sha256(clientDataJSON)));
      const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, message);
      const signature = toLowS('P-256', new Uint8Array(signed));
      const [typeIndex, challengeIndex] = [1n, BigInt(1 + expectedType.length + comma.length)];
      const assertion = { signature, challengeIndex, typeIndex, authenticatorData, clientDataJSON };
      const encoded = encodeAssertion(assertion);
      if (verifyWebAuthn(key, challenge, fromHex(encoded))) return encoded;
      throw noPair();
    },
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
  throw noPair();
}

function noPair(): VerificationError {
  return new VerificationError('is not the private half of the public key', { field: 'privateKey' });
}
