import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { fromHex, type Hex } from '../../bytes/index.ts';
import { loadP521 } from './nobleP521.ts';
import { remembering } from './nodeKeyCache.ts';
import { createPublicKeyLoader, type PublicKeyKind } from './nodePublicKey.ts';
import type { SchemeName, SignatureScheme } from './signatureScheme.ts';

/** A key kind of OpenSSL that hashes messages by itself. */
interface PureKind extends PublicKeyKind {
  /** DER before the raw private key in PKCS #8. */
  readonly pkcs8: Hex;
  readonly publicKeySize: number;
}

function check(hash: string | null, loadAlways: (bytes: Uint8Array) => KeyObject): SignatureScheme['verify'] {
  const load = remembering(loadAlways);
  return (publicKey, message, signature) => {
    try {
      const key = load(publicKey);
      return verify(hash, message, hash === null ? key : { key, dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      return false;
    }
  };
}

function pure({ pkcs8, publicKeySize, ...kind }: PureKind): SignatureScheme {
  const prefix = fromHex(pkcs8);
  return {
    loadPrivateKey(privateKey) {
      const der = Buffer.concat([prefix, privateKey]);
      try {
        const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
        const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
        return {
          publicKey: new Uint8Array(spki.subarray(-publicKeySize)),
          sign: (message) => new Uint8Array(sign(null, message, key)),
        };
      } finally {
        der.fill(0);
      }
    },
    verify: check(null, createPublicKeyLoader(kind)),
  };
}

/** Verification by OpenSSL, six times as fast as noble's; signing by noble, which is faster than OpenSSL's. */
function p521(hash: 'SHA-512' | 'SHA-256'): SignatureScheme {
  const kind = {
    asymmetricKeyType: 'ec',
    namedCurve: 'P-521',
    spki: '0x30819b301006072a8648ce3d020106052b8104002303818600',
  } as const;
  return {
    loadPrivateKey: (privateKey) => loadP521(hash, privateKey),
    verify: check(hash === 'SHA-512' ? 'sha512' : 'sha256', createPublicKeyLoader(kind)),
  };
}

/** The signature schemes of OpenSSL 3.5 (RFC 8410, RFC 9881 in seed form, RFC 9909). */
export const signatures: Readonly<Record<SchemeName, SignatureScheme>> = {
  'P-521': p521('SHA-512'),
  'P-521-SHA256': p521('SHA-256'),
  Ed25519: pure({
    asymmetricKeyType: 'ed25519',
    spki: '0x302a300506032b6570032100',
    pkcs8: '0x302e020100300506032b657004220420',
    publicKeySize: 32,
  }),
  'ML-DSA-44': pure({
    asymmetricKeyType: 'ml-dsa-44',
    spki: '0x30820532300b06096086480165030403110382052100',
    pkcs8: '0x3034020100300b060960864801650304031104228020',
    publicKeySize: 1312,
  }),
  'ML-DSA-65': pure({
    asymmetricKeyType: 'ml-dsa-65',
    spki: '0x308207b2300b0609608648016503040312038207a100',
    pkcs8: '0x3034020100300b060960864801650304031204228020',
    publicKeySize: 1952,
  }),
  'ML-DSA-87': pure({
    asymmetricKeyType: 'ml-dsa-87',
    spki: '0x30820a32300b060960864801650304031303820a2100',
    pkcs8: '0x3034020100300b060960864801650304031304228020',
    publicKeySize: 2592,
  }),
  'SLH-DSA-SHA2-128s': pure({
    asymmetricKeyType: 'slh-dsa-sha2-128s',
    spki: '0x3030300b0609608648016503040314032100',
    pkcs8: '0x3052020100300b06096086480165030403140440',
    publicKeySize: 32,
  }),
};
