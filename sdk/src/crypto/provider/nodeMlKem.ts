import {
  createHash,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  encapsulate,
  hash,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { concat, fromHex } from '../../bytes/index.ts';
import type { createDh, DhPrivateKey, DhPublicKey } from './nodeDhKem.ts';
import { createPublicKeyLoader } from './nodePublicKey.ts';
import type { RawKem } from './rawKem.ts';

/** DER before the seed: PKCS#8 in seed form (RFC 9935). */
const pkcs8 = fromHex('0x3054020100300b060960864801650304040204428040');
const PUBLIC_KEY_SIZE = 1184;
const CIPHERTEXT_SIZE = 1088;

type Derive = (ikm: Uint8Array) => Promise<Uint8Array>;

const loadPublicKey = createPublicKeyLoader({
  asymmetricKeyType: 'ml-kem-768',
  spki: '0x308204b2300b0609608648016503040402038204a100',
});

function loadPrivateKey(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([pkcs8, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

const publicKeyOf = (key: KeyObject) =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_SIZE));

/** ML-KEM-768 (FIPS 203). */
export function createMlKem768(derivePrivateKey: Derive): RawKem<KeyObject, KeyObject> {
  return {
    generatePrivateKey: () => new Uint8Array(randomBytes(64)),
    loadPublicKey,
    loadPrivateKey,
    publicKeyOf,
    derivePrivateKey,
    encapsulate(key) {
      const { sharedKey, ciphertext } = encapsulate(key);
      return { sharedSecret: sharedKey, enc: ciphertext };
    },
    decapsulate: (key, enc) => decapsulate(key, enc),
  };
}

interface HybridPublicKey {
  readonly pq: KeyObject;
  readonly dh: DhPublicKey;
}

interface HybridPrivateKey {
  readonly pq: KeyObject;
  readonly dh: DhPrivateKey;
}

/** The label of X-Wing: \.//^\ */
const label = fromHex('0x5c2e2f2f5e5c');

/** MLKEM768-X25519 (draft-ietf-hpke-pq; the same construction as draft-connolly-cfrg-xwing-kem). */
export function createMlKem768X25519(
  x25519: ReturnType<typeof createDh>,
  derivePrivateKey: Derive,
): RawKem<HybridPublicKey, HybridPrivateKey> {
  const combine = (pq: Uint8Array, dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array) =>
    hash('sha3-256', concat(pq, dh, enc, recipient, label), 'buffer');
  return {
    generatePrivateKey: () => new Uint8Array(randomBytes(32)),
    loadPublicKey: (bytes) => ({
      pq: loadPublicKey(bytes.subarray(0, PUBLIC_KEY_SIZE)),
      dh: x25519.loadPublicKey(bytes.subarray(PUBLIC_KEY_SIZE)),
    }),
    loadPrivateKey(seed) {
      const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
      try {
        return { pq: loadPrivateKey(expanded.subarray(0, 64)), dh: x25519.loadPrivateKey(expanded.subarray(64)) };
      } finally {
        expanded.fill(0);
      }
    },
    publicKeyOf: (key) => concat(publicKeyOf(key.pq), key.dh.publicKey),
    derivePrivateKey,
    encapsulate(key) {
      const { sharedKey, ciphertext } = encapsulate(key.pq);
      const ephemeral = x25519.generate();
      const shared = x25519.agree(ephemeral, key.dh);
      return {
        sharedSecret: combine(sharedKey, shared, ephemeral.publicKey, key.dh.bytes),
        enc: concat(ciphertext, ephemeral.publicKey),
      };
    },
    decapsulate(key, enc) {
      const ephemeral = enc.subarray(CIPHERTEXT_SIZE);
      const sharedKey = decapsulate(key.pq, enc.subarray(0, CIPHERTEXT_SIZE));
      const shared = x25519.agree(key.dh, x25519.loadPublicKey(ephemeral));
      return combine(sharedKey, shared, ephemeral, key.dh.publicKey);
    },
  };
}
