import { type Hex, utf8Decode } from '../../../bytes/index.ts';
import { type KnownVerifiers, type SignatureToVerify, sha256Hex } from '../../../crypto/index.ts';
import { BaseError, VerificationError } from '../../../errors/index.ts';
import { partyKey } from '../../../protocol/ocpi/index.ts';
import { SignatureV1, SignatureV2 } from '../../signature/index.ts';
import { idOf, type Outgoing } from './message.ts';
import type { SignersOf } from './signers.ts';
import { valuesOfRequest, valuesOfResponse } from './values.ts';

/** What has to be signed, and by whom. */
export interface VerifyPolicy {
  /** `required`: what comes without a signature is refused. `optional`: a signature that is there has to be right. `off`: none is looked at. */
  readonly incoming: 'required' | 'optional' | 'off';
  /** The same for the responses to our own requests; default: as `incoming`. */
  readonly answers?: 'required' | 'optional' | 'off';
  /** Whether version 1, which can be forged, counts as a signature. Default: no. */
  readonly acceptV1?: boolean;
  /** Who may sign for a party. */
  readonly signersOf: SignersOf;
  readonly verifiers?: KnownVerifiers;
  /** Asks the chain about contract wallets. */
  readonly ask?: (question: SignatureToVerify) => Promise<boolean>;
}

/** Who has signed; and by which name a message is the same when it comes again. */
export interface Signed {
  readonly signer: Hex;
  readonly version: 1 | 2;
  /** Version 2 alone. */
  readonly name: { readonly key: string; readonly digest: Hex; readonly expires: number } | null;
}

export interface Received extends Outgoing {
  readonly network: string;
  readonly signature: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of a response: when its request was made first. */
  readonly since?: number;
  /** Of a response: who was on the way when its request was made, and may not be any more. */
  readonly rewriters?: readonly Hex[];
}

const FIELD = 'OCN-Signature';

/**
 * Checks the signature of a request.
 *
 * @returns null for one without, where that is allowed.
 * @throws {VerificationError} naming what is wrong.
 */
export async function verifyRequest(received: Received, policy: VerifyPolicy | null): Promise<Signed | null> {
  if (!policy || policy.incoming === 'off') return null;
  const { signature } = received;
  if (!signature) return missing(policy.incoming);
  if (SignatureV2.isV2(signature)) {
    return withSigners(received, policy, (known) => verifyV2(received, signature, known, policy));
  }
  if (!policy.acceptV1) throw new VerificationError('version 1 is not accepted', { field: FIELD });
  const body = received.body.length === 0 ? undefined : parse(received.body);
  return withSigners(received, policy, (known) => verifyV1(signature, valuesOfRequest(received, body), known));
}

/** What the responses to our requests need. */
export function answersPolicy(policy: VerifyPolicy | null | undefined): VerifyPolicy['incoming'] {
  return policy?.answers ?? policy?.incoming ?? 'off';
}

/** As {@link verifyRequest}, for the response to a request of ours. */
export async function verifyResponse(received: Received, policy: VerifyPolicy | null): Promise<Signed | null> {
  const mode = answersPolicy(policy);
  if (!policy || mode === 'off') return null;
  const { signature } = received;
  if (signature && SignatureV2.isV2(signature)) {
    return withSigners(received, policy, (known) => verifyV2(received, signature, known, policy));
  }
  const body = received.body.length === 0 ? {} : parse(received.body);
  const inBody = (body as { readonly ocn_signature?: unknown } | null)?.ocn_signature;
  if (typeof inBody !== 'string' || inBody === '') return missing(mode);
  if (!policy.acceptV1) throw new VerificationError('version 1 is not accepted', { field: FIELD });
  const values = valuesOfResponse(received.headers ?? {}, body as Record<string, unknown>);
  return withSigners(received, policy, (known) => verifyV1(inBody, values, known));
}

function missing(mode: 'required' | 'optional'): null {
  if (mode === 'required') throw new VerificationError('is missing', { field: FIELD });
  return null;
}

interface Known {
  readonly origins: readonly Hex[];
  readonly rewriters: readonly Hex[];
}

/** Whoever was entered or has moved a moment ago is refused by nobody who reads the registry again first. */
async function withSigners<T>(
  received: Received,
  policy: VerifyPolicy,
  check: (known: Known) => Promise<T>,
): Promise<T> {
  const known = await knownSigners(received, policy, false).catch(refusal);
  const checked = known instanceof VerificationError ? known : await check(known).catch(refusal);
  if (!(checked instanceof VerificationError)) return checked;
  const later = await knownSigners(received, policy, true);
  if (JSON.stringify(later) === JSON.stringify(known)) throw checked;
  return check(later);
}

function refusal(error: unknown): VerificationError {
  if (error instanceof VerificationError) return error;
  throw error;
}

async function knownSigners(
  { from, now, rewriters = [] }: Received,
  { signersOf }: VerifyPolicy,
  fresh: boolean,
): Promise<Known> {
  const known = await signersOf(from, now, fresh);
  if (!known)
    throw new VerificationError(`${partyKey(from)} is no party of the network`, { field: 'OCPI-from-party-id' });
  return { origins: known.origins, rewriters: [...known.rewriters, ...rewriters] };
}

async function verifyV2(received: Received, signature: string, known: Known, policy: VerifyPolicy): Promise<Signed> {
  const { from, to, signature: _, now, since, rewriters: __, ...message } = received;
  const verdict = await SignatureV2.assert(
    signature,
    { ...message, from: idOf(from), to: idOf(to) },
    {
      ...known,
      now: Math.floor(now / 1000),
      ...(since !== undefined && { since: Math.floor(since / 1000) }),
      ...(policy.verifiers && { verifiers: policy.verifiers }),
      ...(policy.ask && { ask: policy.ask }),
    },
  );
  const { origin } = verdict;
  // Not what nodes put in its place on the way: a repetition may have been given another link.
  const said = [origin.method, origin.path, partyKey(from), partyKey(to), origin.correlationId, origin.body].join('\n');
  const name = {
    key: `s:${verdict.replayKey}`,
    digest: sha256Hex(new TextEncoder().encode(said)),
    expires: verdict.expires * 1000,
  };
  return { signer: origin.signer, version: 2, name };
}

async function verifyV1(signature: string, values: SignatureV1.ValuesV1, known: Known): Promise<Signed> {
  const verdict = SignatureV1.assert(await SignatureV1.deserialise(signature), values);
  const [foreign] = verdict.unsigned;
  if (foreign !== undefined) throw new VerificationError('was not signed', { field: foreign });
  const [signer = verdict.signatory, ...others] = [...verdict.before, verdict.signatory];
  const isIn = (list: readonly Hex[], one: Hex) => list.some((item) => item.toLowerCase() === one);
  if (!isIn(known.origins, signer)) throw new VerificationError('may not speak for the sender', { field: FIELD });
  if (!others.every((one) => isIn(known.rewriters, one)))
    throw new VerificationError('may not rewrite', { field: FIELD });
  return { signer, version: 1, name: null };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(body));
  } catch (cause) {
    if (cause instanceof BaseError || cause instanceof SyntaxError) {
      throw new VerificationError('is about a body that is no JSON', { field: FIELD, cause });
    }
    throw cause;
  }
}
