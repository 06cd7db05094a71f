import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, type Json } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';
import { type Action, actionSchema, checkAction, deadlineOf, type RegistryAction, registryShapes } from './action.ts';
import { nestedAction } from './evaluate.ts';
import type { QuorumState } from './quorum.ts';
import { parse } from './schema.ts';
import { digest as digestOf } from './typedData.ts';
import { MAX_NESTING } from './verifyContext.ts';

/** The `type` of a proposal file. */
const TYPE = 'gridseal/proposal/v1';
/** A certificate of 64 KiB and a rotation to 64 members fit. */
export const MAX_PROPOSAL_BYTES = 524_288;

const extras = {
  type: z.literal(TYPE),
  note: z.exactOptional(z.string().max(1_000)),
  certificate: z.exactOptional(z.record(z.string(), z.json())),
  content: z.exactOptional(actionSchema),
  behind: z.exactOptional(z.array(actionSchema).min(1).max(MAX_NESTING)),
};

const proposalSchema = z.discriminatedUnion('action', [
  z.strictObject({ ...registryShapes.endorse, ...extras }),
  z.strictObject({ ...registryShapes.revoke, ...extras }),
  z.strictObject({ ...registryShapes.rotate, ...extras }),
  z.strictObject({ ...registryShapes.approve, ...extras }),
]);

/** What a quorum's members are asked to approve: the file that goes round, or that a `Proposed` event points to. */
export type Proposal = RegistryAction & {
  readonly type: typeof TYPE;
  /** A word from whoever proposes: hostile text, to be shown through `escapeText`. */
  readonly note?: string;
  /** The body of the certificate that is to be endorsed or revoked; its SHA-256 is the one in the message, or in `content`'s. */
  readonly certificate?: Json;
  /** For `approve`: the message whose digest is to be approved. */
  readonly content?: Action;
  /** If `content` is itself an `approve`: the message whose digest it approves, and so on. */
  readonly behind?: readonly Action[];
};

/**
 * @throws {VerificationError} if certificate or content are not those that the message names.
 * @example `Proposal.from(action, { certificate: JSON.parse(text) })`
 */
export function from(
  action: RegistryAction,
  extra: Partial<Pick<Proposal, 'note' | 'certificate' | 'content' | 'behind'>> = {},
): Proposal {
  const proposal = { ...action, type: TYPE, ...extra } as Proposal;
  return fromJson(proposal, 'proposal');
}

/** The action that is proposed. */
export function actionOf(proposal: Proposal): RegistryAction {
  const { type: _t, note: _n, certificate: _c, content: _m, behind: _b, ...action } = proposal;
  return action as RegistryAction;
}

/** The proposal's file: canonical JSON. */
export function encode(proposal: Proposal): Uint8Array {
  return encodeCanonicalJson(proposal);
}

/**
 * Decodes a proposal and recomputes what its message only names by digest.
 *
 * @throws {DecodeError} naming the field.
 * @throws {VerificationError} if certificate or content are not those that the message names.
 */
export function decode(bytes: Uint8Array): Proposal {
  if (bytes.length > MAX_PROPOSAL_BYTES) {
    throw new DecodeError(`is longer than ${MAX_PROPOSAL_BYTES} bytes`, { field: 'proposal' });
  }
  return fromJson(decodeCanonicalJson(bytes, { field: 'proposal' }), 'proposal');
}

/**
 * What the members of a quorum are asked that is itself a member of the one that `proposal` asks: to approve its digest. They see the
 * message and the certificate behind it.
 *
 * @example `await Approval.sign(slhDsaKey, Proposal.actionOf(Proposal.forMember(proposal, alice)))`
 */
export function forMember(proposal: Proposal, member: QuorumState): Proposal {
  const content = actionOf(proposal);
  const { note, certificate } = proposal;
  const behind = [...(proposal.content ? [proposal.content] : []), ...(proposal.behind ?? [])];
  return from(nestedAction(member, digestOf(content), content), {
    content,
    ...(behind.length > 0 ? { behind } : {}),
    ...(note === undefined ? {} : { note }),
    ...(certificate === undefined ? {} : { certificate }),
  });
}

/** 9999-12-31T23:59:59Z: no end (RFC 5280, section 4.1.2.5). */
const noEnd = 253_402_300_799;

/**
 * Until when it makes sense to ask, in seconds since 1970: the deadline of the message or, for an `approve`, of the first message behind
 * it that has one; 9999-12-31T23:59:59Z if none has. The registry takes no proposal whose time is over.
 *
 * @example `await propose(chain, account, { quorum, draft, deadline: Proposal.lastsUntil(proposal) })`
 */
export function lastsUntil(proposal: Proposal): number {
  const messages = [actionOf(proposal), ...messagesOf(proposal).map(([, action]) => action)];
  return messages.map(deadlineOf).find((deadline) => deadline !== null) ?? noEnd;
}

/** As {@link decode}, for a proposal inside another file. */
export function fromJson(value: unknown, field = 'proposal'): Proposal {
  const proposal = parse(proposalSchema, value, field) as Proposal;
  checkAction(proposal, field);
  for (const [name, action] of messagesOf(proposal)) checkAction(action, `${field}.${name}`);
  checkCertificate(proposal, field);
  checkContent(proposal, field);
  return proposal;
}

function checkCertificate(proposal: Proposal, field: string): void {
  if (proposal.certificate === undefined) return;
  const [, last] = messagesOf(proposal).at(-1) ?? ['', proposal];
  if (certificateIn(last) !== sha256Hex(encodeCanonicalJson(proposal.certificate))) {
    throw new VerificationError('is not the certificate that the message names', { field: `${field}.certificate` });
  }
}

function certificateIn({ message }: Action): Hex | null {
  return 'certificate' in message ? message.certificate : null;
}

/** What stands behind the message, with its field: each is approved by the one before. */
function messagesOf({ content, behind = [] }: Proposal): readonly (readonly [string, Action])[] {
  const first = content ? [['content', content] as const] : [];
  return [...first, ...behind.map((action, i) => [`behind[${i}]`, action] as const)];
}

function checkContent(proposal: Proposal, field: string): void {
  let approving: Action = proposal;
  for (const [name, action] of messagesOf(proposal)) {
    const named = approving.action === 'approve' ? approving.message.digest : null;
    if (named !== digestOf(action)) {
      throw new VerificationError('is not the message whose digest is to be approved', { field: `${field}.${name}` });
    }
    approving = action;
  }
}
