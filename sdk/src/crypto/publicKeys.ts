import { p256, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { isSoundEd25519Key } from './ed25519.ts';
import { keyAlgorithms } from './keyAlgorithms.ts';
import { offChainVerifier } from './offChainVerifiers.ts';
import type { SignatureAlgorithm } from './signatureAlgorithms.ts';
import type { SignerChoice } from './signerFrom.ts';
import { addressOf } from './wallet.ts';

const curves = { secp256k1, 'P-256': p256, 'P-521': p521 } as const;

/**
 * A raw public key in the form that the SDK uses: points of P-256 and P-521 uncompressed, those of secp256k1 compressed.
 *
 * @param publicKey SEC 1 points may be compressed or not (SEC 1, section 2.3.3).
 * @throws {ArgumentError} if it is none: a wrong size, a point that is not on the curve, an Ed25519 key of small order.
 * @example `normalizePublicKey('P-521', compressed).length // 133`
 */
export function normalizePublicKey(algorithm: SignatureAlgorithm, publicKey: Uint8Array): Uint8Array {
  const refuse = (): never => {
    throw new ArgumentError(`is not a ${algorithm} public key`, { field: 'publicKey' });
  };
  if (algorithm === 'secp256k1' || algorithm === 'P-256' || algorithm === 'P-521') {
    try {
      return curves[algorithm].Point.fromBytes(publicKey).toBytes(algorithm === 'secp256k1');
    } catch {
      return refuse();
    }
  }
  const sizes: readonly number[] = keyAlgorithms[algorithm].publicKeySizes;
  const isKey = sizes.includes(publicKey.length) && (algorithm !== 'Ed25519' || isSoundEd25519Key(publicKey));
  return isKey ? Uint8Array.from(publicKey) : refuse();
}

/**
 * The ERC-7913 bytes of a key of which the public half is known: `signerFrom(key).signer` without the private one.
 *
 * @throws {ArgumentError} if it is not a public key of the algorithm.
 * @example `signerOf({ algorithm: 'ML-DSA-65' }, publicKey) // '0x…', 1,972 bytes`
 */
export function signerOf(choice: SignerChoice, publicKey: Uint8Array): Hex {
  const key = normalizePublicKey(choice.algorithm, publicKey);
  const behind = (verifier: Hex, bytes: Uint8Array) =>
    toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), bytes));
  switch (choice.algorithm) {
    case 'secp256k1':
      return addressOf(key);
    case 'P-256':
    case 'P-521':
      return behind(choice.verifier, key.subarray(1));
    case 'SLH-DSA-SHA2-128s':
      return behind(choice.verifier, key);
    default:
      return behind(offChainVerifier(choice.algorithm), key);
  }
}
