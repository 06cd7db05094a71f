import { concat } from '../../../bytes/index.ts';
import { ConfigurationError, DecodeError } from '../../../errors/index.ts';
import type { Brotli } from './brotli.ts';

/** The most bytes of an uncompressed meta-block whose length has four nibbles (RFC 7932, section 9.2). */
const BLOCK = 65_536;

/**
 * By what browsers have: `DecompressionStream` where it knows Brotli (Compression Streams), and a stream of uncompressed
 * meta-blocks, which every decoder reads, for what they write. No dictionary of 120 kilobytes has to be loaded for that.
 */
export const brotli: Brotli = {
  async compress(bytes) {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const block = bytes.subarray(at, at + BLOCK);
      parts.push(blockHeader(block.length, at === 0), block);
    }
    // ISLAST and ISLASTEMPTY; before them the window size, if no block has said it.
    return concat(...parts, Uint8Array.of(parts.length === 0 ? 6 : 3));
  },
  async decompress(bytes, maxSize, field) {
    const reader = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(decompression()).getReader();
    const parts: Uint8Array[] = [];
    let size = 0;
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        size += next.value.length;
        if (size > maxSize) break;
        parts.push(next.value);
      }
    } catch (cause) {
      throw new DecodeError('is not a Brotli stream', { field, cause });
    }
    if (size <= maxSize) return concat(...parts);
    await reader.cancel().catch(() => undefined);
    throw new DecodeError(`has more than ${maxSize} bytes when decompressed`, { field });
  },
};

/** WBITS (one bit, in the first block), ISLAST 0, MNIBBLES 0, MLEN − 1 in 16 bits, ISUNCOMPRESSED 1, then zeros up to a byte. */
function blockHeader(length: number, isFirst: boolean): Uint8Array {
  const bits = (((length - 1) << 3) | (1 << 19)) << (isFirst ? 1 : 0);
  return Uint8Array.of(bits & 255, (bits >> 8) & 255, (bits >> 16) & 255);
}

function decompression(): DecompressionStream {
  try {
    return new DecompressionStream('brotli' as CompressionFormat);
  } catch (cause) {
    throw new ConfigurationError('this browser cannot decompress Brotli', {
      field: 'DecompressionStream',
      metaMessages: ['Signatures of version 2 need no Brotli.'],
      cause,
    });
  }
}
