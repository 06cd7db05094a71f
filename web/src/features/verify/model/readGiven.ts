import type { Hex } from '@gridseal/sdk/bytes';
import { Bundle, Certificate } from '@gridseal/sdk/certificate';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { BaseError } from '@gridseal/sdk/errors';

/** What somebody gave to be verified. Nothing of it is verified yet. */
export type Given =
  | { readonly kind: 'bundle'; readonly digest: Hex; readonly bundle: Bundle.Bundle }
  | {
      readonly kind: 'certificate';
      readonly digest: Hex;
      readonly certificate: Certificate.Certificate;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'digest'; readonly digest: Hex; readonly isOfFile: boolean }
  /** `message` is a sentence of the decoder; it may quote the file. */
  | { readonly kind: 'problem'; readonly what: 'unknown' | 'bundle' | 'certificate'; readonly message: string };

const DIGEST = /0x[0-9a-f]{64}(?![0-9a-f])/i;
const MAX_LINK = 2_048;

/**
 * What pasted text is: JSON of a file, a digest, or a link with one in it.
 *
 * @example
 * ```ts
 * readText('https://…/#/certificates/0x12…'); // { kind: 'digest', digest: '0x12…', isOfFile: false }
 * ```
 */
export function readText(text: string): Given {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const bytes = new TextEncoder().encode(trimmed);
    return readDocument(bytes, trimmed) ?? { kind: 'problem', what: 'unknown', message: '' };
  }
  const digest = trimmed.length <= MAX_LINK ? digestIn(trimmed) : undefined;
  if (digest) return { kind: 'digest', digest, isOfFile: false };
  return { kind: 'problem', what: 'unknown', message: '' };
}

/** What a file is. Of one that is neither certificate nor bundle, the digest is looked for. */
export function readFile(bytes: Uint8Array): Given {
  const text = new TextDecoder().decode(bytes.subarray(0, Bundle.MAX_BUNDLE_BYTES));
  const document = readDocument(bytes, text);
  if (document) return document;
  const digest = bytes.length <= MAX_LINK ? digestIn(text.trim()) : undefined;
  if (digest) return { kind: 'digest', digest, isOfFile: false };
  return { kind: 'digest', digest: sha256Hex(bytes), isOfFile: true };
}

/** The digest itself, or the last one of a link: paths end with what they are about. */
function digestIn(text: string): Hex | undefined {
  if (!/^(0x[0-9a-f]{64}$|https?:|ipfs:|#?\/)/i.test(text)) return undefined;
  return DIGEST.exec(text)?.[0].toLowerCase() as Hex | undefined;
}

function readDocument(bytes: Uint8Array, text: string): Given | null {
  const type = typeOf(text);
  if (type === 'gridseal/bundle/v1') {
    return attempt('bundle', () => ({ kind: 'bundle', digest: sha256Hex(bytes), bundle: Bundle.decode(bytes) }));
  }
  if (type === 'gridseal/certificate/v1') {
    return attempt('certificate', () => {
      const certificate = Certificate.decode(bytes);
      return { kind: 'certificate', digest: sha256Hex(bytes), certificate, bytes };
    });
  }
  return null;
}

function typeOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  } catch {
    return undefined;
  }
}

function attempt(what: 'bundle' | 'certificate', read: () => Given): Given {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const message = error.field ? `${error.field} ${error.shortMessage}` : error.shortMessage;
    return { kind: 'problem', what, message };
  }
}
