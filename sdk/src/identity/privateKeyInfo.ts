import { type DerReader, derTags, encodeDer, encodeDerInteger, equalBytes, readDer } from '../bytes/index.ts';
import {
  equalSecrets,
  expandMlDsaSeed,
  isSlhDsaPrivateKey,
  type MlDsaAlgorithm,
  normalizePublicKey,
  publicKeyOf,
  type SignatureAlgorithm,
  signatureAlgorithms,
  wipe,
} from '../crypto/index.ts';
import { BaseError, DecodeError } from '../errors/index.ts';
import { algorithmOfCurve, curveOf, encodeKeyIdentifier, keyAlgorithmOf } from './keyIdentifiers.ts';

/** A private key, without what a chain adds to it. */
export interface SignaturePrivateKey {
  readonly algorithm: SignatureAlgorithm;
  /** Raw: `signatureAlgorithms` says what. The caller wipes it. */
  readonly privateKey: Uint8Array;
}

const FIELD = 'privateKey';
const { sequence, octetString, bitString } = derTags;
/** ECPrivateKey: parameters and public key (RFC 5915). */
const ecParameters = 0xa0;
const ecPublicKey = 0xa1;
/** OneAsymmetricKey: attributes and public key (RFC 5958, section 2), the latter tagged implicitly. */
const attributes = 0xa0;
const publicKeyTag = 0x81;
/** ML-DSA-PrivateKey: the seed alone (RFC 9881, section 6). */
const seedTag = 0x80;

const isMlDsa = (algorithm: SignatureAlgorithm): algorithm is MlDsaAlgorithm => algorithm.startsWith('ML-DSA-');

/** PrivateKeyInfo (RFC 5958, version 1): what OpenSSL 3.5 writes. The caller wipes it. */
export function encodePrivateKeyInfo({ algorithm, privateKey }: SignaturePrivateKey): Uint8Array {
  const publicKey = publicKeyOf(algorithm, privateKey);
  const inner = encodeInner(algorithm, privateKey, publicKey);
  const wrapped = encodeDer(octetString, inner);
  try {
    return encodeDer(sequence, encodeDerInteger(0), encodeKeyIdentifier(algorithm), wrapped);
  } finally {
    wipe(inner, wrapped);
  }
}

function encodeInner(algorithm: SignatureAlgorithm, privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  if (isMlDsa(algorithm)) return encodeDer(seedTag, privateKey);
  if (algorithm === 'Ed25519') return encodeDer(octetString, privateKey);
  if (algorithm === 'SLH-DSA-SHA2-128s') return Uint8Array.from(privateKey);
  const scalar = encodeDer(octetString, privateKey);
  const point = encodeDer(ecPublicKey, encodeDer(bitString, Uint8Array.of(0), publicKey));
  try {
    return encodeDer(sequence, encodeDerInteger(1), scalar, point);
  } finally {
    wipe(scalar);
  }
}

/**
 * Reads PrivateKeyInfo or OneAsymmetricKey, and checks that it is a key: in range, and the private half of every public key beside it.
 *
 * @throws {DecodeError} with the offset; nothing of the key is in it.
 */
export async function decodePrivateKeyInfo(bytes: Uint8Array): Promise<SignaturePrivateKey> {
  const whole = readDer(bytes, FIELD);
  const info = whole.enter(sequence, 'PrivateKeyInfo');
  whole.end();
  const version = info.integer('version', 1);
  const algorithm = keyAlgorithmOf(info.read(sequence, 'AlgorithmIdentifier'), FIELD);
  const inner = info.read(octetString, 'private key');
  info.optional(attributes);
  const beside = version === 1 ? info.optional(publicKeyTag) : null;
  info.end();
  const claims = beside === null ? [] : [readBits(beside)];
  return checked(algorithm, await decodeInner(algorithm, inner, claims), claims);
}

/**
 * Reads an ECPrivateKey by itself, which names its curve (RFC 5915, section 3): what older commands of OpenSSL write.
 *
 * @throws {DecodeError} as {@link decodePrivateKeyInfo} does.
 */
export function decodeEcPrivateKey(bytes: Uint8Array): SignaturePrivateKey {
  const whole = readDer(bytes, FIELD);
  const content = whole.enter(sequence, 'ECPrivateKey');
  whole.end();
  const named = readDer(bytes, FIELD).enter(sequence, 'ECPrivateKey');
  named.integer('version', 1);
  named.read(octetString, 'key');
  const algorithm = algorithmOfCurve(named.read(ecParameters, 'curve'));
  if (algorithm === null) throw new DecodeError('is on a curve that is not supported here', { field: FIELD });
  const claims: Uint8Array[] = [];
  const privateKey = decodeEc(algorithm, content, claims);
  return checked(algorithm, privateKey, claims);
}

/** A copy of the raw key; public keys that the structure names besides are added to `claims`. */
async function decodeInner(
  algorithm: SignatureAlgorithm,
  inner: Uint8Array,
  claims: Uint8Array[],
): Promise<Uint8Array> {
  if (isMlDsa(algorithm)) return decodeMlDsa(algorithm, inner);
  if (algorithm === 'SLH-DSA-SHA2-128s') return decodeSlhDsa(inner);
  const reader = readDer(inner, FIELD);
  if (algorithm === 'Ed25519') {
    const key = reader.read(octetString, 'key');
    reader.end();
    return sized(algorithm, key);
  }
  const content = reader.enter(sequence, 'ECPrivateKey');
  reader.end();
  return decodeEc(algorithm, content, claims);
}

function decodeEc(algorithm: SignatureAlgorithm, reader: DerReader, claims: Uint8Array[]): Uint8Array {
  if (reader.integer('version', 1) !== 1)
    throw new DecodeError('has an ECPrivateKey of another version', { field: FIELD });
  const key = sized(algorithm, reader.read(octetString, 'key'));
  const parameters = reader.optional(ecParameters);
  if (parameters !== null && !equalBytes(parameters, curveOf(algorithm) ?? parameters.subarray(0, 0))) {
    wipe(key);
    throw new DecodeError('names two curves', { field: FIELD });
  }
  const point = reader.optional(ecPublicKey);
  if (point !== null) claims.push(readDer(point, FIELD).bits('public key'));
  reader.end();
  return key;
}

async function decodeMlDsa(algorithm: MlDsaAlgorithm, inner: Uint8Array): Promise<Uint8Array> {
  const reader = readDer(inner, FIELD);
  const alone = reader.optional(seedTag);
  if (alone !== null) {
    reader.end();
    return sized(algorithm, alone);
  }
  if (reader.optional(octetString) !== null) {
    throw new DecodeError('is an expanded key without its seed', {
      field: FIELD,
      metaMessages: ['Make it again in a form that has the seed (RFC 9881, section 6).'],
    });
  }
  const both = reader.enter(sequence, 'seed');
  reader.end();
  const seed = sized(algorithm, both.read(octetString, 'seed'));
  const expanded = both.read(octetString, 'expanded key');
  both.end();
  const made = await expandMlDsaSeed(algorithm, seed);
  const isSame = equalSecrets(made, expanded);
  wipe(made);
  if (isSame) return seed;
  wipe(seed);
  throw new DecodeError('has a seed and an expanded key that do not belong together', { field: FIELD });
}

async function decodeSlhDsa(inner: Uint8Array): Promise<Uint8Array> {
  const key = sized('SLH-DSA-SHA2-128s', inner);
  if (await isSlhDsaPrivateKey(key)) return key;
  wipe(key);
  throw new DecodeError('has a root that is not the one of its seeds', { field: FIELD });
}

function sized(algorithm: SignatureAlgorithm, key: Uint8Array): Uint8Array {
  const { privateKeySize } = signatureAlgorithms[algorithm];
  if (key.length === privateKeySize) return Uint8Array.from(key);
  throw new DecodeError(`has ${key.length} bytes where ${privateKeySize} are expected`, { field: FIELD });
}

function readBits(content: Uint8Array): Uint8Array {
  if (content[0] !== 0) throw new DecodeError('has unused bits in its public key', { field: FIELD });
  return content.subarray(1);
}

/** The key, if it is one and the public keys beside it are its own. */
function checked(
  algorithm: SignatureAlgorithm,
  privateKey: Uint8Array,
  claims: readonly Uint8Array[],
): SignaturePrivateKey {
  try {
    const publicKey = publicKeyOf(algorithm, privateKey);
    if (claims.every((claim) => equalBytes(normalizePublicKey(algorithm, claim), publicKey))) {
      return { algorithm, privateKey };
    }
  } catch (error) {
    wipe(privateKey);
    if (error instanceof BaseError) throw new DecodeError(error.shortMessage, { field: FIELD });
    throw error;
  }
  wipe(privateKey);
  throw new DecodeError('has a public key beside it that is not its own', { field: FIELD });
}
