import { encodeCanonicalJson, equalBytes, fromBase64url, utf8Decode } from '../../../bytes/index.ts';

/** Whether two texts are the same JSON value, however it is written. The first is base64url. */
export function sameJson(kept: string, received: Uint8Array): boolean {
  const before = fromBase64url(kept);
  return equalBytes(before, received) || equalBytes(canonical(before), canonical(received));
}

const canonical = (bytes: Uint8Array): Uint8Array => encodeCanonicalJson(JSON.parse(utf8Decode(bytes)));
