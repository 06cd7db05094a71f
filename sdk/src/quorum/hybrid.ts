import type { Hex } from '../bytes/index.ts';
import type { KnownVerifiers } from '../crypto/index.ts';
import { keyFamilyOf } from './keyFamily.ts';
import * as Quorum from './quorum.ts';
import { InvalidQuorumError, type Member, type QuorumState } from './quorum.ts';
import { MAX_NESTING } from './verifyContext.ts';

/** The two keys of a hybrid member. Whoever breaks one of them still cannot approve. */
export interface HybridHalves {
  /** A wallet, or a key whose signatures a quantum computer could forge. */
  readonly classical: Hex;
  readonly postQuantum: Hex;
}

/** What is needed to tell whether members are hybrid. */
export interface HybridContext {
  /** Address of the QuorumRegistry that the quorums live in. */
  readonly registry: Hex;
  readonly verifiers: KnownVerifiers;
  /**
   * The states of quorums that are members of others, by id. Of several versions (the newest last), each has to be hybrid: what was
   * endorsed earlier does not say which version of a member approved.
   */
  readonly quorums: ReadonlyMap<Hex, QuorumState | readonly QuorumState[]>;
}

/** What was found of one member. */
export interface HybridMember extends Member {
  readonly index: number;
  readonly hybrid: boolean;
  /** Of a member that is a pair of keys. */
  readonly halves?: HybridHalves;
  /** Of a member that is a quorum of hybrid members. */
  readonly nested?: HybridEvaluation;
  /** Why it is not hybrid. */
  readonly reason?: string;
}

/** Whether nobody can approve for a quorum with one kind of key alone, member by member. */
export interface HybridEvaluation {
  readonly quorum: Hex;
  readonly version: number;
  /** True if every member is hybrid. */
  readonly hybrid: boolean;
  readonly members: readonly HybridMember[];
}

/**
 * The quorum that a hybrid member is: both keys, each of weight 1, and both thresholds 2. No contract knows more of it.
 *
 * @throws {InvalidQuorumError} if a half is not of its family, or not known to be.
 * @example
 * ```ts
 * const alice = Hybrid.from({ classical: wallet.signer, postQuantum: slhDsaKey.signer }, verifiers);
 * const member = { signer: Quorum.signer(registry, Quorum.id(alice)) };
 * ```
 */
export function from(halves: HybridHalves, verifiers: KnownVerifiers): Quorum.Quorum {
  for (const family of ['classical', 'postQuantum'] as const) {
    const found = keyFamilyOf(halves[family], verifiers);
    if (found === family) continue;
    const is = found === null ? 'is of no algorithm that is known here' : `is a ${words[found]} key`;
    throw new InvalidQuorumError(`${is}, where a ${words[family]} one is needed`, `hybrid.${family}`);
  }
  const members = [{ signer: halves.classical }, { signer: halves.postQuantum }];
  return Quorum.from({ members, threshold: 2, revocationThreshold: 2 });
}

const words = { classical: 'classical', postQuantum: 'post-quantum' } as const;

/**
 * The two keys of a quorum that is a hybrid member; null if it is anything else: one key could act alone, both are of one family,
 * or there are more.
 */
export function halvesOf(state: QuorumState, verifiers: KnownVerifiers): HybridHalves | null {
  const [first, second, ...more] = state.members;
  if (!first || !second || more.length > 0) return null;
  const alone = Math.max(first.weight, second.weight);
  if (alone >= state.threshold || alone >= state.revocationThreshold) return null;
  const of = (family: keyof HybridHalves) =>
    state.members.find(({ signer }) => keyFamilyOf(signer, verifiers) === family)?.signer;
  const [classical, postQuantum] = [of('classical'), of('postQuantum')];
  return classical && postQuantum ? { classical, postQuantum } : null;
}

/**
 * Whether every member of a quorum needs a classical *and* a post-quantum key to approve: each is a hybrid member, or a quorum of
 * such. What verifiers demand who expect either kind of key to be broken.
 *
 * @returns data: which members are not, and why. A quorum whose state is not known is not hybrid.
 * @example
 * ```ts
 * const { hybrid, members } = Hybrid.evaluate(state, { registry, verifiers, quorums });
 * const others = members.filter((member) => !member.hybrid);
 * ```
 */
export function evaluate(state: QuorumState, context: HybridContext): HybridEvaluation {
  return evaluateAt(state, context, 0);
}

function evaluateAt(state: QuorumState, context: HybridContext, depth: number): HybridEvaluation {
  const members = state.members.map((member, index) => ({
    ...member,
    index,
    ...evaluateMember(member.signer, context, depth),
  }));
  const { id: quorum, version } = state;
  return { quorum, version, hybrid: members.every(({ hybrid }) => hybrid), members };
}

type Finding = Pick<HybridMember, 'hybrid' | 'halves' | 'nested' | 'reason'>;

function evaluateMember(signer: Hex, context: HybridContext, depth: number): Finding {
  const { registry, verifiers, quorums } = context;
  const id = Quorum.idOfSigner(registry, signer);
  if (id === null) {
    const family = keyFamilyOf(signer, verifiers);
    const reason = family === null ? 'is a key of no algorithm that is known here' : `is a single ${words[family]} key`;
    return { hybrid: false, reason };
  }
  const versions = [quorums.get(id) ?? []].flat();
  const newest = versions.at(-1);
  if (!newest) return { hybrid: false, reason: 'is a quorum whose members are not known here' };
  const earlier = versions.slice(0, -1).map((state) => evaluateVersion(state, context, depth));
  if (!earlier.every(({ hybrid }) => hybrid)) {
    return { hybrid: false, reason: 'is a quorum that had members that were not hybrid' };
  }
  return evaluateVersion(newest, context, depth);
}

/** One version of a quorum that is a member. */
function evaluateVersion(state: QuorumState, context: HybridContext, depth: number): Finding {
  const halves = halvesOf(state, context.verifiers);
  if (halves) return { hybrid: true, halves };
  // The registry follows quorums no deeper; a circle ends here, too.
  if (depth + 1 >= MAX_NESTING) return { hybrid: false, reason: 'is a quorum that is nested too deep' };
  const nested = evaluateAt(state, context, depth + 1);
  if (nested.hybrid) return { hybrid: true, nested };
  return { hybrid: false, nested, reason: 'is a quorum with members that are not hybrid' };
}
