import {
  concat,
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  type Hex,
  readHex,
  readList,
  readObject,
  readOneOf,
  toBase64url,
  utf8Encode,
} from '../bytes/index.ts';
import {
  type KeyAlgorithm,
  type KeyUse,
  type KnownVerifiers,
  keccak256Hex,
  keyAlgorithms,
  keyUses,
  type Signer,
  verifySignature,
} from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import { readName } from './name.ts';

/** A public key that a device wants to be known by. */
export interface EnrolledKey {
  readonly use: KeyUse;
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: Uint8Array;
}

/** What a device asks to be certified (docs/spec/announcement.md). */
export interface Enrolment {
  readonly name: string;
  /** The device's ERC-7913 signer; its keccak256 is the device's id. */
  readonly signer: Hex;
  /** 1 to 16. */
  readonly keys: readonly EnrolledKey[];
  /** The signer's signature of everything else. */
  readonly proof: Hex;
}

const MAX_SIZE = 65_536;
const TYPE = 'gridseal/enrolment/v1';
const algorithms = Object.keys(keyAlgorithms) as KeyAlgorithm[];

function toJson({ name, signer, keys }: Omit<Enrolment, 'proof'>) {
  const list = keys.map(({ algorithm, publicKey, use }) => ({ algorithm, publicKey: toBase64url(publicKey), use }));
  return { keys: list, name, signer, type: TYPE };
}

/** What the signer signs: keccak256(type ‖ 0x00 ‖ canonical bytes without `proof`). */
function digest(enrolment: Omit<Enrolment, 'proof'>): Hex {
  return keccak256Hex(concat(utf8Encode(TYPE), Uint8Array.of(0), encodeCanonicalJson(toJson(enrolment))));
}

async function sign(signer: Signer, request: Pick<Enrolment, 'name' | 'keys'>): Promise<Enrolment> {
  const enrolment = { name: request.name, keys: request.keys, signer: signer.signer };
  return decode(encode({ ...enrolment, proof: await signer.sign(digest(enrolment)) }));
}

function encode(enrolment: Enrolment): Uint8Array {
  return encodeCanonicalJson({ ...toJson(enrolment), proof: enrolment.proof });
}

function decode(bytes: Uint8Array): Enrolment {
  if (bytes.length > MAX_SIZE) throw new DecodeError(`is longer than ${MAX_SIZE} bytes`, { field: 'enrolment' });
  const value = decodeCanonicalJson(bytes, { field: 'enrolment' });
  const object = readObject(value, 'enrolment', ['keys', 'name', 'proof', 'signer', 'type']);
  readOneOf(object.type, 'enrolment.type', [TYPE]);
  return {
    name: readName(object.name, 'enrolment.name'),
    signer: readHex(object.signer, 'enrolment.signer', 20, 16_384),
    keys: readList(object.keys, 'enrolment.keys', 1, 16).map((key, i) => readKey(key, `enrolment.keys[${i}]`)),
    proof: readHex(object.proof, 'enrolment.proof', 1, 32_768),
  };
}

function readKey(value: unknown, field: string): EnrolledKey {
  const object = readObject(value, field, ['algorithm', 'publicKey', 'use']);
  const algorithm = readOneOf(object.algorithm, `${field}.algorithm`, algorithms);
  const publicKey = fromBase64url(object.publicKey as string, { field: `${field}.publicKey` });
  const sizes: readonly number[] = keyAlgorithms[algorithm].publicKeySizes;
  if (!sizes.includes(publicKey.length)) {
    throw new DecodeError(`has ${publicKey.length} bytes, which no ${algorithm} key has`, {
      field: `${field}.publicKey`,
    });
  }
  const use = readOneOf(object.use, `${field}.use`, keyUses);
  const { purpose } = keyAlgorithms[algorithm];
  if (purpose !== 'both' && (purpose === 'encrypt') !== (use === 'encrypt')) {
    throw new DecodeError(`is nothing that a ${algorithm} key can do`, { field: `${field}.use` });
  }
  return { use, algorithm, publicKey };
}

function verify(enrolment: Enrolment, verifiers: KnownVerifiers = {}): boolean | null {
  const { signer, proof: signature } = enrolment;
  return verifySignature({ signer, digest: digest(enrolment), signature, verifiers });
}

/**
 * A device's request to be enrolled.
 *
 * - `sign` makes one. - `encode`, `decode`: canonical JSON; `decode` throws {DecodeError} with the path of the field.
 * - `digest` is what the signer signs.
 * - `verify` tells whether the proof is the signer's; null if only the chain can tell (see `verifySignature`). It says that the
 *   device wants these keys, not that anybody should trust it: compare `signer` with what the device shows.
 *
 * @example
 * ```ts
 * const enrolment = Enrolment.decode(bytes);
 * if (Enrolment.verify(enrolment, { p256 }) !== true) throw …
 * ```
 */
export const Enrolment = { sign, encode, decode, digest, verify } as const;
