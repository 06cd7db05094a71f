import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import { OcpiError } from '../../../protocol/ocpi/index.ts';
import type { ServerEnv } from './serverEnv.ts';

function tooLarge(maxBytes: number): OcpiError {
  return new OcpiError('invalidParameters', `has more than ${maxBytes} bytes`, { field: 'body', httpStatus: 413 });
}

/** Takes chunks to the limit and no further. */
function createCollector(maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(chunk: Uint8Array): void {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    },
    body(): Uint8Array | null {
      if (length === 0) return null;
      const body = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        body.set(chunk, at);
        at += chunk.length;
      }
      return body;
    },
  };
}

/** By its events: an iterator would cost as much as everything else that is done with a small body. */
function collectIncoming(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const collector = createCollector(maxBytes);
    const listeners = {
      data(chunk: Uint8Array) {
        try {
          collector.add(chunk);
        } catch (error) {
          incoming.pause();
          end(() => reject(error));
        }
      },
      end: () => end(() => resolve(collector.body())),
      error: (error: Error) => end(() => reject(error)),
      close: () => end(() => reject(new Error('the client has gone'))),
    };
    const end = (then: () => void) => {
      for (const [name, listener] of Object.entries(listeners)) incoming.off(name, listener);
      then();
    };
    if (incoming.destroyed) listeners.close();
    else for (const [name, listener] of Object.entries(listeners)) incoming.on(name, listener);
  });
}

async function collectStream(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const collector = createCollector(maxBytes);
  for await (const chunk of stream) collector.add(chunk);
  return collector.body();
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
  if (incoming) return collectIncoming(incoming as IncomingMessage, maxBytes);
  return c.req.raw.body ? collectStream(c.req.raw.body, maxBytes) : null;
}

/** Reads the body into `rawBody`. */
export function withBody(maxBytes: number): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    c.set('rawBody', await readRequestBody(c, maxBytes));
    await next();
  };
}
