import type { Hex } from '../bytes/index.ts';
import { offChainAlgorithmOf } from '../crypto/index.ts';
import { BaseError } from '../errors/index.ts';
import { idOfSigner, type Member, type QuorumRules, type QuorumState } from './quorum.ts';
import { MAX_NESTING } from './verifyContext.ts';

/** What is known of quorums that are members of others. */
export interface ReachContext {
  /** Address of the QuorumRegistry that the quorums live in. */
  readonly registry: Hex;
  /** Their current states, by id; those that are not here are taken to be able to act. */
  readonly quorums: ReadonlyMap<Hex, QuorumState>;
  /** Addresses of verifiers, in lower case, that are not on the chain in question. */
  readonly absent?: ReadonlySet<Hex>;
}

/** How far a quorum gets on a chain, where signers that count off chain alone count nothing. */
export interface Reach {
  /** The members that no chain counts: their key is one that no contract verifies, or they are quorums that cannot act there. */
  readonly offChain: readonly Member[];
  /** The weight of all other members. */
  readonly weight: number;
  /** Whether it can endorse, rotate and approve. */
  readonly canAct: boolean;
  /** Whether it can revoke. */
  readonly canRevoke: boolean;
}

/** A quorum's threshold cannot be reached on any chain, however many members sign. */
export class OffChainQuorumError extends BaseError {
  constructor(rules: QuorumRules, { offChain, weight }: Reach, absent: ReadonlySet<Hex> = new Set()) {
    const names = offChain.map(({ signer }) => {
      const verifier = verifierOf(signer);
      if (absent.has(verifier)) return `keys of ${verifier}, which is not on this chain`;
      return offChainAlgorithmOf(signer) ?? 'a quorum that cannot act on chain';
    });
    super('OFF_CHAIN_QUORUM', `can never be reached on chain: ${weight} of ${rules.threshold} at most`, {
      field: 'quorum.threshold',
      metaMessages: [
        `No contract verifies: ${[...new Set(names)].join(', ')}.`,
        'Use P-521, P-256, SLH-DSA-SHA2-128s or wallets for members that have to count on chain.',
      ],
    });
  }
}

/** The address that a signer begins with. */
const verifierOf = (signer: Hex) => signer.slice(0, 42).toLowerCase() as Hex;

/**
 * How far a quorum gets on a chain.
 *
 * @example
 * ```ts
 * const { canAct, offChain } = reachOf(quorum);
 * ```
 */
export function reachOf(rules: QuorumRules, context?: ReachContext): Reach {
  const known = new Map<string, boolean>();
  const canAct = (id: Hex, state: QuorumState, depth: number): boolean => {
    const key = `${depth} ${id}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const verdict = depth <= MAX_NESTING && weigh(state, depth).weight >= state.threshold;
    known.set(key, verdict);
    return verdict;
  };
  const counts = ({ signer }: Member, depth: number): boolean => {
    if (offChainAlgorithmOf(signer) !== null || context?.absent?.has(verifierOf(signer))) return false;
    const id = context ? idOfSigner(context.registry, signer) : null;
    const state = id === null ? undefined : context?.quorums.get(id);
    return id === null || state === undefined || canAct(id, state, depth + 1);
  };
  const weigh = ({ members }: QuorumRules, depth: number) => {
    const offChain = members.filter((member) => !counts(member, depth));
    const weight = members.reduce((sum, member) => sum + (offChain.includes(member) ? 0 : member.weight), 0);
    return { offChain, weight };
  };
  const { offChain, weight } = weigh(rules, 0);
  return { offChain, weight, canAct: weight >= rules.threshold, canRevoke: weight >= rules.revocationThreshold };
}

/**
 * Refuses a quorum that could never act on chain.
 *
 * @throws {OffChainQuorumError} saying how far it gets, and because of which keys.
 * @example `assertReachable(Quorum.from({ members, threshold }))`
 */
export function assertReachable(rules: QuorumRules, context?: ReachContext): Reach {
  const reach = reachOf(rules, context);
  if (reach.canAct) return reach;
  throw new OffChainQuorumError(rules, reach, context?.absent);
}
