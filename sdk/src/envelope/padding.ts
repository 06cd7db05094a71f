import { VerificationError } from '../errors/index.ts';

const BLOCK = 256;
const LENGTH_SIZE = 4;

/** How long `size` bytes are once padded. */
export function paddedSize(size: number): number {
  return Math.ceil((size + LENGTH_SIZE) / BLOCK) * BLOCK;
}

/** `uint32 length ‖ bytes ‖ zeros` up to a multiple of 256: sizes say little about contents. */
export function pad(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedSize(bytes.length));
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, LENGTH_SIZE);
  return padded;
}

/** @throws {VerificationError} unless the padding is exactly what `pad` makes. */
export function unpad(padded: Uint8Array): Uint8Array {
  const length = padded.length < LENGTH_SIZE ? -1 : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (
    length < 0 ||
    paddedSize(length) !== padded.length ||
    padded.subarray(LENGTH_SIZE + length).some((b) => b !== 0)
  ) {
    throw new VerificationError('is not padded as it has to be', { field: 'envelope.payload' });
  }
  return padded.slice(LENGTH_SIZE, LENGTH_SIZE + length);
}
