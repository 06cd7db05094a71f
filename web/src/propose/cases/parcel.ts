import { fromBase64url, toBase64url } from '@gridseal/sdk/bytes';
import { DecodeError } from '@gridseal/sdk/errors';
import { Parcel as Parcels } from '@gridseal/sdk/quorum';

export type Parcel = Parcels.Parcel;
export const { decode: decodeParcel, encode: encodeParcel, MAX_PARCEL_BYTES } = Parcels;

/** What a link's last part begins with; the digit is the version of the form (docs/spec/parcel.md). */
const LINK_PREFIX = 'p1.';

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
