import { encodeCanonicalJson, fromBase64url, type Hex, type Json, utf8Decode, utf8Encode } from '@gridseal/sdk/bytes';
import { isKemAlgorithm } from '@gridseal/sdk/crypto';
import { signerId } from '@gridseal/sdk/delivery/subject';
import type { Recipient } from '@gridseal/sdk/envelope';
import { ArgumentError } from '@gridseal/sdk/errors';
import { Enrolment } from '@gridseal/sdk/identity';

/** An enrolment request, taken apart. Whether its proof holds is another question. */
export interface DeviceRequest {
  readonly id: Hex;
  readonly enrolment: Enrolment;
  /** The key to seal to until the device's first claim. */
  readonly key: Recipient;
  /** The canonical bytes. */
  readonly request: Uint8Array;
}

/**
 * Takes an enrolment request apart.
 *
 * @throws {DecodeError} with the path of the field. @throws {ArgumentError} if it has no key to seal to.
 * @example `const { id, enrolment } = readRequest(file.bytes)`
 */
export function readRequest(bytes: Uint8Array): DeviceRequest {
  const request = canonical(bytes);
  const enrolment = Enrolment.decode(request);
  for (const { use, algorithm, publicKey } of enrolment.keys) {
    if (use !== 'encrypt' || !isKemAlgorithm(algorithm)) continue;
    return { id: signerId(enrolment.signer), enrolment, key: { algorithm, publicKey }, request };
  }
  throw new ArgumentError('has no key to seal to', { field: 'enrolment.keys' });
}

/** No request is longer; what comes from codes and clipboards may be anything. */
const maxBytes = 131_072;

/**
 * Mail programs and editors change white space, and codes are shorter in base64url: the proof is of the canonical bytes, so it
 * says whether anything else has changed.
 */
function canonical(bytes: Uint8Array): Uint8Array {
  if (bytes.length > maxBytes) return bytes;
  try {
    const text = utf8Decode(bytes, { field: 'enrolment' }).trim();
    if (/^[A-Za-z0-9_-]+$/.test(text)) return fromBase64url(text, { field: 'enrolment' });
    return encodeCanonicalJson(JSON.parse(text) as Json);
  } catch {
    return bytes;
  }
}

/** As {@link readRequest} for what was pasted or scanned. */
export function readRequestText(text: string): DeviceRequest {
  return readRequest(utf8Encode(text));
}
