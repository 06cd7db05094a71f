import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { concat, fromBase64url, fromHex } from '../../bytes/index.ts';

/** DER before the 32-byte seed in PKCS #8 (RFC 9881, section 6: the seed form), by algorithm. */
const seedPrefixes = {
  'ML-DSA-44': fromHex('0x3034020100300b060960864801650304031104228020'),
  'ML-DSA-65': fromHex('0x3034020100300b060960864801650304031204228020'),
  'ML-DSA-87': fromHex('0x3034020100300b060960864801650304031304228020'),
  'SLH-DSA-SHA2-128s': null,
} as const;

type PostQuantumAlgorithm = keyof typeof seedPrefixes;

const openssl = {
  'ML-DSA-44': () => generateKeyPairSync('ml-dsa-44'),
  'ML-DSA-65': () => generateKeyPairSync('ml-dsa-65'),
  'ML-DSA-87': () => generateKeyPairSync('ml-dsa-87'),
  'SLH-DSA-SHA2-128s': () => generateKeyPairSync('slh-dsa-sha2-128s'),
} as const;

/** A key of OpenSSL in the clothes of WebCrypto. */
class PostQuantumKey implements CryptoKey {
  readonly algorithm: { readonly name: PostQuantumAlgorithm };
  readonly type: 'public' | 'private';
  readonly usages: ('sign' | 'verify')[];
  readonly extractable = true;
  readonly #key: KeyObject;

  constructor(name: PostQuantumAlgorithm, key: KeyObject) {
    if (key.asymmetricKeyType !== name.toLowerCase()) throw new TypeError(`not a key of ${name}`);
    this.algorithm = { name };
    this.type = key.type === 'private' ? 'private' : 'public';
    this.usages = [key.type === 'private' ? 'sign' : 'verify'];
    this.#key = key;
  }

  static keyOf(key: PostQuantumKey): KeyObject {
    return key.#key;
  }
}

const own = {
  async generateKey(name: PostQuantumAlgorithm): Promise<CryptoKeyPair> {
    const { publicKey, privateKey } = openssl[name]();
    return { publicKey: new PostQuantumKey(name, publicKey), privateKey: new PostQuantumKey(name, privateKey) };
  },
  async importKey(name: PostQuantumAlgorithm, format: string, data: BufferSource): Promise<CryptoKey> {
    const der = Buffer.from(bytesOf(data));
    if (format === 'spki') return new PostQuantumKey(name, createPublicKey({ key: der, format: 'der', type: 'spki' }));
    if (format !== 'pkcs8') throw new TypeError(`no import of ${format}`);
    return new PostQuantumKey(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  },
  async exportKey(format: string, wrapped: PostQuantumKey): Promise<ArrayBuffer> {
    const key = PostQuantumKey.keyOf(wrapped);
    if (format === 'spki') return bufferOf(key.export({ format: 'der', type: 'spki' }));
    if (format !== 'pkcs8') throw new TypeError(`no export to ${format}`);
    return bufferOf(seedForm(wrapped.algorithm.name, key) ?? key.export({ format: 'der', type: 'pkcs8' }));
  },
};

/** 54 bytes in place of some thousand; null for a key that came without its seed, or an algorithm that has no such form. */
function seedForm(name: PostQuantumAlgorithm, key: KeyObject): Uint8Array | null {
  const prefix = seedPrefixes[name];
  if (prefix === null) return null;
  const { priv } = key.export({ format: 'jwk' }) as { readonly priv?: unknown };
  return typeof priv === 'string' ? concat(prefix, fromBase64url(priv, { size: 32 })) : null;
}

const bytesOf = (data: BufferSource): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

function postQuantumName(algorithm: unknown): PostQuantumAlgorithm | null {
  const name = typeof algorithm === 'string' ? algorithm : (algorithm as { readonly name?: unknown } | null)?.name;
  return typeof name === 'string' && Object.hasOwn(seedPrefixes, name) ? (name as PostQuantumAlgorithm) : null;
}

const platform = globalThis.crypto;

/** What differs from the platform's: calls for an algorithm, or with a key, of those above. */
const calls: Partial<Record<string | symbol, (...given: never[]) => unknown>> = {
  generateKey(algorithm: AlgorithmIdentifier, extractable: boolean, usages: KeyUsage[]) {
    const name = postQuantumName(algorithm);
    return name ? own.generateKey(name) : platform.subtle.generateKey(algorithm, extractable, usages);
  },
  importKey(
    format: 'spki' | 'pkcs8',
    data: BufferSource,
    algorithm: AlgorithmIdentifier,
    ...rest: [boolean, KeyUsage[]]
  ) {
    const name = postQuantumName(algorithm);
    return name ? own.importKey(name, format, data) : platform.subtle.importKey(format, data, algorithm, ...rest);
  },
  exportKey(format: 'spki' | 'pkcs8', key: CryptoKey) {
    return key instanceof PostQuantumKey ? own.exportKey(format, key) : platform.subtle.exportKey(format, key);
  },
  async sign(algorithm: AlgorithmIdentifier, key: CryptoKey, data: BufferSource) {
    if (!(key instanceof PostQuantumKey)) return platform.subtle.sign(algorithm, key, data);
    return bufferOf(sign(null, bytesOf(data), PostQuantumKey.keyOf(key)));
  },
  async verify(algorithm: AlgorithmIdentifier, key: CryptoKey, signature: BufferSource, data: BufferSource) {
    if (!(key instanceof PostQuantumKey)) return platform.subtle.verify(algorithm, key, signature, data);
    return verify(null, bytesOf(data), PostQuantumKey.keyOf(key), bytesOf(signature));
  },
};

const subtle = new Proxy(platform.subtle, {
  get(target, name): unknown {
    const call = calls[name];
    if (call) return call;
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

/**
 * The platform's WebCrypto, and ML-DSA and SLH-DSA of `node:crypto` in its form: WebCrypto has no SLH-DSA, and calls ML-DSA an
 * experiment. Messages are signed as they are, with an empty context (RFC 9881, section 3; RFC 9909, section 3).
 *
 * @example `await webCrypto.subtle.generateKey({ name: 'SLH-DSA-SHA2-128s' }, true, ['sign', 'verify'])`
 */
export const webCrypto: Crypto = new Proxy(platform, {
  get(target, name): unknown {
    if (name === 'subtle') return subtle;
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});
