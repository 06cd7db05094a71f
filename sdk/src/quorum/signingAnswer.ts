import { decodeEcdsaDer, fromHex, type Hex, toHex } from '../bytes/index.ts';
import {
  type KnownVerifiers,
  type SignatureAlgorithm,
  sha256Hex,
  signatureAlgorithms,
  toLowS,
  verifySignature,
} from '../crypto/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';
import { type Approval, from as approvalFrom } from './approval.ts';
import { actionOf } from './proposal.ts';
import type { RequestedKey, SigningRequest } from './signingRequest.ts';

/** What is wrong with an answer: its bytes are no signature, it hashes in another way, or it is of another key or digest. */
export type WrongAnswer = 'form' | 'otherHash' | 'otherKeyOrDigest';

/** A signature that does not answer the request, and what to do about it. */
export class WrongAnswerError extends VerificationError {
  readonly reason: WrongAnswer;

  constructor(reason: WrongAnswer, shortMessage: string, metaMessages: readonly string[]) {
    super(shortMessage, { field: 'signature', metaMessages });
    this.reason = reason;
  }
}

/** r and s have this many bytes each. */
const scalarSizes: Partial<Record<SignatureAlgorithm, number>> = { secp256k1: 32, 'P-256': 32, 'P-521': 66 };

/**
 * Takes the plain signature that answers a request (for ECDSA in DER, as OpenSSL and hardware give it, or r ‖ s), brings it into
 * the form that contracts take, and verifies it. Of ECDSA's two twins the one with the low s is taken where contracts want it.
 *
 * @throws {WrongAnswerError} if it is not the requested key's signature of the requested digest.
 * @example
 * ```ts
 * const approval = answerSigningRequest(request, await readFile('signature.der'));
 * await writeFile('approval.json', Approval.encode(approval));
 * ```
 */
export function answer(request: SigningRequest, bytes: Uint8Array): Approval {
  return approvalFrom(actionOf(request.proposal), request.signer, signatureFor(request, bytes));
}

/** What a key was asked to sign. */
type Asked = RequestedKey & Pick<SigningRequest, 'digest'>;

/**
 * As {@link answer}, for a digest that is no proposal's: the signature alone, in the form that contracts take.
 *
 * @throws {WrongAnswerError} if it is not the key's signature of the digest.
 * @example `signatureFor({ signer, algorithm: 'P-521', hash: 'SHA-512', digest }, await readFile('signature.der'))`
 */
export function signatureFor(asked: Asked, bytes: Uint8Array): Hex {
  const candidates = formsOf(asked, bytes);
  if (candidates.length === 0) throw malformed(asked, bytes);
  const found = candidates.find((signature) => verifies(asked, asked.digest, signature));
  if (!found) throw mismatch(asked, candidates);
  return found;
}

/** Every way to read the bytes as a signature of the algorithm: nearly always one. */
function formsOf({ algorithm, signer, digest }: Asked, bytes: Uint8Array): readonly Hex[] {
  const scalar = scalarSizes[algorithm];
  if (scalar === undefined) return bytes.length === signatureAlgorithms[algorithm].signatureSize ? [toHex(bytes)] : [];
  const compact: Uint8Array[] = bytes.length === 2 * scalar ? [bytes] : [];
  const decoded = derOrNull(bytes, scalar);
  if (decoded) compact.push(decoded);
  if (algorithm === 'P-521') return compact.map(toHex);
  if (algorithm === 'P-256') return compact.map((one) => toHex(toLowS(algorithm, one)));
  if (bytes.length === 65) return [toHex(bytes)];
  return compact.flatMap((one) => withRecovery(toLowS('secp256k1', one), signer, digest));
}

function derOrNull(bytes: Uint8Array, size: number): Uint8Array | null {
  try {
    return decodeEcdsaDer(bytes, size);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** A wallet's signature says which of two keys made it; OpenSSL does not, so both are tried. */
function withRecovery(compact: Uint8Array, signer: Hex, digest: Hex): readonly Hex[] {
  const both = ['1b', '1c'].map((v): Hex => `${toHex(compact)}${v}`);
  return both.filter((signature) => verifySignature({ signer, digest, signature })).concat(both.slice(0, 1));
}

/** The request says what the key's algorithm is: no address has to be known for checking it. */
function verifiersFor({ algorithm, hash, signer }: RequestedKey): KnownVerifiers {
  const verifier = signer.slice(0, 42) as Hex;
  switch (algorithm) {
    case 'P-256':
      return { p256: verifier };
    case 'P-521':
      return hash === 'SHA-256' ? { p521Sha256: verifier } : { p521: verifier };
    case 'SLH-DSA-SHA2-128s':
      return { slhDsa: verifier };
    default:
      return {};
  }
}

function verifies(key: RequestedKey, digest: Hex, signature: Hex): boolean {
  const { signer } = key;
  return verifySignature({ signer, digest, signature, verifiers: verifiersFor(key) }) === true;
}

function malformed({ algorithm }: Asked, bytes: Uint8Array): WrongAnswerError {
  const scalar = scalarSizes[algorithm];
  const wanted =
    scalar === undefined
      ? `${signatureAlgorithms[algorithm].signatureSize} bytes`
      : `DER, or r ‖ s of ${2 * scalar} bytes`;
  return new WrongAnswerError('form', `is no ${algorithm} signature: it has ${bytes.length} bytes`, [
    `A signature of this algorithm is ${wanted}. Sign with the command of the request's README, and write binary.`,
  ]);
}

/** Says what was done instead, where that can be told. */
function mismatch(request: Asked, candidates: readonly Hex[]): WrongAnswerError {
  const { algorithm, hash, digest } = request;
  const isHashed = algorithm === 'P-256' || algorithm === 'secp256k1';
  if (isHashed && candidates.some((signature) => verifies(request, sha256Hex(fromHex(digest)), signature))) {
    return new WrongAnswerError('otherHash', 'is over a hash of the digest, not over the digest itself', [
      'Sign with openssl pkeyutl -sign, which hashes nothing, instead of openssl dgst.',
    ]);
  }
  const other = hash === 'SHA-256' ? 'SHA-512' : 'SHA-256';
  if (hash && candidates.some((signature) => verifies({ ...request, hash: other }, digest, signature))) {
    return new WrongAnswerError('otherHash', `is over ${other} of the digest, where this signer takes ${hash}`, [
      `Sign again with openssl dgst -${hash.toLowerCase().replace('-', '')}.`,
    ]);
  }
  return new WrongAnswerError('otherKeyOrDigest', 'is not this key’s signature of this digest', [
    `Whoever signed has to see this digest: xxd -p -c 32 digest.bin prints ${digest.slice(2)}.`,
    'If it does, another key has signed: openssl pkey -in key.pem -pubout has to print the key of the request’s README.',
  ]);
}
