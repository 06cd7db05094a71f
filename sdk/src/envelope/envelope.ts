import { primitives } from '#primitives';
import { concat, equalBytes, utf8Encode } from '../bytes/index.ts';
import {
  Hpke,
  type Hpke as HpkeOf,
  type KemAlgorithm,
  kemAlgorithms,
  type OpeningKey,
  type RandomBytes,
  randomBytes,
  sha256,
  wipe,
} from '../crypto/index.ts';
import { ArgumentError, DecodeError, FileError, VerificationError } from '../errors/index.ts';
import { type DeliveryContext, encodeDeliveryContext } from './deliveryContext.ts';
import { decodeHeader, encodeHeader, keyId, type Stanza } from './envelopeHeader.ts';
import { pad, paddedSize, unpad } from './padding.ts';

/** A public key that an envelope is sealed to. */
export interface Recipient {
  readonly algorithm: KemAlgorithm;
  readonly publicKey: Uint8Array;
}

/** What `Envelope.seal` takes. */
export interface EnvelopeSealing {
  /** 1 to 64, each once. */
  readonly recipients: readonly Recipient[];
  readonly context: DeliveryContext;
  readonly plaintext: Uint8Array;
  /** For the content key; the platform's generator unless given. */
  readonly randomBytes?: RandomBytes;
  readonly hpke?: HpkeOf;
}

/** What `Envelope.open` takes. */
export interface EnvelopeOpening {
  readonly envelope: Uint8Array;
  /** All that the holder still has, in any order. */
  readonly keys: readonly OpeningKey[];
  readonly context: DeliveryContext;
  readonly hpke?: HpkeOf;
}

/** The largest envelope, in bytes. */
export const MAX_ENVELOPE_SIZE = 1_048_576;
const TAG_SIZE = 16;
const zeroNonce = new Uint8Array(12);
const infoDomain = concat(utf8Encode('gridseal/envelope/v1'), Uint8Array.of(0));

/** Seals bytes to one or several public keys, for one purpose. */
async function seal(sealing: EnvelopeSealing): Promise<Uint8Array> {
  const { recipients, context, plaintext, hpke = Hpke } = sealing;
  if (paddedSize(plaintext.length) > MAX_ENVELOPE_SIZE) throw tooLarge();
  const info = concat(infoDomain, encodeDeliveryContext(context));
  const contentKey = (sealing.randomBytes ?? randomBytes)(32);
  const padded = pad(plaintext);
  try {
    const stanzas: Stanza[] = [];
    for (const { algorithm, publicKey } of recipients) {
      const { enc, ciphertext } = await hpke.seal({ algorithm, publicKey, info, plaintext: contentKey });
      const kemId = kemAlgorithms[algorithm].id;
      stanzas.push({ kemId, algorithm, keyId: keyId(algorithm, publicKey), enc, sealedKey: ciphertext });
    }
    const header = encodeHeader(stanzas);
    if (header.length + padded.length + TAG_SIZE > MAX_ENVELOPE_SIZE) throw tooLarge();
    return concat(header, primitives.sealAes256Gcm(contentKey, zeroNonce, sha256(header), padded));
  } finally {
    wipe(contentKey, padded);
  }
}

/** Opens an envelope with whichever of the holder's keys it is sealed to. */
async function open({ envelope, keys, context, hpke = Hpke }: EnvelopeOpening): Promise<Uint8Array | null> {
  if (envelope.length > MAX_ENVELOPE_SIZE) {
    throw new DecodeError(`has ${envelope.length} bytes; ${MAX_ENVELOPE_SIZE} are the most`, { field: 'envelope' });
  }
  const { stanzas, size } = decodeHeader(envelope);
  const payload = envelope.subarray(size);
  if (payload.length < TAG_SIZE || (payload.length - TAG_SIZE) % 256 !== 0) {
    throw new DecodeError('has a length that no padded plaintext has', { field: 'envelope.payload' });
  }
  const match = findStanza(stanzas, keys);
  if (match === null) return null;
  const info = concat(infoDomain, encodeDeliveryContext(context));
  const { enc, sealedKey } = match.stanza;
  const contentKey = await hpke.open({ ...match.key, enc, ciphertext: sealedKey, info }).catch((cause) => {
    // A key that cannot be used now says nothing of the envelope.
    if (cause instanceof FileError) throw cause;
    throw new VerificationError('does not open with the key that it names, for this purpose', {
      field: 'envelope.recipients',
      cause,
    });
  });
  return openPayload(contentKey, sha256(envelope.subarray(0, size)), payload);
}

function findStanza(stanzas: readonly Stanza[], keys: readonly OpeningKey[]) {
  for (const key of keys) {
    const id = keyId(key.algorithm, key.publicKey);
    const stanza = stanzas.find((one) => one.algorithm === key.algorithm && equalBytes(one.keyId, id));
    if (stanza !== undefined) return { key, stanza };
  }
  return null;
}

/** Which of the holder's keys an envelope is sealed to; null if none. */
function recipientOf(envelope: Uint8Array, keys: readonly OpeningKey[]): OpeningKey | null {
  return findStanza(decodeHeader(envelope).stanzas, keys)?.key ?? null;
}

function openPayload(contentKey: Uint8Array, aad: Uint8Array, payload: Uint8Array): Uint8Array {
  let padded: Uint8Array | undefined;
  try {
    padded = primitives.openAes256Gcm(contentKey, zeroNonce, aad, payload);
    return unpad(padded);
  } catch (cause) {
    if (cause instanceof VerificationError) throw cause;
    throw new VerificationError('was changed: its tag does not hold', { field: 'envelope.payload', cause });
  } finally {
    wipe(contentKey, padded);
  }
}

function tooLarge(): ArgumentError {
  return new ArgumentError(`makes an envelope of more than ${MAX_ENVELOPE_SIZE} bytes`, { field: 'plaintext' });
}

/**
 * Bytes sealed to one or several keys (docs/spec/envelope.md).
 *
 * - `seal` throws {ArgumentError} for wrong recipients and for what is too large.
 * - `open` gives null if the envelope is for none of the keys; it throws {DecodeError} for what is no envelope and
 *   {VerificationError} for one that names a key and does not open with it, for this purpose; what a held key throws as {FileError}.
 * - `recipientOf` tells which of the holder's keys an envelope is sealed to; null if none.
 * - `decodeHeader` reads the recipients without any key.
 *
 * @example
 * ```ts
 * const envelope = await Envelope.seal({ recipients: [pair], context, plaintext });
 * await Envelope.open({ envelope, keys: [pair], context }); // plaintext
 * ```
 */
export const Envelope = { seal, open, recipientOf, decodeHeader, keyId } as const;
