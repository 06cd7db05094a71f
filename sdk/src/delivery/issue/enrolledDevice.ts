import type { Hex } from '../../bytes/index.ts';
import { isKemAlgorithm, type KemAlgorithm, type KnownVerifiers } from '../../crypto/index.ts';
import type { Recipient } from '../../envelope/index.ts';
import { ArgumentError, VerificationError } from '../../errors/index.ts';
import { Enrolment } from '../../identity/index.ts';
import { signerId } from '../subject/index.ts';

/** A device that something can be issued to. */
export interface EnrolledDevice {
  /** keccak256 of its signer. */
  readonly id: Hex;
  readonly enrolment: Enrolment;
  /** The HPKE key in force: the enrolled one, or what the latest claim names. */
  readonly key: Recipient;
  /** Where the latest claim stands that has been looked at; null before the first. */
  readonly claim: {
    readonly block: number;
    readonly logIndex: number;
    readonly epoch: number;
    readonly record: Hex;
  } | null;
}

/**
 * Takes an enrolment request in. Whether it comes from the right device is for the caller to say: compare `signer` with what the
 * device shows.
 *
 * @throws {DecodeError} for what is no request. @throws {VerificationError} if the proof is not the signer's. @throws
 * {ArgumentError} if nothing could be sealed to the device.
 * @example `const device = enrolledDevice(bytes, verifiersOf(chain.addresses))`
 */
export function enrolledDevice(request: Uint8Array, verifiers: KnownVerifiers): EnrolledDevice {
  const enrolment = Enrolment.decode(request);
  if (Enrolment.verify(enrolment, verifiers) !== true) {
    throw new VerificationError('is not the signature of the device that the request names', {
      field: 'enrolment.proof',
    });
  }
  const key = enrolment.keys.find(({ use, algorithm }) => use === 'encrypt' && isKemAlgorithm(algorithm));
  if (key === undefined) throw new ArgumentError('has no key to seal to', { field: 'enrolment.keys' });
  const recipient = { algorithm: key.algorithm as KemAlgorithm, publicKey: key.publicKey };
  return { id: signerId(enrolment.signer), enrolment, key: recipient, claim: null };
}
