import { compareBytes, toBase64, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { SshCertificate } from './certificate.ts';
import { fingerprint, type SshPublicKey } from './publicKey.ts';
import { WireWriter } from './wire.ts';

/** Certificates of one authority that are revoked. */
export interface KrlCertificates {
  /** The authority, or null for certificates of any. */
  readonly authority: SshPublicKey | null;
  /** Serial ranges, both ends inclusive, from 1. */
  readonly serials: readonly { readonly from: bigint; readonly to: bigint }[];
  readonly keyIds: readonly string[];
}

/** A key revocation list: what `RevokedKeys` of sshd and `RevokedHostKeys` of ssh read. */
export interface Krl {
  /** Grows with each list. */
  readonly version: bigint;
  /** Seconds since 1970. */
  readonly generated: number;
  readonly comment: string;
  readonly certificates: readonly KrlCertificates[];
  /** Keys that are revoked themselves, in whatever certificate. */
  readonly keys: readonly SshPublicKey[];
  /** The same by SHA-256 of the blob, as `SHA256:…`. */
  readonly fingerprints: readonly string[];
}

/** PROTOCOL.krl of OpenSSH. */
export const KrlFormat = {
  magic: 0x5353484b524c0a00n,
  version: 1,
  certificates: 1,
  explicitKey: 2,
  fingerprintSha1: 3,
  signature: 4,
  fingerprintSha256: 5,
  serialList: 0x20,
  serialRange: 0x21,
  serialBitmap: 0x22,
  keyId: 0x23,
} as const;

/**
 * @throws {ArgumentError} for serial 0, a range that runs backwards, or an empty key id.
 * @example
 * ```ts
 * encodeKrl({ version: 2n, generated: 1795158000, comment: '', keys: [], fingerprints: [],
 *   certificates: [{ authority: userCa, serials: [{ from: 17n, to: 17n }], keyIds: [] }] });
 * ```
 */
export function encodeKrl(krl: Krl): Uint8Array {
  const writer = new WireWriter()
    .uint64(KrlFormat.magic)
    .uint32(KrlFormat.version)
    .uint64(krl.version)
    .uint64(BigInt(krl.generated))
    .uint64(0n)
    .string(new Uint8Array())
    .text(krl.comment);
  krl.certificates.forEach((section, i) => {
    const body = encodeCertificates(section, `certificates[${i}]`);
    writer.uint8(KrlFormat.certificates).string(body);
  });
  if (krl.keys.length > 0) {
    const blobs = krl.keys.map((key) => key.blob).sort(compareBytes);
    const body = blobs.reduce((section, blob) => section.string(blob), new WireWriter());
    writer.uint8(KrlFormat.explicitKey).string(body.bytes());
  }
  if (krl.fingerprints.length > 0) {
    const hashes = krl.fingerprints.map(decodeFingerprint).sort(compareBytes);
    const body = hashes.reduce((section, hash) => section.string(hash), new WireWriter());
    writer.uint8(KrlFormat.fingerprintSha256).string(body.bytes());
  }
  return writer.bytes();
}

function encodeCertificates(section: KrlCertificates, field: string): Uint8Array {
  const writer = new WireWriter().string(section.authority?.blob ?? new Uint8Array()).string(new Uint8Array());
  const ranges = mergeRanges(section.serials, field);
  const single = ranges.filter((range) => range.from === range.to);
  if (single.length > 0) {
    const list = single.reduce((body, range) => body.uint64(range.from), new WireWriter());
    writer.uint8(KrlFormat.serialList).string(list.bytes());
  }
  for (const range of ranges) {
    if (range.from === range.to) continue;
    writer.uint8(KrlFormat.serialRange).string(new WireWriter().uint64(range.from).uint64(range.to).bytes());
  }
  if (section.keyIds.length > 0) {
    const ids = [...new Set(section.keyIds)].sort((a, b) => compareBytes(utf8Encode(a), utf8Encode(b)));
    if (ids[0] === '') throw new ArgumentError('has an empty key id', { field: `${field}.keyIds` });
    writer.uint8(KrlFormat.keyId).string(ids.reduce((body, id) => body.text(id), new WireWriter()).bytes());
  }
  return writer.bytes();
}

type Range = KrlCertificates['serials'][number];

/** Ascending, disjoint and as few as possible. */
function mergeRanges(ranges: readonly Range[], field: string): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    if (range.from < 1n || range.to < range.from || range.to > 0xffff_ffff_ffff_ffffn) {
      throw new ArgumentError('is not a range of serials from 1', { field: `${field}.serials` });
    }
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1n) {
      if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
    } else merged.push(range);
  }
  return merged;
}

function decodeFingerprint(text: string, i: number): Uint8Array {
  const match = /^SHA256:([A-Za-z0-9+/]{43})$/.exec(text);
  if (!match) throw new ArgumentError('is not SHA256: and 43 characters', { field: `fingerprints[${i}]` });
  return Uint8Array.from(atob(`${match[1]}=`), (character) => character.charCodeAt(0));
}

/**
 * Whether the list revokes a certificate: by its authority's and its own key, by key id, or by serial.
 *
 * @example
 * ```ts
 * isRevoked(decodeKrl(bytes), certificate);
 * ```
 */
export function isRevoked(krl: Krl, certificate: SshCertificate): boolean {
  const authority = toBase64(certificate.authority.blob);
  return (
    isKeyRevoked(krl, certificate.publicKey) ||
    isKeyRevoked(krl, certificate.authority) ||
    krl.certificates.some(
      (section) =>
        (section.authority === null || toBase64(section.authority.blob) === authority) &&
        (section.keyIds.includes(certificate.keyId) ||
          section.serials.some((range) => range.from <= certificate.serial && certificate.serial <= range.to)),
    )
  );
}

/** Whether the list revokes a key itself. */
export function isKeyRevoked(krl: Krl, key: SshPublicKey): boolean {
  const blob = toBase64(key.blob);
  return krl.keys.some((other) => toBase64(other.blob) === blob) || krl.fingerprints.includes(fingerprint(key));
}
