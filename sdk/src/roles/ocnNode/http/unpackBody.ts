import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TooLargeError, UnreachableHostError } from './outgoingErrors.ts';

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

const isUnpacker = (name: string): name is keyof typeof unpackers => Object.hasOwn(unpackers, name);

/**
 * The body of an answer, unpacked. Unpacking stops at the limit, so that a bomb costs no more than an honest answer.
 *
 * @throws {TooLargeError} @throws {UnreachableHostError} for what cannot be unpacked.
 */
export async function unpackBody(
  packed: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '' || packed.length === 0) return packed;
  // One layer: nobody needs a bomb in a bomb.
  if (!isUnpacker(name))
    throw new UnreachableHostError('answers in an encoding that is not known', { field: 'answer' });
  try {
    return await unpackers[name](packed, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new TooLargeError(`has more than ${maxBytes} bytes when it is unpacked`, { field: 'answer' });
    }
    throw new UnreachableHostError('cannot be unpacked', { field: 'answer', cause });
  }
}
