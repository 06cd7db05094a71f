import { CipherSuite, type KEM, type Key, OpenError } from 'hpke';
import { provider as platform } from '#crypto';
import { ArgumentError, VerificationError } from '../errors/index.ts';
import { type KemAlgorithm, kemAlgorithms } from './kemAlgorithms.ts';
import type { HeldKemKey, KemKeyPair } from './kemKeys.ts';
import type { CryptoProvider } from './provider/cryptoProvider.ts';

/** What `Hpke.seal` takes. */
export interface HpkeSealing {
  readonly algorithm: KemAlgorithm;
  readonly publicKey: Uint8Array;
  /** Binds the purpose: opening needs the same bytes. */
  readonly info: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly aad?: Uint8Array;
}

/** What `Hpke.open` takes: what was sealed, and a key at hand or one that is held elsewhere. */
export type HpkeOpening = (
  | Pick<KemKeyPair, 'algorithm' | 'privateKey'>
  | Pick<HeldKemKey, 'algorithm' | 'decapsulate'>
) & {
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly info: Uint8Array;
  readonly aad?: Uint8Array;
};

/** HPKE in base mode (RFC 9180) with HKDF-SHA256 and AES-256-GCM. */
export interface Hpke {
  /** A fresh key pair. */
  generateKeyPair(algorithm: KemAlgorithm): KemKeyPair;
  /** The key pair of a private key. @throws {ArgumentError} if it is not a private key of the algorithm. */
  keyPairOf(algorithm: KemAlgorithm, privateKey: Uint8Array): KemKeyPair;
  /** Seals to a public key. @throws {ArgumentError} if it is not a public key of the algorithm. */
  seal(sealing: HpkeSealing): Promise<{ readonly enc: Uint8Array; readonly ciphertext: Uint8Array }>;
  /**
   * Opens what was sealed.
   *
   * @throws {VerificationError} if any of the inputs is not the one that it was sealed with; what a held key throws, as it is.
   */
  open(opening: HpkeOpening): Promise<Uint8Array>;
}

/**
 * HPKE over the primitives of one platform; `Hpke` is the one of the platform that runs this.
 *
 * @see RFC 9180; draft-ietf-hpke-pq for the ML-KEM suites
 */
export function createHpke(provider: CryptoProvider): Hpke {
  const suites = new Map<KemAlgorithm, CipherSuite>();
  function suiteOf(algorithm: KemAlgorithm): CipherSuite {
    let suite = suites.get(algorithm);
    if (suite === undefined) {
      suite = new CipherSuite(provider.kems[algorithm].factory, provider.kdf, provider.aead);
      suites.set(algorithm, suite);
    }
    return suite;
  }
  /** A suite, and what stands for the key in it, whose secret somebody else has decapsulated. */
  function suiteKnowing(sharedSecret: Uint8Array, algorithm: KemAlgorithm): [CipherSuite, Key] {
    const kem: KEM = { ...provider.kems[algorithm].factory(), Decap: async () => sharedSecret };
    const key: Key = { algorithm: { name: algorithm }, type: 'private', extractable: false };
    return [new CipherSuite(() => kem, provider.kdf, provider.aead), key];
  }
  async function loadKey({ algorithm, privateKey }: Pick<KemKeyPair, 'algorithm' | 'privateKey'>): Promise<Key> {
    requireSize(privateKey, kemAlgorithms[algorithm].privateKeySize, 'privateKey');
    return suiteOf(algorithm)
      .DeserializePrivateKey(privateKey)
      .catch(() => {
        throw new ArgumentError(`is not a private key of ${algorithm}`, { field: 'privateKey' });
      });
  }
  return {
    generateKeyPair(algorithm) {
      const kem = provider.kems[algorithm];
      const privateKey = kem.generatePrivateKey();
      return { algorithm, privateKey, publicKey: kem.publicKeyOf(privateKey) };
    },
    keyPairOf(algorithm, privateKey) {
      requireSize(privateKey, kemAlgorithms[algorithm].privateKeySize, 'privateKey');
      try {
        return { algorithm, privateKey, publicKey: provider.kems[algorithm].publicKeyOf(privateKey) };
      } catch {
        throw new ArgumentError(`is not a private key of ${algorithm}`, { field: 'privateKey' });
      }
    },
    async seal({ algorithm, publicKey, info, plaintext, aad }) {
      requireSize(publicKey, kemAlgorithms[algorithm].publicKeySize, 'publicKey');
      const suite = suiteOf(algorithm);
      try {
        const key = await suite.DeserializePublicKey(publicKey);
        const sealed = await suite.Seal(key, plaintext, aad === undefined ? { info } : { info, aad });
        return { enc: sealed.encapsulatedSecret, ciphertext: sealed.ciphertext };
      } catch (cause) {
        throw new ArgumentError(`is not a public key of ${algorithm}`, { field: 'publicKey', cause });
      }
    },
    async open({ enc, ciphertext, info, aad, ...given }) {
      const { algorithm } = given;
      const [suite, key] =
        'decapsulate' in given
          ? suiteKnowing(await given.decapsulate(enc), algorithm)
          : [suiteOf(algorithm), await loadKey(given)];
      try {
        return await suite.Open(key, enc, ciphertext, aad === undefined ? { info } : { info, aad });
      } catch (cause) {
        const why = cause instanceof OpenError ? 'the seal does not hold' : 'the encapsulated secret is malformed';
        throw new VerificationError(`does not open: ${why}`, { field: 'ciphertext', cause });
      }
    },
  };
}

function requireSize(bytes: Uint8Array, size: number, field: string): void {
  if (bytes.length !== size) {
    throw new ArgumentError(`has ${bytes.length} bytes where ${size} are expected`, { field });
  }
}

/**
 * HPKE by the platform: `node:crypto` under Node, noble elsewhere.
 *
 * @example
 * ```ts
 * const pair = Hpke.generateKeyPair('MLKEM768-X25519');
 * const { enc, ciphertext } = await Hpke.seal({ ...pair, info, plaintext });
 * await Hpke.open({ ...pair, enc, ciphertext, info }); // plaintext
 * ```
 */
export const Hpke: Hpke = createHpke(platform);
