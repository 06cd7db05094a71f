import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { HttpError } from './httpError.ts';

/** One file or directory of a multipart body. A file's `content` has to be read to its end before the next part comes. */
export interface Part {
  /** As sent, with its percent escapes resolved; empty if there is none. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly content: AsyncIterable<Buffer>;
}

const LIMITS = { fields: 0, headerPairs: 32, headerSize: 8192, fieldNameSize: 1024 };

/**
 * The parts of a multipart/form-data body (RFC 7578) while it streams in.
 *
 * @throws {HttpError} 400 for a body that is not one, 413 for one of more than `maxBytes`.
 */
export async function* readParts(request: IncomingMessage, maxBytes: number): AsyncGenerator<Part> {
  const parser = createParser(request);
  const waiting: (Part & { readonly stream: Readable })[] = [];
  let wake = Promise.withResolvers<void>();
  let ended = false;
  let failure: HttpError | undefined;
  let current: Readable | undefined;

  parser.on('file', (_field, stream, name, _encoding, type) => {
    current = stream;
    // Whoever reads it sees the error too; this is for parts that nobody reads.
    stream.on('error', () => undefined);
    const content = readContent(stream);
    waiting.push({ path: name ?? '', isDirectory: type === 'application/x-directory', content, stream });
    wake.resolve();
  });
  const whole = pipeline(capBytes(request, maxBytes), parser)
    .catch((error: unknown) => {
      failure = asHttpError(error);
      current?.destroy(failure);
    })
    .finally(() => {
      ended = true;
      wake.resolve();
    });

  try {
    while (!ended || waiting.length > 0) {
      const part = waiting.shift();
      if (part === undefined) {
        await wake.promise;
        wake = Promise.withResolvers();
        continue;
      }
      yield part;
      part.stream.resume();
    }
  } finally {
    // A caller that has seen enough leaves here, and the parser must not wait for it.
    if (!ended) parser.destroy();
  }
  await whole;
  if (failure !== undefined) throw failure;
}

/** The one part of a body that has to have exactly one, with at most `maxPartBytes`. */
export async function readSinglePart(
  request: IncomingMessage,
  maxBytes: number,
  maxPartBytes: number,
): Promise<Buffer> {
  let whole: Buffer | undefined;
  for await (const { content } of readParts(request, maxBytes)) {
    if (whole !== undefined) throw new HttpError(400, 'the body has more than one part');
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      if (size > maxPartBytes) throw new HttpError(413, `the block has more than ${maxPartBytes} bytes`);
      chunks.push(chunk);
    }
    whole = Buffer.concat(chunks);
  }
  if (whole === undefined) throw new HttpError(400, 'the body has no file');
  return whole;
}

function createParser(request: IncomingMessage) {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data;/i.test(type)) throw new HttpError(400, 'the body is not multipart/form-data');
  try {
    return new Busboy({ headers: { ...request.headers, 'content-type': type }, preservePath: true, limits: LIMITS });
  } catch {
    throw new HttpError(400, 'the body has no multipart boundary');
  }
}

async function* readContent(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw asHttpError(error);
  }
}

function asHttpError(error: unknown): HttpError {
  return error instanceof HttpError ? error : new HttpError(400, 'the body is not well-formed multipart/form-data');
}

/** Leaves the request open when it throws, so that an answer can still be sent. */
async function* capBytes(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new HttpError(413, `the body has more than ${maxBytes} bytes`);
    yield chunk;
  }
}
