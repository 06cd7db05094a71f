import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { DecodeError } from '../../../errors/index.ts';
import type { Brotli } from './brotli.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** By Node's zlib: quality 4, as the Open Charging Network's own library has it, so that the same signature is the same text. */
export const brotli: Brotli = {
  async compress(bytes) {
    return compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  },
  async decompress(bytes, maxSize, field) {
    let done: { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
    try {
      done = (await decompress(bytes, { maxOutputLength: maxSize, info: true })) as unknown as typeof done;
    } catch (cause) {
      const isTooMuch = (cause as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
      const what = isTooMuch ? `has more than ${maxSize} bytes when decompressed` : 'is not a Brotli stream';
      throw new DecodeError(what, { field, cause });
    }
    if (done.engine.bytesWritten !== bytes.length) throw new DecodeError('goes on after the Brotli stream', { field });
    return done.buffer;
  },
};
