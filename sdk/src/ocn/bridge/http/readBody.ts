import { concat } from '../../../bytes/index.ts';
import { TransportError } from '../../../errors/index.ts';

/**
 * The bytes of a request or response, and no more than `maxBytes` of them.
 *
 * @throws {TransportError} for a longer one; what is left of it is not read.
 */
export async function readBody(
  source: { readonly body: ReadableStream<Uint8Array> | null },
  maxBytes: number,
): Promise<Uint8Array> {
  if (!source.body) return new Uint8Array();
  const reader = source.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new TransportError(`has more than ${maxBytes} bytes`, { field: 'body' });
    }
    parts.push(next.value);
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts);
}
