import { utf8Decode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** Certificates nest three deep. */
const MAX_DEPTH = 8;

/**
 * Reads JSON that has one spelling but for white space: no member twice, no needless escape, no other form of a number. What is
 * parsed and what was written are then the same, and the compact form of one is that of the other, in the order that was given.
 *
 * @throws {DecodeError} naming `field`, never quoting what was read.
 */
export function readPlainJson(bytes: Uint8Array, field: string): unknown {
  const text = utf8Decode(bytes, { field });
  const compact = withoutSpace(text, field);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DecodeError('is not JSON', { field });
  }
  if (JSON.stringify(value) !== compact) {
    throw new DecodeError('is not plain JSON: a member stands twice, or is spelt in an unusual way', { field });
  }
  return value;
}

/** The text without white space outside of strings. The caller parses the original: what is no JSON is found there. */
function withoutSpace(text: string, field: string): string {
  let [compact, depth, from] = ['', 0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '"') i = endOfString(text, i);
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (/[ \t\r\n]/.test(character)) {
      compact += text.slice(from, i);
      from = i + 1;
    }
    if (depth > MAX_DEPTH) throw new DecodeError(`is nested more than ${MAX_DEPTH} deep`, { field });
  }
  return compact + text.slice(from);
}

/** Where the string ends that begins at `start`; the end of the text, if nowhere. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
