import type { Context, MiddlewareHandler } from 'hono';
import { OcpiError } from '../../../protocol/ocpi/index.ts';
import type { ServerEnv } from './serverEnv.ts';

function tooLarge(maxBytes: number): OcpiError {
  return new OcpiError('invalidParameters', `has more than ${maxBytes} bytes`, { field: 'body', httpStatus: 413 });
}

/** The bytes of a stream, read to the limit and no further. */
async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  if (length === 0) return null;
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/**
 * Reads the body of a request, whose length is known beforehand or not.
 *
 * @throws {OcpiError} HTTP 413 for one that is too long, at once if it says so; 415 for one that is packed.
 */
export async function readRequestBody(c: Context<ServerEnv>, maxBytes: number): Promise<Uint8Array | null> {
  const announced = c.req.header('content-length');
  if (announced !== undefined && Number(announced) > maxBytes) throw tooLarge(maxBytes);
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    const about = { field: 'Content-Encoding', httpStatus: 415 } as const;
    throw new OcpiError('invalidParameters', 'is not taken: bodies come as they are', about);
  }
  const incoming = c.env?.incoming;
  if (incoming) return collect(incoming, maxBytes);
  return c.req.raw.body ? collect(c.req.raw.body, maxBytes) : null;
}

/** Reads the body into `rawBody`. */
export function withBody(maxBytes: number): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    c.set('rawBody', await readRequestBody(c, maxBytes));
    await next();
  };
}
