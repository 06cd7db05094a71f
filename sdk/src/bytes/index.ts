export { compareBytes, concat, equalBytes } from './arrays.ts';
export { fromBase64url, toBase64url } from './base64url.ts';
export { decodeCanonicalJson, encodeCanonicalJson, type Json } from './canonicalJson.ts';
export { type Codec, fromCid, toCid } from './cid.ts';
export { fromHex, type Hex, isHex, toHex } from './hex.ts';
export { hiddenCharacters } from './hiddenCharacters.ts';
export { readHex, readInteger, readList, readObject, readOneOf, readText } from './readJson.ts';
export { formatTimestamp, parseTimestamp } from './timestamp.ts';
export { utf8Decode, utf8Encode } from './utf8.ts';
