import { derTags, fromBase64, readDer } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** More than any chain or request needs. */
const MAX_CHARACTERS = 262_144;

/**
 * The contents of all blocks of a PEM text (RFC 7468), which have to have one label, with nothing but white space between them.
 * Each is one DER value of exactly its length.
 *
 * @throws {DecodeError} naming `field`.
 */
export function readPem(text: string, label: string, field: string): readonly Uint8Array<ArrayBuffer>[] {
  if (typeof text !== 'string' || text.length > MAX_CHARACTERS)
    throw new DecodeError('is not PEM, or too long', { field });
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  const pattern = new RegExp(`\\s*-----BEGIN ${label}-----\\s*\\n([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'y');
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const bytes = new Uint8Array(fromBase64((match[1] as string).replace(/\s/g, ''), field));
    assertOneValue(bytes, field);
    blocks.push(bytes);
    end = pattern.lastIndex;
  }
  if (blocks.length === 0 || text.slice(end).trim() !== '') throw new DecodeError(`is not PEM of ${label}`, { field });
  return blocks;
}

/** @throws {DecodeError} unless it is a SEQUENCE whose length is written as DER wants it, and is that of the rest. */
export function assertOneValue(bytes: Uint8Array, field: string): void {
  const whole = readDer(bytes, field);
  try {
    whole.read(derTags.sequence, 'SEQUENCE');
    whole.end();
  } catch (cause) {
    throw new DecodeError('is not one DER value of its own length', { field, cause });
  }
}
