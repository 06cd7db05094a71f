import { DecodeError } from '../errors/index.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws {DecodeError} if the bytes are not UTF-8. */
export function utf8Decode(bytes: Uint8Array, options: { readonly field?: string } = {}): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError('is not UTF-8', { field: options.field ?? 'text', cause });
  }
}
