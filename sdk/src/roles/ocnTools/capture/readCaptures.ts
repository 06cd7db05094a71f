import { utf8Decode } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { MessageInspector } from '../../../ocn/signature/index.ts';
import { isHttpText, readHttpText } from './httpText.ts';
import { readJsonCaptures } from './jsonCaptures.ts';

/** A message that somebody has recorded. */
export interface Capture {
  /** Which one of several, in words. */
  readonly label: string;
  readonly message: MessageInspector.InspectedMessage;
  /** The signature, where the message was recorded apart from it, or nothing else was. */
  readonly signature: string | null;
  /** When it was recorded, in seconds since 1970. */
  readonly time: number | null;
}

/**
 * Reads messages as tools write them: HTTP as text (as from `curl -i`), a HAR file of a browser or proxy, JSON, or a signature alone.
 *
 * The bytes of bodies stay as they are as far as the form keeps them: a signature is over bytes.
 *
 * @param field What names the input in errors.
 * @throws {DecodeError} naming the place.
 * @example
 * ```ts
 * for (const { label, message } of readCaptures(await readFile('session.har'), 'session.har')) console.log(label, message.path);
 * ```
 */
export function readCaptures(bytes: Uint8Array, field: string): readonly Capture[] {
  if (isHttpText(bytes)) return [readHttpText(bytes, field)];
  const text = utf8Decode(bytes, { field })
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') throw new DecodeError('is empty', { field });
  if (/^[[{]/.test(text)) return readJsonCaptures(text, field);
  const signature = text.replace(/^ocn-signature:\s*/i, '');
  if (/\s/.test(signature)) {
    throw new DecodeError('is no HTTP message, no HAR file, no JSON and no signature', { field });
  }
  return [{ label: 'signature', message: {}, signature, time: null }];
}
