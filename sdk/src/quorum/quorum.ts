import { encodeAbiParameters } from 'viem/utils';
import { z } from 'zod';
import { concat, fromHex, type Hex, isHex, toHex } from '../bytes/index.ts';
import { keccak256Hex } from '../crypto/index.ts';
import { ArgumentError, BaseError } from '../errors/index.ts';
import { assertDistinctKeys } from './sameKeys.ts';
import { hex32, parse, signer as signerSchema, uint16 } from './schema.ts';

/** One member: ERC-7913 signer bytes (20-byte wallet, or `verifier ‖ key`) and what its approval counts. */
export interface Member {
  readonly signer: Hex;
  readonly weight: number;
}

/** Who may speak for a quorum at one version, and with how much weight. */
export interface QuorumRules {
  /** 1 to 64, ordered by keccak256(signer), each once. */
  readonly members: readonly Member[];
  /** The weight that endorses, rotates and approves. */
  readonly threshold: number;
  /** The weight that revokes; at most `threshold`. */
  readonly revocationThreshold: number;
}

/** What a quorum's id commits to: version 1, and a salt that tells quorums of the same members apart. */
export interface Quorum extends QuorumRules {
  readonly salt: Hex;
}

/** A quorum at one of its versions. */
export interface QuorumState extends QuorumRules {
  readonly id: Hex;
  readonly version: number;
}

/** A quorum has at most this many members (IQuorumRegistry). */
export const MAX_MEMBERS = 64;

/** A member, threshold or salt breaks a rule of IQuorumRegistry. */
export class InvalidQuorumError extends BaseError {
  constructor(shortMessage: string, field: string) {
    super('INVALID_QUORUM', shortMessage, { field });
  }
}

export const memberSchema = z.strictObject({ signer: signerSchema, weight: uint16 });

/** The schema of the fields of `QuorumRules`; `check` does what a schema cannot. */
export const rulesShape = {
  members: z.array(memberSchema).max(MAX_MEMBERS),
  threshold: uint16,
  revocationThreshold: uint16,
};

export const quorumSchema = z.strictObject({ ...rulesShape, salt: hex32 });

/**
 * Orders the members and fills what is left out: weight 1, the revocation threshold of the threshold, the zero salt.
 *
 * @throws {InvalidQuorumError} naming the field. @throws {SameKeyError} if two members are one key.
 * @example
 * ```ts
 * const root = Quorum.from({ members: [{ signer: alice }, { signer: bob }, { signer: carol }], threshold: 2 });
 * ```
 */
export function from(input: {
  readonly members: readonly { readonly signer: Hex; readonly weight?: number }[];
  readonly threshold: number;
  readonly revocationThreshold?: number;
  readonly salt?: Hex;
}): Quorum {
  input.members.forEach((member, i) => {
    if (!isHex(member.signer)) throw new InvalidQuorumError('is not 0x hexadecimal', `quorum.members[${i}].signer`);
  });
  const members = input.members
    .map(({ signer, weight }) => ({ signer: signer.toLowerCase() as Hex, weight: weight ?? 1 }))
    .sort((a, b) => (memberOrder(a.signer) < memberOrder(b.signer) ? -1 : 1));
  const quorum = {
    members,
    threshold: input.threshold,
    revocationThreshold: input.revocationThreshold ?? input.threshold,
    salt: (input.salt?.toLowerCase() ?? `0x${'00'.repeat(32)}`) as Hex,
  };
  checkRules(quorum, 'quorum');
  assertDistinctKeys(quorum, 'quorum');
  if (!isHex(quorum.salt, 32)) throw new InvalidQuorumError('is not 32 bytes', 'quorum.salt');
  return quorum;
}

/** keccak256(signer): what members are ordered by. */
export function memberOrder(signer: Hex): Hex {
  return keccak256Hex(fromHex(signer, { field: 'signer' }));
}

/**
 * The rules of IQuorumRegistry that `createQuorum` and `rotate` enforce.
 *
 * @throws {InvalidQuorumError} naming the field.
 */
export function checkRules(rules: QuorumRules, field: string): void {
  const { members, threshold, revocationThreshold } = rules;
  const fail = (text: string, path: string): never => {
    throw new InvalidQuorumError(text, `${field}.${path}`);
  };
  if (members.length < 1 || members.length > MAX_MEMBERS) fail('has to have 1 to 64 members', 'members');
  let previous = '';
  let total = 0;
  members.forEach((member, i) => {
    if (!signerSchema.safeParse(member.signer).success) fail('is not an ERC-7913 signer', `members[${i}].signer`);
    if (!Number.isInteger(member.weight) || member.weight < 1) fail('is not at least 1', `members[${i}].weight`);
    const order = memberOrder(member.signer);
    if (order === previous) fail('is the same signer as the one before', `members[${i}].signer`);
    if (order < previous) fail('is out of order: members are ordered by keccak256(signer)', `members[${i}].signer`);
    previous = order;
    total += member.weight;
  });
  if (total > 65_535) fail('weigh more than 65,535 together', 'members');
  if (!Number.isInteger(threshold) || threshold < 1) fail('is not at least 1', 'threshold');
  if (threshold > total) fail(`is more than all members weigh together (${total})`, 'threshold');
  if (!Number.isInteger(revocationThreshold) || revocationThreshold < 1 || revocationThreshold > threshold) {
    fail('is not between 1 and the threshold', 'revocationThreshold');
  }
}

/**
 * Decodes a quorum's definition from JSON: nothing is sorted or filled in. It may be one that exists already, so it is not asked
 * whether two members are one key (`assertDistinctKeys`).
 *
 * @throws {DecodeError} for a wrong form, {@link InvalidQuorumError} for a broken rule.
 */
export function decode(value: unknown, field = 'quorum'): Quorum {
  const quorum = parse(quorumSchema, value, field);
  checkRules(quorum, field);
  return quorum;
}

const idParameters = [
  {
    type: 'tuple[]',
    components: [
      { name: 'signer', type: 'bytes' },
      { name: 'weight', type: 'uint16' },
    ],
  },
  { type: 'uint16' },
  { type: 'uint16' },
  { type: 'bytes32' },
] as const;

/**
 * `keccak256(abi.encode(members, threshold, revocationThreshold, salt))`, as IQuorumRegistry.quorumIdOf.
 *
 * @example `Quorum.id(Quorum.from({ members: [{ signer: alice }], threshold: 1 })) // '0x…' of 32 bytes`
 */
export function id(quorum: Quorum): Hex {
  const { members, threshold, revocationThreshold, salt } = quorum;
  const encoded = encodeAbiParameters(idParameters, [members, threshold, revocationThreshold, salt]);
  return keccak256Hex(fromHex(encoded));
}

/** The quorum at version 1. */
export function firstState(quorum: Quorum): QuorumState {
  const { members, threshold, revocationThreshold } = quorum;
  return { id: id(quorum), version: 1, members, threshold, revocationThreshold };
}

/**
 * The quorum as an ERC-7913 signer: `registry ‖ quorumId`.
 *
 * @throws {ArgumentError} if one has not its length.
 */
export function signer(registry: Hex, quorumId: Hex): Hex {
  if (!isHex(registry, 20)) throw new ArgumentError('is not an address', { field: 'registry' });
  if (!isHex(quorumId, 32)) throw new ArgumentError('is not 32 bytes', { field: 'quorumId' });
  return toHex(concat(fromHex(registry), fromHex(quorumId)));
}

/** The id in a signer that is a quorum of `registry`; null for any other signer. */
export function idOfSigner(registry: Hex, candidate: Hex): Hex | null {
  if (candidate.length !== 2 + 2 * 52 || !candidate.toLowerCase().startsWith(registry.toLowerCase())) return null;
  return `0x${candidate.slice(42).toLowerCase()}`;
}

/** Whether two states are the same version with the same rules. */
export function sameState(a: QuorumState, b: QuorumState): boolean {
  return (
    a.id === b.id &&
    a.version === b.version &&
    a.threshold === b.threshold &&
    a.revocationThreshold === b.revocationThreshold &&
    a.members.length === b.members.length &&
    a.members.every((m, i) => m.signer === b.members[i]?.signer && m.weight === b.members[i]?.weight)
  );
}
