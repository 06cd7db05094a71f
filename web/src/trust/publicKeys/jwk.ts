import { concat, fromBase64url } from '@gridseal/sdk/bytes';
import { isKeyAlgorithm, type KeyAlgorithm } from '@gridseal/sdk/crypto';
import { KeyTextError, orDamaged } from './keyTextError.ts';
import { keyOf, type ReadKey } from './readKey.ts';

type Jwk = Readonly<Record<string, unknown>>;

/** Members that hold private parts (RFC 7518, section 6; RFC 8037, section 2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'priv', 'oth'];
/** JWK's names of curves, with the bytes of a coordinate (RFC 7518, section 6.2.1.1; RFC 8812, section 3.1). */
const curves: Readonly<Record<string, readonly [KeyAlgorithm, number]>> = {
  'P-256': ['P-256', 32],
  'P-521': ['P-521', 66],
  secp256k1: ['secp256k1', 32],
};

/** The keys of a JWK or of a JWK set (RFC 7517). @throws {KeyTextError} */
export function keysOfJwk(text: string): readonly ReadKey[] {
  const json = orDamaged(() => JSON.parse(text) as unknown);
  const keys = isObject(json) && Array.isArray(json.keys) ? json.keys : [json];
  return keys.map(keyOfJwk);
}

function keyOfJwk(jwk: unknown): ReadKey {
  if (!isObject(jwk)) throw new KeyTextError('damaged', 'is no JSON Web Key');
  if (privateMembers.some((member) => Object.hasOwn(jwk, member)))
    throw new KeyTextError('private', 'is a private key');
  const { kty, crv, alg } = jwk;
  if (kty === 'EC' && typeof crv === 'string' && Object.hasOwn(curves, crv)) {
    const [algorithm, size] = curves[crv] as readonly [KeyAlgorithm, number];
    return keyOf(algorithm, concat(Uint8Array.of(4), bytesOf(jwk, 'x', size), bytesOf(jwk, 'y', size)));
  }
  if (kty === 'OKP' && (crv === 'Ed25519' || crv === 'X25519')) return keyOf(crv, bytesOf(jwk, 'x', 32));
  if (kty === 'AKP' && isKeyAlgorithm(alg)) return keyOf(alg, bytesOf(jwk, 'pub'));
  throw new KeyTextError('unsupported', 'is of an algorithm that certificates do not have');
}

function bytesOf(jwk: Jwk, member: string, size?: number): Uint8Array {
  const value = jwk[member];
  if (typeof value !== 'string') throw new KeyTextError('damaged', `has no ${member}`);
  return orDamaged(() => fromBase64url(value, size === undefined ? {} : { size }));
}

function isObject(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
