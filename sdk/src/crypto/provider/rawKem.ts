import type { KEM, KEMFactory, Key } from 'hpke';
import type { KemInfo } from '../kemAlgorithms.ts';

/** A KEM over bytes and one platform's key objects, without promises. */
export interface RawKem<Public, Private> {
  generatePrivateKey(): Uint8Array;
  /** @throws if the bytes are not a key. */
  loadPublicKey(bytes: Uint8Array): Public;
  /** @throws if the bytes are not a key. */
  loadPrivateKey(bytes: Uint8Array): Private;
  publicKeyOf(key: Private): Uint8Array;
  encapsulate(key: Public): { readonly sharedSecret: Uint8Array; readonly enc: Uint8Array };
  decapsulate(key: Private, enc: Uint8Array): Uint8Array;
  /** The private key that RFC 9180's or the draft's DeriveKeyPair makes of `ikm`. */
  derivePrivateKey(ikm: Uint8Array): Promise<Uint8Array>;
}

interface LoadedKey<Loaded> extends Key {
  readonly bytes: Uint8Array;
  readonly loaded: Loaded;
}

/** Gives a raw KEM the face that npm `hpke` asks for. */
export function toKemFactory<Public, Private>(
  name: string,
  info: KemInfo,
  secretSize: number,
  raw: RawKem<Public, Private>,
): KEMFactory {
  const algorithm = Object.freeze({ name });
  const publicKey = (bytes: Uint8Array): LoadedKey<Public> => ({
    algorithm,
    type: 'public',
    extractable: true,
    bytes,
    loaded: raw.loadPublicKey(bytes),
  });
  const privateKey = (bytes: Uint8Array, extractable: boolean): LoadedKey<Private> => ({
    algorithm,
    type: 'private',
    extractable,
    bytes,
    loaded: raw.loadPrivateKey(bytes),
  });
  const pair = (bytes: Uint8Array, extractable: boolean) => {
    const key = privateKey(bytes, extractable);
    return { privateKey: key, publicKey: publicKey(raw.publicKeyOf(key.loaded)) };
  };
  const kem: KEM = {
    id: info.id,
    type: 'KEM',
    name,
    Nsecret: secretSize,
    Nenc: info.encSize,
    Npk: info.publicKeySize,
    Nsk: info.privateKeySize,
    DeriveKeyPair: async (ikm, extractable) => pair(await raw.derivePrivateKey(ikm), extractable),
    GenerateKeyPair: async (extractable) => pair(raw.generatePrivateKey(), extractable),
    SerializePublicKey: async (key) => (key as LoadedKey<Public>).bytes.slice(),
    SerializePrivateKey: async (key) => (key as LoadedKey<Private>).bytes.slice(),
    DeserializePublicKey: async (bytes) => publicKey(bytes.slice()),
    DeserializePrivateKey: async (bytes, extractable) => privateKey(bytes.slice(), extractable),
    Encap: async (key) => {
      const { sharedSecret, enc } = raw.encapsulate((key as LoadedKey<Public>).loaded);
      return { shared_secret: sharedSecret, enc };
    },
    Decap: async (enc, key) => raw.decapsulate((key as LoadedKey<Private>).loaded, enc),
  };
  return () => kem;
}
