import { derTags, encodeDer, equalBytes, fromHex, type Hex } from '../bytes/index.ts';
import type { SignatureAlgorithm } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';

/** id-ecPublicKey (RFC 5480, section 2.1.1). */
const EC = '06072a8648ce3d0201';

/**
 * The content of each algorithm's AlgorithmIdentifier: RFC 5480, section 2.1.1 with SEC 2 and NIST curves; RFC 8410, section 3;
 * RFC 9881, section 2; RFC 9909, section 3. Those without a curve have no parameters.
 */
const contents: Readonly<Record<SignatureAlgorithm, Hex>> = {
  secp256k1: `0x${EC}06052b8104000a`,
  'P-256': `0x${EC}06082a8648ce3d030107`,
  'P-521': `0x${EC}06052b81040023`,
  Ed25519: '0x06032b6570',
  'ML-DSA-44': '0x0609608648016503040311',
  'ML-DSA-65': '0x0609608648016503040312',
  'ML-DSA-87': '0x0609608648016503040313',
  'SLH-DSA-SHA2-128s': '0x0609608648016503040314',
};

const identifiers = (Object.entries(contents) as [SignatureAlgorithm, Hex][]).map(
  ([algorithm, content]) => [algorithm, fromHex(content)] as const,
);

/** The AlgorithmIdentifier (RFC 5280, section 4.1.1.2) of a key. */
export function encodeKeyIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  return encodeDer(derTags.sequence, fromHex(contents[algorithm]));
}

/** @throws {DecodeError} naming `field` if the content of an AlgorithmIdentifier is of no algorithm that the SDK signs with. */
export function keyAlgorithmOf(content: Uint8Array, field: string): SignatureAlgorithm {
  const found = identifiers.find(([, known]) => equalBytes(known, content));
  if (found) return found[0];
  throw new DecodeError('is of an algorithm or curve that is not supported here', {
    field,
    metaMessages: [`Supported: ${identifiers.map(([name]) => name).join(', ')}.`],
  });
}

/** The named curve of an EC key, as an element: what ECPrivateKey repeats (RFC 5915, section 3). */
export function curveOf(algorithm: SignatureAlgorithm): Uint8Array | null {
  const content = contents[algorithm].slice(2);
  return content.startsWith(EC) ? fromHex(`0x${content.slice(EC.length)}`) : null;
}

/** The algorithm of the keys of a named curve, or null for a curve that is not supported here. */
export function algorithmOfCurve(curve: Uint8Array): SignatureAlgorithm | null {
  const found = identifiers.find(([algorithm]) => {
    const known = curveOf(algorithm);
    return known !== null && equalBytes(known, curve);
  });
  return found?.[0] ?? null;
}
