import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  readHex,
  readObject,
  readOneOf,
  toBase64url,
} from '../bytes/index.ts';
import {
  publicKeyOf,
  type RandomBytes,
  type RawSigningKey,
  type SignatureAlgorithm,
  type Signer,
  type SignerChoice,
  signatureAlgorithms,
  signerFrom,
  slhDsaPrivateKey,
  wipe,
} from '../crypto/index.ts';
import { ArgumentError } from '../errors/index.ts';

/** A signing key, with what a chain has to know of it. */
export type SigningKey = RawSigningKey;

/** Which kind of signing key one gets. */
export type SigningKeyChoice = SignerChoice;

const TYPE = 'gridseal/signing-key/v1';
const REQUIRED = ['algorithm', 'privateKey', 'type'] as const;
const algorithms = Object.keys(signatureAlgorithms) as SignatureAlgorithm[];

async function generate<Choice extends SigningKeyChoice>(
  choice: Choice,
  randomBytes: RandomBytes,
): Promise<Choice & { readonly privateKey: Uint8Array }> {
  return { ...choice, privateKey: await privateKeyOf(choice.algorithm, randomBytes) };
}

async function privateKeyOf(algorithm: SignatureAlgorithm, randomBytes: RandomBytes): Promise<Uint8Array> {
  if (algorithm === 'SLH-DSA-SHA2-128s') {
    const seeds = randomBytes(48);
    return slhDsaPrivateKey(seeds).finally(() => wipe(seeds));
  }
  for (let attempt = 0; attempt < 64; attempt++) {
    const privateKey = randomBytes(signatureAlgorithms[algorithm].privateKeySize);
    // Scalars of P-521 have 521 of 528 bits; but for those, fewer than one string in 2^32 is no private key.
    if (algorithm === 'P-521') privateKey[0] = (privateKey[0] as number) & 1;
    try {
      publicKeyOf(algorithm, privateKey);
      return privateKey;
    } catch (error) {
      if (!(error instanceof ArgumentError && error.field === 'privateKey')) throw error;
    }
  }
  throw new ArgumentError('gives no private key', { field: 'randomBytes' });
}

function toSigner(key: SigningKey): Signer & { readonly publicKey: Uint8Array } {
  return signerFrom(key);
}

function encode(key: SigningKey): Uint8Array {
  const { algorithm } = key;
  return encodeCanonicalJson({ algorithm, privateKey: toBase64url(key.privateKey), type: TYPE, ...onChainOf(key) });
}

/** What a chain has to know of the key, and nothing else that the object may hold. */
function onChainOf(key: SigningKey): Record<string, string> {
  switch (key.algorithm) {
    case 'P-521':
      return { verifier: key.verifier, ...(key.hash ? { hash: key.hash } : {}) };
    case 'P-256':
    case 'SLH-DSA-SHA2-128s':
      return { verifier: key.verifier };
    default:
      return {};
  }
}

function decode(bytes: Uint8Array): SigningKey {
  const value = decodeCanonicalJson(bytes, { field: 'signingKey' });
  const object = readObject(value, 'signingKey', REQUIRED, ['verifier', 'hash']);
  readOneOf(object.type, 'signingKey.type', [TYPE]);
  const algorithm = readOneOf(object.algorithm, 'signingKey.algorithm', algorithms);
  const size = signatureAlgorithms[algorithm].privateKeySize;
  const privateKey = fromBase64url(object.privateKey as string, { field: 'signingKey.privateKey', size });
  switch (algorithm) {
    case 'P-521': {
      const hash = object.hash === undefined ? {} : { hash: readOneOf(object.hash, 'signingKey.hash', hashes) };
      return { algorithm, privateKey, verifier: readHex(object.verifier, 'signingKey.verifier', 20), ...hash };
    }
    case 'P-256':
    case 'SLH-DSA-SHA2-128s':
      readObject(object, 'signingKey', [...REQUIRED, 'verifier']);
      return { algorithm, privateKey, verifier: readHex(object.verifier, 'signingKey.verifier', 20) };
    default:
      readObject(object, 'signingKey', REQUIRED);
      return { algorithm, privateKey };
  }
}

const hashes = ['SHA-512', 'SHA-256'] as const;

/**
 * Signing keys as devices keep them: generate, encode, decode, and the signer that each makes. Files that people keep and OpenSSL
 * reads are `PrivateKeyPem`.
 *
 * @example
 * ```ts
 * const key = await SigningKey.generate({ algorithm: 'P-521', verifier }, randomBytes);
 * const signer = SigningKey.toSigner(key);
 * ```
 */
export const SigningKey = { generate, toSigner, encode, decode } as const;
