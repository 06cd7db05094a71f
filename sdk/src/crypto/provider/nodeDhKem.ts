import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compareBytes, concat, fromHex, type Hex, utf8Encode } from '../../bytes/index.ts';
import type { NodeHkdf } from './nodeHkdf.ts';
import { createPublicKeyLoader } from './nodePublicKey.ts';
import type { RawKem } from './rawKem.ts';

/** What the DER of a curve's keys begins with: the raw key follows (RFC 5280, RFC 5958, RFC 5915, RFC 8410). */
export interface DhCurve {
  readonly id: number;
  readonly name: 'P-256' | 'P-521' | 'X25519';
  readonly publicKeySize: number;
  readonly privateKeySize: number;
  readonly secretSize: number;
  readonly spki: Hex;
  readonly pkcs8: Hex;
  readonly hkdf: NodeHkdf;
  /** Of the group, where a private key has to be below it; OpenSSL does not look. */
  readonly order?: Hex;
}

/** A loaded private key keeps its raw public key: DHKEM needs it for each decapsulation. */
export interface DhPrivateKey {
  readonly object: KeyObject;
  readonly publicKey: Uint8Array;
}

/** A loaded public key keeps its bytes for the same reason. */
export interface DhPublicKey {
  readonly object: KeyObject;
  readonly bytes: Uint8Array;
}

/** Keys and Diffie-Hellman of one curve, by OpenSSL, which checks points. */
export function createDh(curve: DhCurve) {
  const loadPublicKey = createPublicKeyLoader(
    curve.name === 'X25519'
      ? { asymmetricKeyType: 'x25519', spki: curve.spki }
      : { asymmetricKeyType: 'ec', namedCurve: curve.name, spki: curve.spki },
  );
  const pkcs8 = fromHex(curve.pkcs8);
  const order = curve.order === undefined ? null : fromHex(curve.order);
  // Node exports JWK in a tenth of the time that it takes for DER.
  function rawPublic(key: KeyObject): Uint8Array {
    const { x, y } = key.export({ format: 'jwk' });
    const raw = new Uint8Array(curve.publicKeySize);
    if (y !== undefined) raw[0] = 4;
    const at = y === undefined ? 0 : 1;
    raw.set(Buffer.from(x as string, 'base64url'), at);
    if (y !== undefined) raw.set(Buffer.from(y, 'base64url'), at + (curve.publicKeySize - 1) / 2);
    return raw;
  }
  const generate = () =>
    curve.name === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: curve.name });
  return {
    generate(): DhPrivateKey {
      const { privateKey, publicKey } = generate();
      return { object: privateKey, publicKey: rawPublic(publicKey) };
    },
    generatePrivateKey(): Uint8Array {
      const jwk = generate().privateKey.export({ format: 'jwk' });
      return new Uint8Array(Buffer.from(jwk.d as string, 'base64url'));
    },
    loadPublicKey: (bytes: Uint8Array): DhPublicKey => ({ object: loadPublicKey(bytes), bytes }),
    loadPrivateKey(bytes: Uint8Array): DhPrivateKey {
      if (order !== null && (compareBytes(bytes, order) >= 0 || bytes.every((byte) => byte === 0))) {
        throw new Error('out of range');
      }
      const der = Buffer.concat([pkcs8, bytes]);
      try {
        const object = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
        return { object, publicKey: rawPublic(createPublicKey(object)) };
      } finally {
        der.fill(0);
      }
    },
    /** The x coordinate of the shared point; OpenSSL refuses X25519's all-zero result. */
    agree: (own: DhPrivateKey, peer: DhPublicKey): Uint8Array =>
      diffieHellman({ privateKey: own.object, publicKey: peer.object }),
  };
}

const versionLabel = utf8Encode('HPKE-v1');
const eaePrkLabel = utf8Encode('eae_prk');
const sharedSecretLabel = utf8Encode('shared_secret');
const none = new Uint8Array(0);

/** DHKEM (RFC 9180, section 4.1). */
export function createDhKem(
  curve: DhCurve,
  derivePrivateKey: (ikm: Uint8Array) => Promise<Uint8Array>,
): RawKem<DhPublicKey, DhPrivateKey> {
  const dh = createDh(curve);
  const suite = Uint8Array.of(0x4b, 0x45, 0x4d, curve.id >> 8, curve.id & 0xff);
  const extractLabel = concat(versionLabel, suite, eaePrkLabel);
  const expandLabel = concat(
    Uint8Array.of(curve.secretSize >> 8, curve.secretSize & 0xff),
    versionLabel,
    suite,
    sharedSecretLabel,
  );
  function extractAndExpand(secret: Uint8Array, enc: Uint8Array, recipient: Uint8Array): Uint8Array {
    const prk = curve.hkdf.extract(none, concat(extractLabel, secret));
    return curve.hkdf.expand(prk, concat(expandLabel, enc, recipient), curve.secretSize);
  }
  return {
    generatePrivateKey: dh.generatePrivateKey,
    loadPublicKey: dh.loadPublicKey,
    loadPrivateKey: dh.loadPrivateKey,
    publicKeyOf: (key) => key.publicKey,
    derivePrivateKey,
    encapsulate(recipient) {
      const ephemeral = dh.generate();
      const enc = ephemeral.publicKey;
      return { sharedSecret: extractAndExpand(dh.agree(ephemeral, recipient), enc, recipient.bytes), enc };
    },
    decapsulate: (own, enc) => extractAndExpand(dh.agree(own, dh.loadPublicKey(enc)), enc, own.publicKey),
  };
}
