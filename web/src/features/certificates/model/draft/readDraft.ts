import { encodeCanonicalJson, type Json, toBase64url } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { KnownVerifiers } from '@gridseal/sdk/crypto';
import { DecodeError, VerificationError } from '@gridseal/sdk/errors';
import { Enrolment } from '@gridseal/sdk/identity';
import { type Draft, draftOf, emptyDraft } from './draft.ts';

/** What a draft is begun with where a file does not say. */
export interface ReadContext {
  /** Block time in seconds since 1970. */
  readonly now: number;
  readonly serial: Uint8Array;
  readonly verifiers: KnownVerifiers;
}

/** A draft, and what it was made of. */
export interface ReadDraft {
  readonly draft: Draft;
  readonly from: 'certificate' | 'enrolment' | 'proposal';
  /** False for an enrolment request of which only the chain could tell whether its signer signed it: people compare the signer. */
  readonly isProven: boolean;
}

/** No file that a draft is made of is longer. */
export const MAX_DRAFT_FILE = 262_144;

/**
 * A draft from JSON: a certificate (the same bytes come out of it, as long as nothing is changed), a proposal that has one in it, or a
 * device's enrolment request, whose proof is checked.
 *
 * @throws {DecodeError} naming the field. @throws {VerificationError} if the enrolment's proof is not its signer's.
 */
export function readDraft(text: string, context: ReadContext): ReadDraft {
  if (text.length > MAX_DRAFT_FILE) throw new DecodeError('is too long for a certificate', { field: 'file' });
  const json = parse(text);
  const { type, certificate } = json as { readonly type?: unknown; readonly certificate?: Json };
  if (type === 'gridseal/enrolment/v1') return draftOfEnrolment(json, context);
  if (type === 'gridseal/proposal/v1' && certificate) {
    return { draft: draftOf(Certificate.fromJson(certificate)), from: 'proposal', isProven: true };
  }
  return { draft: draftOf(Certificate.fromJson(json)), from: 'certificate', isProven: true };
}

function parse(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json;
  } catch (cause) {
    throw new DecodeError('is not JSON', { field: 'file', cause });
  }
  throw new DecodeError('is neither a certificate nor an enrolment request', { field: 'file' });
}

function draftOfEnrolment(json: object, { now, serial, verifiers }: ReadContext): ReadDraft {
  const enrolment = Enrolment.decode(encodeCanonicalJson(json as Json));
  const proof = Enrolment.verify(enrolment, verifiers);
  if (proof === false) {
    throw new VerificationError('is not signed by the signer that it names', { field: 'enrolment.proof' });
  }
  const { name, signer, keys } = enrolment;
  const draft: Draft = {
    ...emptyDraft('device', now, serial),
    name,
    signer,
    keys: keys.map(({ use, algorithm, publicKey }) => ({ use, algorithm, publicKey: toBase64url(publicKey) })),
  };
  return { draft, from: 'enrolment', isProven: proof === true };
}
