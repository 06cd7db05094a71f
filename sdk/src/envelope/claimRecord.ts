import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  type Hex,
  parseTimestamp,
  readHex,
  readInteger,
  readObject,
  readOneOf,
  toBase64url,
} from '../bytes/index.ts';
import { type KemAlgorithm, kemAlgorithms, sha256Hex } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import type { Recipient } from './envelope.ts';

/** What a device says it has installed, and the key that the next epoch is to be sealed to (docs/spec/announcement.md). */
export interface ClaimRecord {
  /** The authority's id. */
  readonly authority: Hex;
  /** The device's id. */
  readonly device: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly installedAt: string;
  /** SHA-256 of the installed manifest. */
  readonly manifest: Hex;
  /** Null for a device that keeps its enrolled key. */
  readonly nextKey: Recipient | null;
}

const MAX_SIZE = 8192;
const algorithms = Object.keys(kemAlgorithms) as KemAlgorithm[];

function encode(record: ClaimRecord): Uint8Array {
  const { nextKey } = record;
  const bytes = encodeCanonicalJson({
    ...record,
    nextKey: nextKey && { algorithm: nextKey.algorithm, publicKey: toBase64url(nextKey.publicKey) },
    type: 'gridseal/claim/v1',
  });
  decode(bytes);
  return bytes;
}

function decode(bytes: Uint8Array): ClaimRecord {
  if (bytes.length > MAX_SIZE) throw new DecodeError(`is longer than ${MAX_SIZE} bytes`, { field: 'claim' });
  const object = readObject(decodeCanonicalJson(bytes, { field: 'claim' }), 'claim', [
    'authority',
    'device',
    'epoch',
    'installedAt',
    'manifest',
    'nextKey',
    'subject',
    'type',
  ]);
  readOneOf(object.type, 'claim.type', ['gridseal/claim/v1']);
  parseTimestamp(object.installedAt, { field: 'claim.installedAt' });
  return {
    authority: readHex(object.authority, 'claim.authority', 32),
    device: readHex(object.device, 'claim.device', 32),
    subject: readHex(object.subject, 'claim.subject', 32),
    epoch: readInteger(object.epoch, 'claim.epoch', 1, Number.MAX_SAFE_INTEGER),
    installedAt: object.installedAt as string,
    manifest: readHex(object.manifest, 'claim.manifest', 32),
    nextKey: object.nextKey === null ? null : readKey(object.nextKey, 'claim.nextKey'),
  };
}

function readKey(value: unknown, field: string): Recipient {
  const object = readObject(value, field, ['algorithm', 'publicKey']);
  const algorithm = readOneOf(object.algorithm, `${field}.algorithm`, algorithms);
  const size = kemAlgorithms[algorithm].publicKeySize;
  return { algorithm, publicKey: fromBase64url(object.publicKey as string, { field: `${field}.publicKey`, size }) };
}

/**
 * The record that a claim on chain names by its SHA-256.
 *
 * - `encode` gives the canonical bytes; it throws {DecodeError} for a record that `decode` would refuse.
 * - `decode` throws {DecodeError} with the path of the field.
 * - `digest` is what the claim on chain carries as `record`.
 *
 * @example
 * ```ts
 * const bytes = ClaimRecord.encode({ …, nextKey: { algorithm: 'MLKEM768-X25519', publicKey } });
 * ClaimRecord.digest(bytes); // '0x…'
 * ```
 */
export const ClaimRecord = { encode, decode, digest: sha256Hex } as const;
