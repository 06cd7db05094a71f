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

/** The bytes as they came. Stops reading at the first byte too many. */
async function collect(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new TooLargeError(`has more than ${maxBytes} bytes`, { field: 'answer' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * The body of an answer, unpacked. What is packed counts too, and unpacking stops at the limit, so that a bomb costs no more than an
 * honest answer.
 *
 * @throws {TooLargeError} @throws {UnreachableHostError} for what cannot be unpacked.
 */
export async function readAnswerBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const packed = await collect(body, maxBytes);
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
