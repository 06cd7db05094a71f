import { type Hex, toHex } from '../../bytes/index.ts';
import { ArgumentError, BaseError } from '../../errors/index.ts';
import { idOf, type OccCertificate, signedBytes } from './form.ts';
import type { OccKey, OccQuorum } from './occQuorum.ts';
import { verifyMessage } from './p521.ts';
import { bytesOf, type OccSignature, idOf as signatureIdOf } from './signature.ts';
import { momentOf } from './time.ts';

/** Why a signature counts for nobody. */
export type OccSignatureReason = 'wrongId' | 'malformed' | 'unknownKey' | 'repeated';

/** A signature as it stands in the certificate. Its names are what the file says: nobody has signed them. */
export interface OccSignatureVerdict {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly eMail?: string;
  /** Absent for one that counts. */
  readonly reason?: OccSignatureReason;
  readonly explanation?: string;
}

/** A key of the quorum, by the name that the verifier knows it by. */
export interface OccMemberVerdict {
  readonly name: string;
  readonly publicKey: Hex;
  /** The signature that counts. */
  readonly signature?: OccSignatureVerdict;
}

/** Why a certificate is not valid. */
export interface OccProblem {
  readonly problem: 'wrongId' | 'notYetValid' | 'expired' | 'threshold';
  readonly explanation: string;
}

/** What became of a certificate and of each signer: data, to be shown or sent on. */
export interface OccVerdict {
  /** The id that belongs to the content. */
  readonly id: string;
  readonly valid: boolean;
  readonly problems: readonly OccProblem[];
  /** How many signers are needed, and how many more than have signed; 0 when there are enough. */
  readonly threshold: number;
  readonly missing: number;
  readonly signed: readonly OccMemberVerdict[];
  readonly unsigned: readonly OccMemberVerdict[];
  /** Signatures that count for nobody. */
  readonly invalid: readonly OccSignatureVerdict[];
}

/**
 * Verifies a certificate against the keys that the verifier trusts. Each key counts once, whatever the number of its signatures;
 * which key has made a signature is found by trying them all. At most 16 signatures and 16 keys: 256 checks.
 *
 * @param options.at Seconds since 1970 for which it has to be valid.
 * @example
 * ```ts
 * const { valid, signed, missing } = OccCertificate.verify(certificate, { quorum: OccQuorum.fundamental(), at: now });
 * ```
 */
export function verify(
  certificate: OccCertificate,
  options: { readonly quorum: OccQuorum; readonly at: number },
): OccVerdict {
  const { quorum, at } = options;
  if (!Number.isFinite(at)) throw new ArgumentError('is not a number of seconds', { field: 'at' });
  const message = signedBytes(certificate);
  const counted = new Map<OccKey, OccSignatureVerdict>();
  const invalid: OccSignatureVerdict[] = [];
  for (const [index, signature] of (certificate.signatures ?? []).entries()) {
    const found = check(signature, index, message, quorum);
    if (found.key && !counted.has(found.key)) counted.set(found.key, found.verdict);
    else invalid.push(found.key ? repeated(found.verdict, found.key) : found.verdict);
  }
  const members = quorum.keys.map((key) => memberVerdict(key, counted.get(key)));
  const missing = Math.max(0, quorum.threshold - counted.size);
  const problems = [...problemsOf(certificate, at), ...tooFew(missing, quorum, counted.size)];
  return {
    id: idOf(certificate),
    valid: problems.length === 0,
    problems,
    threshold: quorum.threshold,
    missing,
    signed: members.filter(({ signature }) => signature !== undefined),
    unsigned: members.filter(({ signature }) => signature === undefined),
    invalid,
  };
}

function check(
  signature: OccSignature,
  index: number,
  message: Uint8Array,
  { keys }: OccQuorum,
): { readonly verdict: OccSignatureVerdict; readonly key?: OccKey } {
  const { '@id': id, name, eMail } = signature;
  const verdict = { index, id, name, ...(eMail === undefined ? {} : { eMail }) };
  const fail = (reason: OccSignatureReason, explanation: string) => ({ verdict: { ...verdict, reason, explanation } });
  let bytes: Uint8Array;
  try {
    bytes = bytesOf(signature, `signatures[${index}]`);
  } catch (error) {
    if (error instanceof BaseError) return fail('malformed', error.field ? `${error.field} ${error.shortMessage}` : '');
    throw error;
  }
  if (signatureIdOf(signature) !== id) return fail('wrongId', 'its id is not that of its content: somebody changed it');
  const key = keys.find(({ publicKey }) => verifyMessage(publicKey, message, bytes));
  return key ? { verdict, key } : fail('unknownKey', 'no key of the quorum has made it, or not of this certificate');
}

function repeated(verdict: OccSignatureVerdict, key: OccKey): OccSignatureVerdict {
  return { ...verdict, reason: 'repeated', explanation: `${key.name} has signed already, and counts once` };
}

function memberVerdict({ name, publicKey }: OccKey, signature: OccSignatureVerdict | undefined): OccMemberVerdict {
  return { name, publicKey: toHex(publicKey), ...(signature ? { signature } : {}) };
}

function problemsOf(certificate: OccCertificate, at: number): OccProblem[] {
  const problems: OccProblem[] = [];
  const { '@id': id, notBefore, notAfter } = certificate;
  if (idOf(certificate) !== id) {
    problems.push({ problem: 'wrongId', explanation: 'its id is not that of its content: somebody changed it' });
  }
  if (at * 1000 < momentOf(notBefore, 'notBefore')) {
    problems.push({ problem: 'notYetValid', explanation: `is valid from ${notBefore}` });
  }
  if (at * 1000 > momentOf(notAfter, 'notAfter')) {
    problems.push({ problem: 'expired', explanation: `was valid until ${notAfter}` });
  }
  return problems;
}

function tooFew(missing: number, { threshold, keys }: OccQuorum, signed: number): OccProblem[] {
  if (missing === 0) return [];
  const explanation = `${signed} of ${keys.length} keys have signed, ${threshold} are needed`;
  return [{ problem: 'threshold', explanation }];
}
