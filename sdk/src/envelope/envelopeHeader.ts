import { concat, toHex, utf8Encode } from '../bytes/index.ts';
import { type KemAlgorithm, kemAlgorithmOf, kemAlgorithms, sha256 } from '../crypto/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';

/** One recipient of an envelope, as the header has it. */
export interface Stanza {
  readonly kemId: number;
  /** Undefined for a KEM that this version does not know. */
  readonly algorithm: KemAlgorithm | undefined;
  /** 8 bytes that commit to KEM and public key. */
  readonly keyId: Uint8Array;
  readonly enc: Uint8Array;
  /** The sealed content key, 48 bytes. */
  readonly sealedKey: Uint8Array;
}

/** What stands before an envelope's payload. */
export interface EnvelopeHeader {
  readonly stanzas: readonly Stanza[];
  /** Bytes up to the payload. */
  readonly size: number;
}

/** "GSE1", HKDF-SHA256, AES-256-GCM. */
const prefix = Uint8Array.of(0x47, 0x53, 0x45, 0x31, 0x00, 0x01, 0x00, 0x02);
const MAX_STANZAS = 64;
const SEALED_KEY_SIZE = 48;
const keyIdDomain = concat(utf8Encode('gridseal/key/v1'), Uint8Array.of(0));

/**
 * The 8 bytes by which a holder finds the stanza for its key. They commit to the KEM, so half of a hybrid key has another.
 *
 * @example `keyId('X25519', publicKey)`
 */
export function keyId(algorithm: KemAlgorithm, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(keyIdDomain, uint16(kemAlgorithms[algorithm].id), publicKey)).slice(0, 8);
}

/** @throws {ArgumentError} unless there are 1 to 64 stanzas, each for a key of its own. */
export function encodeHeader(stanzas: readonly Stanza[]): Uint8Array {
  if (stanzas.length < 1 || stanzas.length > MAX_STANZAS) {
    throw new ArgumentError(`has ${stanzas.length} items where 1 to ${MAX_STANZAS} are allowed`, {
      field: 'recipients',
    });
  }
  if (new Set(stanzas.map(nameOf)).size !== stanzas.length) {
    throw new ArgumentError('names a key twice', { field: 'recipients' });
  }
  const parts = stanzas.flatMap(({ kemId, keyId, enc, sealedKey }) => [
    uint16(kemId),
    keyId,
    uint16(enc.length),
    enc,
    sealedKey,
  ]);
  return concat(prefix, Uint8Array.of(stanzas.length), ...parts);
}

/**
 * Reads the header of an envelope that may be hostile.
 *
 * @throws {DecodeError} naming the part that is wrong.
 */
export function decodeHeader(envelope: Uint8Array): EnvelopeHeader {
  const reader = createReader(envelope);
  const start = reader.take(prefix.length, 'magic');
  if (start.some((byte, i) => byte !== prefix[i])) {
    throw new DecodeError('is no envelope of version 1 (GSE1, HKDF-SHA256, AES-256-GCM)', { field: 'envelope.magic' });
  }
  const count = reader.take(1, 'recipients')[0] as number;
  if (count < 1 || count > MAX_STANZAS) {
    throw new DecodeError(`has ${count} recipients where 1 to ${MAX_STANZAS} are allowed`, {
      field: 'envelope.recipients',
    });
  }
  const names = new Set<string>();
  const stanzas = Array.from({ length: count }, (_, i) => {
    const stanza = readStanza(reader, `recipients[${i}]`);
    const name = nameOf(stanza);
    if (names.has(name)) throw new DecodeError('names a key twice', { field: `envelope.recipients[${i}]` });
    names.add(name);
    return stanza;
  });
  return { stanzas, size: reader.offset() };
}

function readStanza(reader: Reader, field: string): Stanza {
  const kemId = reader.uint16(`${field}.kem`);
  const algorithm = kemAlgorithmOf(kemId);
  const id = reader.take(8, `${field}.keyId`);
  const size = reader.uint16(`${field}.encLength`);
  if (algorithm !== undefined && size !== kemAlgorithms[algorithm].encSize) {
    throw new DecodeError(`is ${size} where ${algorithm} has ${kemAlgorithms[algorithm].encSize}`, {
      field: `envelope.${field}.encLength`,
    });
  }
  const enc = reader.take(size, `${field}.enc`);
  return { kemId, algorithm, keyId: id, enc, sealedKey: reader.take(SEALED_KEY_SIZE, `${field}.sealedKey`) };
}

interface Reader {
  take(size: number, field: string): Uint8Array;
  uint16(field: string): number;
  offset(): number;
}

function createReader(bytes: Uint8Array): Reader {
  let at = 0;
  function take(size: number, field: string): Uint8Array {
    if (bytes.length - at < size) {
      throw new DecodeError(`ends at offset ${bytes.length}, inside of ${field}`, { field: `envelope.${field}` });
    }
    at += size;
    return bytes.subarray(at - size, at);
  }
  return {
    take,
    uint16(field) {
      const [high, low] = take(2, field) as unknown as [number, number];
      return (high << 8) | low;
    },
    offset: () => at,
  };
}

function nameOf({ kemId, keyId }: Stanza): string {
  return `${kemId}:${toHex(keyId)}`;
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
