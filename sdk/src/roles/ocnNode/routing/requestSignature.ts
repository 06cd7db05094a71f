import type { Hex, Json } from '../../../bytes/index.ts';
import type { DirectoryParty } from '../../../chain/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import { decodedQuery } from '../../../ocn/message/index.ts';
import { SignatureV1, SignatureV2 } from '../../../ocn/signature/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import { noBody, type Routed, type View } from './routed.ts';
import { expiresOf, isParty, originsOf } from './signers.ts';

/** What is known of who signed a message. */
export interface Proof {
  readonly version: 1 | 2 | null;
  /** Not its node for it. */
  readonly byParty: boolean;
  /** When a signature of version 2 ends, in seconds since 1970. */
  readonly expires: number | null;
}

export const unsigned: Proof = { version: null, byParty: false, expires: null };

/** Seconds for which a node's own signatures are good. */
export const LIFETIME = 300;

export const idOf = ({ country_code, party_id }: Party) => ({ countryCode: country_code, partyId: party_id });

export const secondsOf = (now: number): number => Math.floor(now / 1_000);

export function requestV2(network: string, message: Routed, view: View): SignatureV2.MessageV2 {
  const { method, correlationId, from } = message;
  const { path, requestId, to, body } = view;
  return { network, method, path, requestId, correlationId, from: idOf(from), to: idOf(to), body: body ?? noBody };
}

/** In the order of the original network. */
export function requestV1(message: Routed, { to, query, json }: View): SignatureV1.ValuesV1 {
  return {
    headers: {
      'x-correlation-id': message.correlationId,
      'ocpi-from-country-code': message.from.country_code,
      'ocpi-from-party-id': message.from.party_id,
      'ocpi-to-country-code': to.country_code,
      'ocpi-to-party-id': to.party_id,
    },
    params: Object.fromEntries(decodedQuery(query, 'query')),
    body: json as Json | undefined,
  };
}

/** Who may have signed, and changed, a message. */
export interface Accepted {
  readonly party: DirectoryParty;
  /** The operator of the party's node, and its key: they may sign for it. */
  readonly nodes: readonly Hex[];
  /** Those of every node on the way. */
  readonly rewriters: readonly Hex[];
  /** Whether the receiver may be another than the sender has named: copies for services. */
  readonly isCopy: boolean;
}

/** @throws {VerificationError} naming what was changed, or who may not sign. */
export async function verifyV2(
  { self, now }: NodeContext,
  message: Routed,
  view: View,
  accepted: Accepted,
): Promise<Proof> {
  const header = message.signature as string;
  const verdict = await SignatureV2.assert(header, requestV2(self.network, message, view), {
    now: secondsOf(now()),
    origins: originsOf(accepted.party, accepted.nodes),
    rewriters: accepted.rewriters,
    changes: ['path', 'requestId', 'links', 'responseUrl', ...(accepted.isCopy ? (['to'] as const) : [])],
  });
  return { version: 2, byParty: isParty(verdict.origin.signer, accepted.party), expires: verdict.expires };
}

/** @throws {VerificationError} as {@link verifyV2}; also for values that nobody has signed, which the original lets pass. */
export async function verifyV1(message: Routed, view: View, accepted: Accepted): Promise<Proof> {
  const signature = await SignatureV1.deserialise(message.signature as string);
  const verdict = SignatureV1.assert(signature, requestV1(message, view));
  return { version: 1, expires: null, byParty: assertSignatories(verdict, accepted) };
}

/** @returns whether the party itself was the first to sign. */
export function assertSignatories(
  verdict: SignatureV1.VerdictV1 & { readonly valid: true },
  { party, nodes, rewriters }: Accepted,
): boolean {
  const field = 'OCN-Signature';
  const [unsignedValue] = verdict.unsigned;
  if (unsignedValue !== undefined) throw new VerificationError('has not signed this', { field: unsignedValue });
  const [first, ...later] = [...verdict.before, verdict.signatory];
  const byParty = first === party.address.toLowerCase();
  if (!byParty && !nodes.includes(first as Hex)) throw new VerificationError('may not speak for the sender', { field });
  if (later.some((one) => !rewriters.includes(one))) throw new VerificationError('may not rewrite', { field });
  return byParty;
}

/** What the node sends on: the signature as it came where nothing has changed, else with its own on top. */
export async function signatureV2(
  { self, now }: NodeContext,
  message: Routed,
  proof: Proof,
  before: View,
  after: View,
): Promise<string> {
  const sent = requestV2(self.network, message, after);
  const at = secondsOf(now());
  if (proof.version !== 2) {
    return SignatureV2.sign(sent, { signer: self.signer, issued: at, expires: at + LIFETIME });
  }
  const header = message.signature as string;
  if (isSameView(before, after)) return header;
  return SignatureV2.rewrite(header, before.body ?? noBody, sent, { signer: self.signer, ...lifetimeUpon(header, at) });
}

/** What replaces a signature is good for no longer than that. @param header One that was checked. */
export function lifetimeUpon(header: string, at: number) {
  const expires = expiresOf(header);
  return { issued: Math.min(at, expires - 1), expires };
}

function isSameView(a: View, b: View): boolean {
  return a.path === b.path && a.requestId === b.requestId && a.to === b.to && a.body === b.body;
}

export async function signatureV1(
  { self }: NodeContext,
  message: Routed,
  proof: Proof,
  before: View,
  after: View,
): Promise<string> {
  const values = requestV1(message, after);
  if (proof.version !== 1) return SignatureV1.serialise(await SignatureV1.sign(values, self.signer));
  const header = message.signature as string;
  const replaced = replacedValues(requestV1(message, before), values);
  if (Object.keys(replaced).length === 0) return header;
  const signature = await SignatureV1.deserialise(header);
  return SignatureV1.serialise(await SignatureV1.rewrite(signature, values, replaced, self.signer));
}

/** The old values of what a node may change: the receiver and the response URL, in the body or among the parameters. */
function replacedValues(before: SignatureV1.ValuesV1, after: SignatureV1.ValuesV1) {
  const places = [
    ['headers', 'ocpi-to-country-code'],
    ['headers', 'ocpi-to-party-id'],
    ['params', 'response_url'],
    ['body', 'response_url'],
  ] as const;
  const found: Record<string, SignatureV1.Scalar> = {};
  for (const [part, name] of places) {
    const [old, now] = [memberOf(before[part], name), memberOf(after[part], name)];
    if (old !== now) found[`$['${part}']['${name}']`] = old as SignatureV1.Scalar;
  }
  return found;
}

function memberOf(part: unknown, name: string): unknown {
  return typeof part === 'object' && part !== null && Object.hasOwn(part, name)
    ? (part as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
