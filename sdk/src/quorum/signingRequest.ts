import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, fromHex, type Hex, type Json } from '../bytes/index.ts';
import { keyAlgorithms, type P521Hash, type SignatureAlgorithm, signatureAlgorithms } from '../crypto/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../errors/index.ts';
import { actionOf, MAX_PROPOSAL_BYTES, type Proposal, fromJson as proposalFromJson } from './proposal.ts';
import { hex32, parse, signer as signerSchema } from './schema.ts';
import { digest as digestOf } from './typedData.ts';

/** The `type` of a signing request. */
const TYPE = 'gridseal/signing-request/v1';
/** The proposal, a signer with a large key, and little else. */
export const MAX_REQUEST_BYTES = MAX_PROPOSAL_BYTES + 16_384;

/** Which key is asked for a signature, and how it signs. */
export interface RequestedKey {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  readonly algorithm: SignatureAlgorithm;
  /** For P-521 alone: what the digest is hashed with before it is signed. */
  readonly hash?: P521Hash;
}

/**
 * A question to a key that is kept elsewhere: on a machine without a network, in a hardware module. It is answered by a plain
 * signature, which stock tools make (docs/guides/signers.md).
 */
export interface SigningRequest extends RequestedKey {
  readonly type: typeof TYPE;
  /** The 32 bytes that are signed: the EIP-712 digest of what is proposed. */
  readonly digest: Hex;
  /** What the signature approves, so that whoever signs can read it. */
  readonly proposal: Proposal;
}

const algorithms = Object.keys(signatureAlgorithms) as [SignatureAlgorithm, ...SignatureAlgorithm[]];

const requestSchema = z.strictObject({
  type: z.literal(TYPE),
  algorithm: z.enum(algorithms),
  hash: z.exactOptional(z.enum(['SHA-512', 'SHA-256'])),
  signer: signerSchema,
  digest: hex32,
  proposal: z.record(z.string(), z.json()),
});

/** The sizes of a signer's key behind the verifier's address; secp256k1 keys are behind their own address. */
function keySizes(algorithm: SignatureAlgorithm): readonly number[] {
  if (algorithm === 'secp256k1') return [0];
  if (algorithm === 'P-256') return [64];
  if (algorithm === 'P-521') return [132, 133];
  return keyAlgorithms[algorithm].publicKeySizes;
}

function check({ signer, algorithm, hash }: RequestedKey, field: string): void {
  const size = (signer.length - 42) / 2;
  if (!keySizes(algorithm).includes(size)) {
    throw new DecodeError(`is no ${algorithm} key: it has ${size} bytes after the address`, {
      field: `${field}.signer`,
    });
  }
  if ((algorithm === 'P-521') !== (hash !== undefined)) {
    throw new DecodeError(hash ? 'is for P-521 alone' : 'is missing', { field: `${field}.hash` });
  }
}

/**
 * Asks a key to approve a proposal.
 *
 * @throws {ArgumentError} if signer and algorithm do not fit together.
 * @example
 * ```ts
 * const request = SigningRequest.from(proposal, { signer, algorithm: 'P-521', hash: 'SHA-512' });
 * await writeFile('request.json', SigningRequest.encode(request));
 * await writeFile('digest.bin', fromHex(request.digest));
 * ```
 */
export function from(proposal: Proposal, { signer, algorithm, hash }: RequestedKey): SigningRequest {
  const key = { signer: signer.toLowerCase() as Hex, algorithm, ...(hash === undefined ? {} : { hash }) };
  try {
    check(key, 'key');
  } catch (cause) {
    if (cause instanceof DecodeError) throw new ArgumentError(cause.shortMessage, { field: cause.field ?? 'key' });
    throw cause;
  }
  return { type: TYPE, ...key, digest: digestOf(actionOf(proposal)), proposal };
}

/** The request's file: canonical JSON. */
export function encode(request: SigningRequest): Uint8Array {
  return encodeCanonicalJson(request);
}

/**
 * Decodes a request, recomputing the digest from what is shown.
 *
 * @throws {DecodeError} naming the field.
 * @throws {VerificationError} if the digest is not the proposal's: what is shown would not be what is signed.
 */
export function decode(bytes: Uint8Array): SigningRequest {
  if (bytes.length > MAX_REQUEST_BYTES) {
    throw new DecodeError(`is longer than ${MAX_REQUEST_BYTES} bytes`, { field: 'request' });
  }
  const json: Json = decodeCanonicalJson(bytes, { field: 'request' });
  const { proposal: body, ...request } = parse(requestSchema, json, 'request');
  check(request, 'request');
  const proposal = proposalFromJson(body, 'request.proposal');
  if (request.digest !== digestOf(actionOf(proposal))) {
    throw new VerificationError('is not the digest of the proposal beside it', {
      field: 'request.digest',
      metaMessages: ['Do not sign it. Make the request again with gridseal signer request.'],
    });
  }
  return { ...request, proposal };
}

/** The 32 bytes that go to the key: the content of `digest.bin`. */
export function messageOf(request: SigningRequest): Uint8Array {
  return fromHex(request.digest, { field: 'request.digest', size: 32 });
}
