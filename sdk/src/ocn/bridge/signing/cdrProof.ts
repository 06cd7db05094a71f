import { fromBase64url, type Hex } from '../../../bytes/index.ts';
import { type KnownVerifiers, type SignatureToVerify, sha256Hex } from '../../../crypto/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import {
  type Cdr,
  cdrSchema,
  decode,
  decodeJson,
  type Party,
  sameCiString,
  sameParty,
} from '../../../protocol/ocpi/index.ts';
import { SignatureV1, SignatureV2 } from '../../signature/index.ts';
import { valuesOfRequest } from './values.ts';

/**
 * A CDR as it came, and the signature it came with: what shows later, to anybody and with no connection, who sent it and that nothing of
 * it was changed.
 */
export interface CdrProof {
  readonly type: 'gridseal/cdr-proof/v1';
  readonly owner: Party;
  readonly id: string;
  /** SHA-256 of {@link body}. */
  readonly digest: Hex;
  /** The very bytes that were received: base64url. */
  readonly body: string;
  /** The header `OCN-Signature`, with all its links; null for a CDR that came without one. */
  readonly signature: string | null;
  readonly message: {
    readonly network: string;
    readonly method: string;
    readonly path: string;
    readonly requestId: string;
    readonly correlationId: string;
    readonly from: Party;
    readonly to: Party;
  };
  /** Milliseconds since 1970, by the receiver's clock. */
  readonly received: number;
}

/** Who may have signed, at the time when the CDR was sent. */
export interface ProofRules {
  readonly origins: readonly Hex[];
  readonly rewriters?: readonly Hex[];
  readonly verifiers?: KnownVerifiers;
  readonly ask?: (question: SignatureToVerify) => Promise<boolean>;
}

/**
 * Checks a proof: that its signature is of one of `origins`, and is about this CDR.
 *
 * @returns The CDR, who signed it, and when that was (null with version 1, which does not say).
 * @throws {VerificationError} naming what is wrong.
 * @example `const { signer, issued } = await verifyCdrProof(proof, { origins: [owner], rewriters: [operator] })`
 */
export async function verifyCdrProof(
  proof: CdrProof,
  rules: ProofRules,
): Promise<{ readonly cdr: Cdr; readonly signer: Hex; readonly issued: string | null; readonly version: 1 | 2 }> {
  const body = fromBase64url(proof.body, { field: 'proof.body' });
  if (sha256Hex(body) !== proof.digest)
    throw new VerificationError('is not the digest of the body', { field: 'proof.digest' });
  const cdr = decode(cdrSchema, decodeJson(body, 'cdr'), 'cdr');
  if (!sameParty(cdr, proof.owner) || !sameCiString(cdr.id, proof.id)) {
    throw new VerificationError('is of another CDR', { field: 'proof.id' });
  }
  if (!sameParty(cdr, proof.message.from)) throw new VerificationError('is not who sent it', { field: 'proof.owner' });
  if (proof.signature === null) throw new VerificationError('is missing', { field: 'proof.signature' });
  return SignatureV2.isV2(proof.signature)
    ? checkV2(proof, proof.signature, body, cdr, rules)
    : checkV1(proof, proof.signature, cdr, rules);
}

async function checkV2(proof: CdrProof, signature: string, body: Uint8Array, cdr: Cdr, rules: ProofRules) {
  const { from, to, ...message } = proof.message;
  const verdict = await SignatureV2.assert(
    signature,
    { ...message, from: name(from), to: name(to), body },
    { ...rules, now: Math.floor(proof.received / 1000) },
  );
  return { cdr, signer: verdict.origin.signer, issued: verdict.origin.issued, version: 2 as const };
}

async function checkV1(proof: CdrProof, signature: string, cdr: Cdr, rules: ProofRules) {
  const verdict = SignatureV1.assert(await SignatureV1.deserialise(signature), valuesOfRequest(proof.message, cdr));
  const [foreign] = verdict.unsigned;
  if (foreign !== undefined) throw new VerificationError('was not signed', { field: foreign });
  const signer = verdict.before[0] ?? verdict.signatory;
  const isKnown = (list: readonly Hex[], one: Hex) => list.some((known) => known.toLowerCase() === one);
  if (!isKnown(rules.origins, signer))
    throw new VerificationError('may not speak for the sender', { field: 'signatory' });
  const others = [...verdict.before, verdict.signatory].slice(1);
  if (!others.every((one) => isKnown(rules.rewriters ?? [], one)))
    throw new VerificationError('may not rewrite', { field: 'signatory' });
  return { cdr, signer, issued: null, version: 1 as const };
}

const name = ({ country_code, party_id }: Party) => ({ countryCode: country_code, partyId: party_id });
