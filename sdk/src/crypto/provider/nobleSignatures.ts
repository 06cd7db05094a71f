import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { slh_dsa_sha2_128s } from '@noble/post-quantum/slh-dsa.js';
import { concat, equalBytes } from '../../bytes/index.ts';
import { nobleP521 } from './nobleP521.ts';
import type { SchemeName, SignatureScheme } from './signatureScheme.ts';

const { Point } = ed25519;

const littleEndian = (bytes: Uint8Array) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

/**
 * Without the cofactor, as OpenSSL does it and as RFC 8032, section 5.1.7, allows: R has to be the encoding of S·B − k·A. Noble's own
 * check multiplies by the cofactor, and the two disagree about signatures that were made to tell them apart.
 */
function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = Point.fromBytes(publicKey, false);
    const r = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    const order = Point.CURVE().n;
    if (s >= order) return false;
    const k = littleEndian(sha512(concat(r, publicKey, message))) % order;
    return equalBytes(Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k)).toBytes(), r);
  } catch {
    return false;
  }
}

const nobleEd25519: SignatureScheme = {
  loadPrivateKey(privateKey) {
    const own = Uint8Array.from(privateKey);
    return { publicKey: ed25519.getPublicKey(own), sign: (message) => ed25519.sign(message, own) };
  },
  verify: verifyEd25519,
};

const mlDsa = (scheme: typeof ml_dsa65): SignatureScheme => ({
  loadPrivateKey(seed) {
    const { publicKey, secretKey } = scheme.keygen(seed);
    return { publicKey, sign: (message) => scheme.sign(message, secretKey) };
  },
  verify(publicKey, message, signature) {
    try {
      return scheme.verify(signature, message, publicKey);
    } catch {
      return false;
    }
  },
});

const slhDsa: SignatureScheme = {
  loadPrivateKey(privateKey) {
    const own = Uint8Array.from(privateKey);
    return { publicKey: own.slice(32), sign: (message) => slh_dsa_sha2_128s.sign(message, own) };
  },
  verify(publicKey, message, signature) {
    try {
      return slh_dsa_sha2_128s.verify(signature, message, publicKey);
    } catch {
      return false;
    }
  },
};

/** The signature schemes of noble. */
export const signatures: Readonly<Record<SchemeName, SignatureScheme>> = {
  'P-521': nobleP521('SHA-512'),
  'P-521-SHA256': nobleP521('SHA-256'),
  Ed25519: nobleEd25519,
  'ML-DSA-44': mlDsa(ml_dsa44),
  'ML-DSA-65': mlDsa(ml_dsa65),
  'ML-DSA-87': mlDsa(ml_dsa87),
  'SLH-DSA-SHA2-128s': slhDsa,
};
