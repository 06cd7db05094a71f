import { utf8Decode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** Where the parts of a party's certificate begin that the registry reads, in bytes. */
export interface PartyOffsets {
  /** Of `"kind":"party","notAfter":"`. */
  readonly termsAt: number;
  /** Of `"party":{"countryCode":"`. */
  readonly partyAt: number;
  /** Of `"signer":"0x`. */
  readonly signerAt: number;
}

const marks = {
  termsAt: '"kind":"party","notAfter":"',
  partyAt: '"party":{"countryCode":"',
  signerAt: '"signer":"0x',
} as const;

/** The registry takes offsets of 16 bits. */
const maxOffset = 65_535;

/**
 * Finds the offsets that `setParty` takes, in the canonical bytes of a certificate of the kind `party`.
 *
 * It finds places and judges nothing: whether the certificate is one, is endorsed and names the right party, the contract says.
 * Inside a text of JSON each quotation mark has a backslash before it, so the marks stand nowhere else.
 *
 * @throws {DecodeError} naming what is missing.
 * @example
 * ```ts
 * const { termsAt, partyAt, signerAt } = locateParty(Certificate.encode(certificate));
 * ```
 */
export function locateParty(certificate: Uint8Array): PartyOffsets {
  const text = utf8Decode(certificate, { field: 'certificate' });
  return {
    termsAt: offsetOf(text, 'termsAt', 'is not of the kind party', 'certificate.kind'),
    partyAt: offsetOf(text, 'partyAt', 'names no party', 'certificate.subject.party'),
    signerAt: offsetOf(text, 'signerAt', 'names no signer', 'certificate.subject.signer'),
  };
}

function offsetOf(text: string, name: keyof typeof marks, problem: string, field: string): number {
  const [before, ...rest] = text.split(marks[name]);
  if (rest.length === 0) throw new DecodeError(problem, { field });
  if (rest.length > 1) throw new DecodeError('is there twice', { field });
  // Characters are not bytes: a name may have others than those of ASCII.
  const offset = new TextEncoder().encode(before).length;
  if (offset > maxOffset) throw new DecodeError(`begins after byte ${maxOffset}`, { field });
  return offset;
}
