import { type Hex, parseTimestamp, utf8Decode } from '../../bytes/index.ts';
import { type KnownVerifiers, type SignatureToVerify, sha256Hex, verifySignature } from '../../crypto/index.ts';
import { BaseError, VerificationError } from '../../errors/index.ts';
import { bodyBefore } from './oldBytes.ts';
import type { Statement } from './statement.ts';
import { decode, describe, digestOf, type Link, linkId, type MessageV2 } from './v2.ts';

/** What a node on the way may change. */
export type Change = 'path' | 'requestId' | 'to' | 'links' | 'responseUrl';

/** By what a receiver decides. */
export interface RulesV2 {
  /** Seconds since 1970. */
  readonly now: number;
  /**
   * Of an answer: when its request was made first. Whoever asks again gets the answer that was given before, which is looked at as of
   * when it was issued, but not as of a time before this.
   */
  readonly since?: number;
  /** ERC-7913 signers who may speak for the party in `from`: the party, and its node's operator if that is allowed to; or what tells them. */
  readonly origins: readonly Hex[] | ((signer: Hex) => boolean);
  /** Operators of the nodes on the way, who may rewrite. Default: nobody. */
  readonly rewriters?: readonly Hex[];
  /** What they may change; default: path, request id, links (`Link`, `Location`) and `response_url`, but not the receiver. */
  readonly changes?: readonly Change[];
  /** Seconds by which a peer's clock may be ahead; default 30. */
  readonly skew?: number;
  /** Seconds from issued to expires, at most; default 3,600: so long a request id has to be remembered. */
  readonly lifetime?: number;
  readonly verifiers?: KnownVerifiers;
  /** Asks the chain about a contract wallet, or an unknown verifier. Without it, those are refused. */
  readonly ask?: (question: SignatureToVerify) => Promise<boolean>;
}

/** What {@link verify} finds out. */
export type VerdictV2 =
  | {
      readonly valid: true;
      /** What the sender signed. */
      readonly origin: Statement;
      /** The body that the sender signed. */
      readonly originalBody: Uint8Array;
      readonly rewrites: readonly { readonly signer: Hex; readonly changed: readonly Change[] }[];
      /** Has to be remembered until {@link expires}, in seconds since 1970: whoever comes with the same again replays. */
      readonly replayKey: string;
      readonly expires: number;
    }
  | { readonly valid: false; readonly field: string; readonly reason: string };

type Refusal = VerdictV2 & { readonly valid: false };

const refused = (field: string, reason: string): Refusal => ({ valid: false, field, reason });
const usual: readonly Change[] = ['path', 'requestId', 'links', 'responseUrl'];

/**
 * Checks a signature of version 2 against the message that came with it.
 *
 * @returns What is wrong, and where; also for a header that is none. It does not know what was there before: see `replayKey`.
 * @example
 * ```ts
 * const verdict = await SignatureV2.verify(header, message, { now, origins: [party.signer], rewriters: [node.operator] });
 * if (!verdict.valid) return reject(verdict.field, verdict.reason);
 * if (!replays.remember(verdict.replayKey, verdict.expires, now)) return reject('X-Request-ID', 'was used before');
 * ```
 */
export async function verify(header: string, message: MessageV2, rules: RulesV2): Promise<VerdictV2> {
  let links: readonly Link[];
  let said: ReturnType<typeof describe>;
  try {
    links = decode(header);
    said = describe(message);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return refused(error.field ?? 'OCN-Signature', error.shortMessage);
  }
  const last = links.at(-1) as Link;
  const different = differences(last.statement, said)[0];
  if (different !== undefined) return refused(different, 'is not what was signed');
  const history = undo(links, message.body, rules);
  if ('valid' in history) return history;
  const wrong = untimely(links, rules) ?? unknownSigner(links, rules) ?? (await badSignature(links, rules));
  if (wrong) return wrong;
  const { statement: origin } = links[0] as Link;
  return {
    valid: true,
    origin,
    originalBody: history.originalBody,
    rewrites: history.rewrites,
    replayKey: `${origin.network} ${origin.signer} ${origin.status === undefined ? 'request' : 'response'} ${origin.requestId}`,
    expires: parseTimestamp(origin.expires) + (rules.skew ?? 30),
  };
}

/** As {@link verify}. @throws {VerificationError} naming the field. */
export async function assert(
  header: string,
  message: MessageV2,
  rules: RulesV2,
): Promise<VerdictV2 & { readonly valid: true }> {
  const verdict = await verify(header, message, rules);
  if (verdict.valid) return verdict;
  throw new VerificationError(verdict.reason, { field: verdict.field });
}

export type Described = ReturnType<typeof describe>;

/** The members that differ, those of parties and headers one by one. */
export function differences(a: Described, b: Described): string[] {
  const flat = ({ from, to, headers, ...rest }: Described): Record<string, unknown> => ({
    ...{ network: rest.network, method: rest.method, path: rest.path, status: rest.status },
    ...{ requestId: rest.requestId, correlationId: rest.correlationId },
    ...{ 'from.countryCode': from.countryCode, 'from.partyId': from.partyId },
    ...{ 'to.countryCode': to.countryCode, 'to.partyId': to.partyId },
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`headers.${name}`, value])),
    body: rest.body,
  });
  const [left, right] = [flat(a), flat(b)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((name) => left[name] !== right[name]);
}

/** Goes back from the message as it is to the message as it was, and looks at every change on the way. */
function undo(
  links: readonly Link[],
  body: Uint8Array,
  rules: RulesV2,
): Refusal | { readonly originalBody: Uint8Array; readonly rewrites: { signer: Hex; changed: Change[] }[] } {
  const allowed = rules.changes ?? usual;
  const rewrites: { signer: Hex; changed: Change[] }[] = [];
  let originalBody = body;
  for (let i = links.length - 1; i > 0; i--) {
    const [previous, { statement }] = [links[i - 1] as Link, links[i] as Link];
    const at = `links[${i}].statement`;
    if (statement.replaces !== linkId(previous)) return refused(`${at}.replaces`, 'is not the link before');
    const before = statement.old ? bodyBefore(originalBody, statement.old) : originalBody;
    if (before === null || sha256Hex(before) !== previous.statement.body) {
      return refused(`${at}.old`, 'does not lead back to the body that was signed before');
    }
    const changed = new Set<Change>();
    for (const field of differences(previous.statement, statement)) {
      const change = changeOf(field, before, originalBody);
      if (change === null || !allowed.includes(change)) return refused(field, `was changed by ${statement.signer}`);
      changed.add(change);
    }
    rewrites.unshift({ signer: statement.signer, changed: [...changed] });
    originalBody = before;
  }
  return { originalBody, rewrites };
}

function changeOf(field: string, before: Uint8Array, after: Uint8Array): Change | null {
  if (field === 'path' || field === 'requestId') return field;
  if (field.startsWith('to.')) return 'to';
  if (field === 'headers.link' || field === 'headers.location') return 'links';
  return field === 'body' && sameButResponseUrl(before, after) ? 'responseUrl' : null;
}

/**
 * The same JSON but for the text of the top member `response_url`, which both have: the same bytes around it, or written anew with no
 * member twice, where the first and the last of a name could be told apart.
 */
function sameButResponseUrl(before: Uint8Array, after: Uint8Array): boolean {
  const [left, right] = [readBody(before), readBody(after)];
  if (left === null || right === null) return false;
  const around = left.text.split(JSON.stringify(left.url));
  if (around.length === 2 && around.join(JSON.stringify(right.url)) === right.text) return true;
  const isNew = JSON.stringify(right.value) === right.text;
  return isNew && JSON.stringify({ ...left.value, response_url: right.url }) === right.text;
}

interface Body {
  readonly text: string;
  readonly value: object;
  readonly url: string;
}

function readBody(bytes: Uint8Array): Body | null {
  try {
    const text = utf8Decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if (!('response_url' in value) || typeof value.response_url !== 'string') return null;
    return { text, value, url: value.response_url };
  } catch {
    return null;
  }
}

/** The time as of which a signature has to hold. */
function timeOf(links: readonly Link[], { now, since = now }: RulesV2): number {
  const issued = parseTimestamp((links.at(-1) as Link).statement.issued);
  return Math.min(now, Math.max(since, issued));
}

function untimely(links: readonly Link[], rules: RulesV2): Refusal | undefined {
  const { skew = 30, lifetime = 3600 } = rules;
  const now = timeOf(links, rules);
  let [earliest, latest] = [0, Number.POSITIVE_INFINITY];
  for (const [i, { statement }] of links.entries()) {
    const [issued, expires] = [parseTimestamp(statement.issued), parseTimestamp(statement.expires)];
    const at = `links[${i}].statement`;
    if (expires - issued > lifetime) return refused(`${at}.expires`, `is more than ${lifetime} seconds after issued`);
    if (issued > now + skew) return refused(`${at}.issued`, 'is in the future');
    if (expires + skew <= now) return refused(`${at}.expires`, 'is over');
    if (issued + skew < earliest) return refused(`${at}.issued`, 'is before the link that it replaces');
    if (expires > latest) return refused(`${at}.expires`, 'is after that of the link that it replaces');
    [earliest, latest] = [issued, expires];
  }
  return undefined;
}

function unknownSigner(links: readonly Link[], { origins, rewriters = [] }: RulesV2): Refusal | undefined {
  for (const [i, { statement }] of links.entries()) {
    const accepted = i === 0 ? origins : rewriters;
    const { signer } = statement;
    if (typeof accepted === 'function' ? accepted(signer) : accepted.some((one) => one.toLowerCase() === signer))
      continue;
    return refused(`links[${i}].statement.signer`, i === 0 ? 'may not speak for the sender' : 'may not rewrite');
  }
  return undefined;
}

async function badSignature(links: readonly Link[], { verifiers, ask }: RulesV2): Promise<Refusal | undefined> {
  for (const [i, { statement, signature }] of links.entries()) {
    const question = {
      signer: statement.signer,
      digest: digestOf(statement),
      signature,
      ...(verifiers && { verifiers }),
    };
    const known = verifySignature(question);
    if (known ?? (ask ? await ask(question) : false)) continue;
    const reason = known === null && !ask ? 'does not verify, unless the signer is a contract' : 'does not verify';
    return refused(`links[${i}].signature`, reason);
  }
  return undefined;
}
