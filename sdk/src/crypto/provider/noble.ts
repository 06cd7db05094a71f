import { x25519 } from '@noble/curves/ed25519.js';
import { p256, p521 } from '@noble/curves/nist.js';
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import * as suite from '@panva/hpke-noble';
import type { KEM, KEMFactory } from 'hpke';
import type { CryptoProvider } from './cryptoProvider.ts';
import { primitives } from './noblePrimitives.ts';
import { signatures } from './nobleSignatures.ts';

const { randomBytes } = primitives;

const MODULUS = 3329;
const COEFFICIENTS_SIZE = 1152;

/** The modulus check of FIPS 203, section 7.2, which the suite's own version of ML-KEM lets pass. */
function reducedOnly(factory: KEMFactory): KEMFactory {
  const kem = factory();
  const checked: KEM = {
    ...kem,
    async DeserializePublicKey(key) {
      for (let i = 0; i < COEFFICIENTS_SIZE; i += 3) {
        const [a, b, c] = key.subarray(i, i + 3) as unknown as [number, number, number];
        if ((a | ((b & 15) << 8)) >= MODULUS || ((b >> 4) | (c << 4)) >= MODULUS) throw new Error('is not reduced');
      }
      return kem.DeserializePublicKey(key);
    },
  };
  return () => checked;
}

/** The primitives of noble: the browser's provider, and the fallback elsewhere. */
export const provider: CryptoProvider = {
  ...primitives,
  signatures,
  kdf: suite.KDF_HKDF_SHA256,
  aead: suite.AEAD_AES_256_GCM,
  kems: {
    'MLKEM768-X25519': {
      factory: reducedOnly(suite.KEM_MLKEM768_X25519),
      generatePrivateKey: () => randomBytes(32),
      publicKeyOf: (privateKey) => ml_kem768_x25519.keygen(privateKey).publicKey,
    },
    'ML-KEM-768': {
      factory: reducedOnly(suite.KEM_ML_KEM_768),
      generatePrivateKey: () => randomBytes(64),
      publicKeyOf: (privateKey) => ml_kem768.keygen(privateKey).publicKey,
    },
    X25519: {
      factory: suite.KEM_DHKEM_X25519_HKDF_SHA256,
      generatePrivateKey: () => randomBytes(32),
      publicKeyOf: (privateKey) => x25519.getPublicKey(privateKey),
    },
    'P-256': {
      factory: suite.KEM_DHKEM_P256_HKDF_SHA256,
      generatePrivateKey: () => p256.utils.randomSecretKey(),
      publicKeyOf: (privateKey) => p256.getPublicKey(privateKey, false),
    },
    'P-521': {
      factory: suite.KEM_DHKEM_P521_HKDF_SHA512,
      generatePrivateKey: () => p521.utils.randomSecretKey(),
      publicKeyOf: (privateKey) => p521.getPublicKey(privateKey, false),
    },
  },
};
