import type { Hex } from '../bytes/index.ts';
import { VerificationError } from '../errors/index.ts';
import {
  type Action,
  evaluatePacked,
  Quorum,
  type QuorumEvaluation,
  QuorumHistory,
  type QuorumState,
  type VerifyOptions,
  workBudget,
} from '../quorum/index.ts';
import type { Bundle, BundleEndorsement, BundleRevocation } from './bundle.ts';
import { TrustGraph } from './trustGraph.ts';
import type { TrustPolicy } from './trustPolicy.ts';
import type { CertificateVerdict } from './trustVerdict.ts';
import { bareVerdict, type Demand } from './verdictTree.ts';

/** What a verifier brings: nothing of it is taken from the bundle. */
export interface BundleOptions extends TrustPolicy, Demand, VerifyOptions {
  readonly chainId: number;
  readonly registry: Hex;
  /** Versions of quorums that the verifier has seen on chain: histories have to pass through them. */
  readonly pins?: readonly QuorumState[];
  /**
   * Endorsements by a version that has been replaced since: on chain they stay, but offline they cannot be told from forgeries by
   * keys that were rotated out, so they are refused unless this says otherwise.
   */
  readonly superseded?: 'refuse' | 'accept';
  /** The bundle's view of revocations may be at most so many seconds older than `at`. Any age if left out. */
  readonly maxAge?: number;
}

/** What came of one endorsement or revocation. */
export interface StatementVerdict {
  readonly certificate: Hex;
  readonly quorum: Hex;
  readonly version: number;
  readonly proven: boolean;
  /** Why it is not proven. */
  readonly reason?: string;
  readonly evaluation?: QuorumEvaluation;
}

/** Whether the target is valid, from what, and how much was known of revocations. */
export interface BundleVerdict {
  readonly valid: boolean;
  /** What is wrong with the bundle as a whole; absent if only trust decides. */
  readonly problem?: string;
  readonly target: CertificateVerdict;
  readonly quorums: readonly QuorumHistory.HistoryVerdict[];
  readonly endorsements: readonly StatementVerdict[];
  readonly revocations: {
    /** Up to which block whoever made the bundle says to have looked. Only a chain can confirm the block. */
    readonly checkedAt: Bundle['checkedAt'];
    /** Seconds between that block and the time in question; negative if it is later. */
    readonly age: number;
    readonly stale: boolean;
    /** Revocations in the bundle. They count even if they are not proven: that only ever takes trust away. */
    readonly statements: readonly (StatementVerdict & { readonly reasonCode: number })[];
  };
}

/** More signatures than an honest bundle has; about half a second of work. */
const MAX_SIGNATURES = 512;

interface Work {
  readonly bundle: Bundle;
  readonly options: BundleOptions;
  readonly budget: { signatures: number };
  readonly histories: ReadonlyMap<Hex, QuorumHistory.QuorumHistory>;
  readonly proven: Map<Hex, QuorumHistory.HistoryVerdict>;
  readonly states: Map<Hex, QuorumState>;
  readonly proving: Set<Hex>;
}

/**
 * Verifies a bundle with no connection: the quorums from their ids, the endorsements from the approvals, the target from the
 * verifier's anchors.
 *
 * @throws {ArgumentError} if the options are not right. A hostile bundle gives a verdict, never an error.
 * @example
 * ```ts
 * const verdict = await Bundle.verify(Bundle.decode(bytes), { chainId, registry, anchors: [root], at: now, maxAge: 86_400 });
 * ```
 */
export async function verifyBundle(bundle: Bundle, options: BundleOptions): Promise<BundleVerdict> {
  const work = begin(bundle, options);
  const problem = misplaced(bundle, options);
  if (problem) return verdictOf(work, bareVerdict(bundle.target, 'unavailable'), [], [], problem);
  const endorsements: StatementVerdict[] = [];
  const revocations: StatementVerdict[] = [];
  try {
    for (const endorsement of bundle.endorsements)
      endorsements.push(await checkStatement(endorsement, 'endorse', work));
    for (const revocation of bundle.revocations) revocations.push(await checkStatement(revocation, 'revoke', work));
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return verdictOf(work, bareVerdict(bundle.target, 'tooComplex'), endorsements, revocations, error.shortMessage);
  }
  const graph = graphOf(bundle, endorsements);
  return verdictOf(work, await graph.verify(bundle.target, options), endorsements, revocations);
}

function begin(bundle: Bundle, options: BundleOptions): Work {
  return {
    bundle,
    options,
    budget: options.budget ?? workBudget(MAX_SIGNATURES),
    histories: new Map(bundle.quorums.map((history) => [Quorum.id(history), history])),
    proven: new Map(),
    states: new Map(),
    proving: new Set(),
  };
}

function misplaced(bundle: Bundle, options: BundleOptions): string | null {
  if (bundle.chainId !== options.chainId) return `is of chain ${bundle.chainId}, not of chain ${options.chainId}`;
  if (bundle.registry !== options.registry.toLowerCase()) return 'is of another registry';
  return null;
}

/** A graph of what is proven; a revocation counts either way. */
function graphOf(bundle: Bundle, endorsements: readonly StatementVerdict[]): TrustGraph {
  const graph = new TrustGraph({ registry: bundle.registry });
  for (const certificate of bundle.certificates) graph.addCertificate(certificate);
  for (const { certificate, quorum, version, proven } of endorsements) {
    if (proven) graph.add({ type: 'endorsed', certificate, quorum, version });
  }
  for (const { certificate, quorum, version, reason } of bundle.revocations) {
    graph.add({ type: 'revoked', certificate, quorum, version, reason });
  }
  return graph;
}

async function checkStatement(
  statement: BundleEndorsement | BundleRevocation,
  action: 'endorse' | 'revoke',
  work: Work,
): Promise<StatementVerdict> {
  const { certificate, quorum, version, approvals } = statement;
  const about = { certificate, quorum, version };
  const refuse = (reason: string): StatementVerdict => ({ ...about, proven: false, reason });
  const history = await prove(quorum, work);
  if (!history) return refuse('the bundle does not define the quorum');
  if (!history.valid) return refuse(`the quorum's history does not hold: ${history.failure?.reason}`);
  const state = history.states.find((candidate) => candidate.version === version);
  if (!state) return refuse(`version ${version} of the quorum is not proven`);
  const isCurrent = version === history.current.version;
  if (action === 'endorse' && !isCurrent && work.options.superseded !== 'accept') {
    return refuse(
      `it was made by version ${version} of the quorum, which version ${history.current.version} has replaced`,
    );
  }
  const evaluation = await evaluatePacked(state, messageOf(statement, action, work.bundle), approvals, contextOf(work));
  if (!evaluation.satisfied) return { ...refuse('the approvals do not reach the threshold'), evaluation };
  return { ...about, proven: true, evaluation };
}

function messageOf(statement: BundleEndorsement | BundleRevocation, action: 'endorse' | 'revoke', bundle: Bundle) {
  const { approvals: _approvals, ...message } = statement;
  const { chainId, registry } = bundle;
  return { action, chainId, registry, message } as Action.Endorse | Action.Revoke;
}

function contextOf(work: Work): VerifyOptions {
  const { verifiers, keyWallets, ask, quorums } = work.options;
  return {
    ...(verifiers ? { verifiers } : {}),
    ...(keyWallets === undefined ? {} : { keyWallets }),
    ...(ask ? { ask } : {}),
    quorums: new Map([...(quorums ?? []), ...work.states]),
    budget: work.budget,
  };
}

/** Proves a quorum's current version, those of its members that are quorums first. Null if nothing defines it. */
async function prove(id: Hex, work: Work): Promise<QuorumHistory.HistoryVerdict | null> {
  const done = work.proven.get(id);
  if (done) return done;
  // What the verifier knows of a quorum is a pin, wherever it says so: the bundle has to lead up to it.
  const pin = work.options.pins?.find((state) => state.id === id) ?? work.options.quorums?.get(id);
  const history = work.histories.get(id);
  // A quorum that is a member of itself, through whatever others, is left unproven where the circle closes.
  if (work.proving.has(id)) return null;
  if (!history) return pin ? remember({ id, valid: true, current: pin, states: [pin] }, work) : null;
  work.proving.add(id);
  const { chainId, registry } = work.bundle;
  const everyMember = [history, ...history.rotations].flatMap((rules) => rules.members);
  for (const member of everyMember) {
    const nested = Quorum.idOfSigner(registry, member.signer);
    if (nested !== null) await prove(nested, work);
  }
  const options = { ...contextOf(work), chainId, registry, ...(pin ? { pin } : {}) };
  const verdict = await QuorumHistory.verify(history, options);
  work.proving.delete(id);
  return remember(verdict, work);
}

function remember(verdict: QuorumHistory.HistoryVerdict, work: Work): QuorumHistory.HistoryVerdict {
  work.proven.set(verdict.id, verdict);
  if (verdict.valid) work.states.set(verdict.id, verdict.current);
  return verdict;
}

function verdictOf(
  work: Work,
  target: CertificateVerdict,
  endorsements: readonly StatementVerdict[],
  revoked: readonly StatementVerdict[],
  wrong?: string,
): BundleVerdict {
  const { checkedAt, revocations } = work.bundle;
  const age = work.options.at - checkedAt.timestamp;
  const stale = work.options.maxAge !== undefined && age > work.options.maxAge;
  const problem = wrong ?? (stale ? `what it knows of revocations is ${age} seconds old` : undefined);
  return {
    valid: target.valid && problem === undefined,
    ...(problem === undefined ? {} : { problem }),
    target,
    quorums: [...work.proven.values()],
    endorsements,
    revocations: {
      checkedAt,
      age,
      stale,
      statements: revoked.map((verdict, i) => ({ ...verdict, reasonCode: revocations[i]?.reason ?? 0 })),
    },
  };
}
