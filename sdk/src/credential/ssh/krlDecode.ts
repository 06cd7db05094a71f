import { toBase64 } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { type Krl, type KrlCertificates, KrlFormat } from './krl.ts';
import { decodePublicKey, type SshPublicKey } from './publicKey.ts';
import { WireReader } from './wire.ts';

/** A list of more than this is refused. */
const MAX_BYTES = 16 * 1024 * 1024;
/** OpenSSH's own limit for a number: a bitmap speaks of at most 16,384 serials. */
const MAX_BITMAP_BYTES = 2048;

/**
 * Reads a key revocation list, also those that `ssh-keygen -k` writes (with bitmaps of serials).
 *
 * @throws {DecodeError} for anything that cannot be obeyed in full: unknown sections, signed lists, SHA-1 fingerprints.
 */
export function decodeKrl(bytes: Uint8Array, field = 'krl'): Krl {
  if (bytes.length > MAX_BYTES) throw new DecodeError(`is longer than ${MAX_BYTES} bytes`, { field });
  const reader = new WireReader(bytes, field);
  if (reader.uint64() !== KrlFormat.magic) throw new DecodeError('is not a key revocation list', { field });
  if (reader.uint32() !== KrlFormat.version) throw new DecodeError('has an unknown format version', { field });
  const [version, generated] = [reader.uint64(), reader.uint64()];
  if (generated > BigInt(Number.MAX_SAFE_INTEGER)) throw new DecodeError('has a date out of range', { field });
  reader.uint64();
  reader.string();
  const comment = reader.text();
  const certificates: KrlCertificates[] = [];
  const keys: SshPublicKey[] = [];
  const fingerprints: string[] = [];
  while (!reader.done) {
    const section = reader.uint8();
    const body = new WireReader(reader.string(), `${field}.section`);
    if (section === KrlFormat.certificates) certificates.push(readCertificates(body, field));
    else if (section === KrlFormat.explicitKey) {
      while (!body.done) keys.push(decodePublicKey(body.string(), `${field}.keys`));
    } else if (section === KrlFormat.fingerprintSha256) {
      while (!body.done) fingerprints.push(readFingerprint(body.string(), field));
    } else throw new DecodeError(`has a section of type ${section}, which is not supported`, { field });
  }
  return { version, generated: Number(generated), comment, certificates, keys, fingerprints };
}

function readFingerprint(hash: Uint8Array, field: string): string {
  if (hash.length !== 32) throw new DecodeError('is not a SHA-256 hash', { field: `${field}.fingerprints` });
  return `SHA256:${toBase64(hash).replace(/=+$/, '')}`;
}

function readCertificates(reader: WireReader, field: string): KrlCertificates {
  const authority = reader.string();
  reader.string();
  const serials: { from: bigint; to: bigint }[] = [];
  const keyIds: string[] = [];
  while (!reader.done) {
    const type = reader.uint8();
    const body = new WireReader(reader.string(), `${field}.certificates`);
    if (type === KrlFormat.serialList) {
      while (!body.done) serials.push(single(body.uint64()));
    } else if (type === KrlFormat.serialRange) {
      serials.push({ from: body.uint64(), to: body.uint64() });
      body.end();
    } else if (type === KrlFormat.serialBitmap) {
      serials.push(...readBitmap(body.uint64(), body.mpint(), field));
      body.end();
    } else if (type === KrlFormat.keyId) {
      while (!body.done) keyIds.push(body.text());
    } else throw new DecodeError(`revokes by type ${type}, which is not supported`, { field });
  }
  if (serials.some((range) => range.to < range.from)) {
    throw new DecodeError('has a range that runs backwards', { field });
  }
  return {
    authority: authority.length === 0 ? null : decodePublicKey(authority, `${field}.authority`),
    serials,
    keyIds,
  };
}

function single(serial: bigint): { from: bigint; to: bigint } {
  return { from: serial, to: serial };
}

/** Bit n of the number, counted from the least significant, stands for serial `offset + n`. */
function readBitmap(offset: bigint, magnitude: Uint8Array, field: string): readonly { from: bigint; to: bigint }[] {
  if (magnitude.length > MAX_BITMAP_BYTES) throw new DecodeError('has a bitmap that is too long', { field });
  const serials: { from: bigint; to: bigint }[] = [];
  for (let bit = 0; bit < magnitude.length * 8; bit++) {
    const byte = magnitude[magnitude.length - 1 - (bit >> 3)] as number;
    if (byte & (1 << (bit & 7))) serials.push(single(offset + BigInt(bit)));
  }
  return serials;
}
