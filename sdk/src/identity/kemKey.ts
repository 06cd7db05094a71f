import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  readObject,
  readOneOf,
  toBase64url,
} from '../bytes/index.ts';
import { Hpke, type KemAlgorithm, type KemKeyPair, kemAlgorithms } from '../crypto/index.ts';

const TYPE = 'gridseal/kem-key/v1';
const algorithms = Object.keys(kemAlgorithms) as KemAlgorithm[];

function encode({ algorithm, privateKey }: KemKeyPair): Uint8Array {
  return encodeCanonicalJson({ algorithm, privateKey: toBase64url(privateKey), type: TYPE });
}

/** The public key is computed anew: it cannot disagree with the private one. */
function decode(bytes: Uint8Array): KemKeyPair {
  const value = decodeCanonicalJson(bytes, { field: 'kemKey' });
  const object = readObject(value, 'kemKey', ['algorithm', 'privateKey', 'type']);
  readOneOf(object.type, 'kemKey.type', [TYPE]);
  const algorithm = readOneOf(object.algorithm, 'kemKey.algorithm', algorithms);
  const size = kemAlgorithms[algorithm].privateKeySize;
  return Hpke.keyPairOf(algorithm, fromBase64url(object.privateKey as string, { field: 'kemKey.privateKey', size }));
}

/** KEM keys as devices keep them, in seed form. */
export const KemKey = { encode, decode } as const;
