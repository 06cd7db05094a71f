import { decodeCanonicalJson, encodeCanonicalJson, fromBase64url, type Json, toBase64url } from '@gridseal/sdk/bytes';
import { DecodeError } from '@gridseal/sdk/errors';
import { Approval, Proposal } from '@gridseal/sdk/quorum';

/** A proposal and the approvals that somebody has of it: what is handed on by file, link or QR code. */
export interface Parcel {
  /** Absent in a file that is one approval alone. */
  readonly proposal: Proposal.Proposal | null;
  readonly approvals: readonly Approval.Approval[];
}

const TYPE = 'gridseal/parcel/v1';
/** Every member of a large quorum, with post-quantum signatures. */
export const MAX_PARCEL_BYTES = 4_194_304;
const MAX_APPROVALS = 512;
/** What a link's last part begins with; the digit is the version of the form. */
const LINK_PREFIX = 'p1.';

/** The parcel's file: canonical JSON. */
export function encodeParcel({ proposal, approvals }: Parcel): Uint8Array {
  return encodeCanonicalJson({ type: TYPE, proposal, approvals });
}

/**
 * Reads a file of any of the three kinds that go round: a proposal, an approval, or a parcel of both. Digests are recomputed, signatures
 * are not checked yet.
 *
 * @throws {DecodeError} naming the field. @throws {VerificationError} if something is not what its digest says.
 */
export function decodeParcel(bytes: Uint8Array): Parcel {
  if (bytes.length > MAX_PARCEL_BYTES)
    throw new DecodeError(`is longer than ${MAX_PARCEL_BYTES} bytes`, { field: 'file' });
  const json = decodeCanonicalJson(bytes, { field: 'file' });
  const type = isRecord(json) ? json.type : undefined;
  if (type === 'gridseal/proposal/v1') return { proposal: Proposal.fromJson(json, 'proposal'), approvals: [] };
  if (type === 'gridseal/approval/v1') return { proposal: null, approvals: [Approval.fromJson(json, 'approval')] };
  if (type !== TYPE || !isRecord(json)) {
    throw new DecodeError('is neither a proposal nor an approval', { field: 'file.type' });
  }
  return parcelFrom(json);
}

function parcelFrom(json: Readonly<Record<string, Json>>): Parcel {
  const { type: _type, proposal, approvals, ...others } = json;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new DecodeError('is not known', { field: `file.${unknown.slice(0, 40)}` });
  if (!Array.isArray(approvals)) throw new DecodeError('is no list', { field: 'file.approvals' });
  if (approvals.length > MAX_APPROVALS) {
    throw new DecodeError(`has more than ${MAX_APPROVALS} entries`, { field: 'file.approvals' });
  }
  return {
    proposal: proposal === null ? null : Proposal.fromJson(proposal, 'file.proposal'),
    approvals: approvals.map((approval, i) => Approval.fromJson(approval, `file.approvals[${i}]`)),
  };
}

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The parcel as the last part of a link's fragment, which browsers do not send to any server.
 *
 * @example `#/approvals/${await toLinkPart({ proposal, approvals })}`
 */
export async function toLinkPart(parcel: Parcel): Promise<string> {
  const packed = await through(encodeParcel(parcel), new CompressionStream('deflate-raw'), MAX_PARCEL_BYTES);
  return LINK_PREFIX + toBase64url(packed);
}

/** Whether the last part of an address is a parcel, or at least wants to be one. */
export function isLinkPart(text: string): boolean {
  return text.startsWith(LINK_PREFIX);
}

/** @throws {DecodeError} also for a link that was cut on its way, or that would unpack to more than a parcel can be. */
export async function fromLinkPart(text: string): Promise<Parcel> {
  let bytes: Uint8Array;
  try {
    const packed = fromBase64url(text.slice(LINK_PREFIX.length));
    bytes = await through(packed, new DecompressionStream('deflate-raw'), MAX_PARCEL_BYTES);
  } catch (cause) {
    throw new DecodeError('is damaged: part of the link may be missing', { field: 'link', cause });
  }
  return decodeParcel(bytes);
}

/** Pipes bytes through a stream and stops once it gives more than `limit`. */
async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream, limit: number) {
  const writer = stream.writable.getWriter();
  // What goes wrong here is thrown by the reader, too.
  const written = writer
    .write(new Uint8Array(bytes))
    .then(() => writer.close())
    .catch(() => undefined);
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new DecodeError(`unpacks to more than ${limit} bytes`, { field: 'link' });
    }
    chunks.push(part.value);
  }
  await written;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The parcel's part of a link, or of the part alone; null if there is none. */
export function linkPartOf(text: string): string | null {
  const part = text.trim().split(/[/#]/).at(-1) ?? '';
  return isLinkPart(part) ? part : null;
}
