import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  type Hex,
  readHex,
  readObject,
  readOneOf,
  toBase64url,
} from '../bytes/index.ts';
import { p256Signer, type RandomBytes, type Signer, secp256k1Signer } from '../crypto/index.ts';
import { ArgumentError } from '../errors/index.ts';

/** A signing key in its stored form. */
export type SigningKey =
  | { readonly algorithm: 'secp256k1'; readonly privateKey: Uint8Array }
  | {
      readonly algorithm: 'P-256';
      readonly privateKey: Uint8Array;
      /** Address of `ERC7913P256Verifier`. */
      readonly verifier: Hex;
    };

/** Which kind of signing key a device gets. */
export type SigningKeyChoice =
  | { readonly algorithm: 'secp256k1' }
  | { readonly algorithm: 'P-256'; readonly verifier: Hex };

const TYPE = 'gridseal/signing-key/v1';

function generate(choice: SigningKeyChoice, randomBytes: RandomBytes): SigningKey {
  for (let attempt = 0; attempt < 16; attempt++) {
    const key: SigningKey = { ...choice, privateKey: randomBytes(32) };
    try {
      toSigner(key);
      return key;
    } catch (error) {
      // Fewer than one in 2^32 strings of 32 bytes are no private key: draw again.
      if (!(error instanceof ArgumentError && error.field === 'privateKey')) throw error;
    }
  }
  throw new ArgumentError('gives no private key', { field: 'randomBytes' });
}

function toSigner(key: SigningKey): Signer & { readonly publicKey: Uint8Array } {
  return key.algorithm === 'P-256' ? p256Signer(key.privateKey, key.verifier) : secp256k1Signer(key.privateKey);
}

function encode(key: SigningKey): Uint8Array {
  return encodeCanonicalJson({ ...key, privateKey: toBase64url(key.privateKey), type: TYPE });
}

function decode(bytes: Uint8Array): SigningKey {
  const object = readObject(
    decodeCanonicalJson(bytes, { field: 'signingKey' }),
    'signingKey',
    ['algorithm', 'privateKey', 'type'],
    ['verifier'],
  );
  readOneOf(object.type, 'signingKey.type', [TYPE]);
  const algorithm = readOneOf(object.algorithm, 'signingKey.algorithm', ['secp256k1', 'P-256'] as const);
  const privateKey = fromBase64url(object.privateKey as string, { field: 'signingKey.privateKey', size: 32 });
  if (algorithm === 'secp256k1') {
    if (object.verifier !== undefined) readObject(object, 'signingKey', ['algorithm', 'privateKey', 'type']);
    return { algorithm, privateKey };
  }
  return { algorithm, privateKey, verifier: readHex(object.verifier, 'signingKey.verifier', 20) };
}

/** Signing keys as devices keep them: generate, encode, decode, and the signer that each makes. */
export const SigningKey = { generate, toSigner, encode, decode } as const;
