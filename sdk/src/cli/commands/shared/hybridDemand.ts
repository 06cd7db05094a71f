import type { Hex } from '../../../bytes/index.ts';
import type { Bundle } from '../../../certificate/index.ts';
import { type Chain, verifiersOf } from '../../../chain/index.ts';
import { NotFoundError } from '../../../errors/index.ts';
import { Hybrid, Quorum, QuorumHistory, type QuorumState } from '../../../quorum/index.ts';
import type { Cell } from '../../framework/page.ts';
import { currentState } from './approvals.ts';
import { proveQuorum } from './evidence.ts';
import type { SignerAddresses } from './signerBook.ts';

/** An endorsement by one version of a quorum. */
interface Statement {
  readonly certificate: Hex;
  readonly quorum: Hex;
  readonly version: number;
}

/** An endorsement that does not count for somebody who asks for hybrid members, and whose approvals it may rest on. */
export interface NotHybrid extends Statement {
  readonly members: readonly Hybrid.HybridMember[];
}

/** Every version of a quorum, the newest last. */
type Versions = (quorum: Hex) => Promise<readonly QuorumState[]>;

/** The states that a history passes through; whether its rotations hold is not looked at here. */
function statesOf(history: QuorumHistory.QuorumHistory): readonly QuorumState[] {
  const states = [Quorum.firstState(history)];
  for (const rotation of history.rotations)
    states.push(QuorumHistory.stateAfter(states.at(-1) as QuorumState, rotation));
  return states;
}

/** More quorums than any that is hybrid in earnest has below it; what is beyond is not known, and so not hybrid. */
const maxQuorums = 256;

/** The versions of the quorums that are members of these, and of their members. */
async function nestedVersions(state: QuorumState, registry: Hex, versions: Versions) {
  const found = new Map<Hex, readonly QuorumState[]>();
  let wave: readonly QuorumState[] = [state];
  while (wave.length > 0) {
    const members = wave.flatMap((one) => one.members);
    const ids = new Set(members.flatMap(({ signer }) => Quorum.idOfSigner(registry, signer) ?? []));
    const next: QuorumState[] = [];
    for (const id of ids) {
      if (found.has(id) || found.size >= maxQuorums) continue;
      const all = await versions(id);
      found.set(id, all);
      next.push(...all);
    }
    wave = next;
  }
  return found;
}

/** Null if every member of the version was hybrid; else what is known of its members. */
async function judge(statement: Statement, addresses: SignerAddresses, versions: Versions): Promise<NotHybrid | null> {
  const { certificate, quorum, version } = statement;
  const state = (await versions(quorum)).find((one) => one.version === version);
  if (!state) return { certificate, quorum, version, members: [] };
  const registry = addresses.quorumRegistry;
  const quorums = await nestedVersions(state, registry, versions);
  const { hybrid, members } = Hybrid.evaluate(state, { registry, verifiers: verifiersOf(addresses), quorums });
  return hybrid ? null : { certificate, quorum, version, members: members.filter((member) => !member.hybrid) };
}

/** A quorum that was made by another contract leaves no proof of its versions: then none is known. */
async function versionsOnChain(chain: Chain, quorum: Hex, signal: AbortSignal): Promise<readonly QuorumState[]> {
  const current = await currentState(chain, quorum, signal).catch(orNothing);
  if (!current || current.version === 1) return current ? [current] : [];
  const history = await proveQuorum(chain, quorum, signal).catch(orNothing);
  return history ? statesOf(history) : [];
}

function orNothing(error: unknown): null {
  if (error instanceof NotFoundError) return null;
  throw error;
}

/**
 * Judges endorsements by what the chain says of the quorums, asking each thing once: whether one counts, and those that did not.
 *
 * @param required Without it, all count.
 */
export function hybridOnChain(chain: Chain, required: boolean, signal: AbortSignal) {
  const refused: NotHybrid[] = [];
  const known = new Map<Hex, Promise<readonly QuorumState[]>>();
  const versions: Versions = (quorum) => {
    const found = known.get(quorum) ?? versionsOnChain(chain, quorum, signal);
    known.set(quorum, found);
    return found;
  };
  const counts = async (statement: Statement): Promise<boolean> => {
    const found = required ? await judge(statement, chain.addresses, versions) : null;
    if (found) refused.push(found);
    return found === null;
  };
  return { counts, refused };
}

/** The bundle without the endorsements that do not count, and these. Revocations stay: they only take trust away. */
export async function onlyHybrid(
  bundle: Bundle.Bundle,
  addresses: SignerAddresses,
): Promise<{ readonly bundle: Bundle.Bundle; readonly refused: readonly NotHybrid[] }> {
  const histories = new Map(bundle.quorums.map((history) => [Quorum.id(history), statesOf(history)]));
  const versions: Versions = async (quorum) => histories.get(quorum) ?? [];
  const kept = [];
  const refused: NotHybrid[] = [];
  for (const endorsement of bundle.endorsements) {
    const found = await judge(endorsement, addresses, versions);
    if (found) refused.push(found);
    else kept.push(endorsement);
  }
  return { bundle: { ...bundle, endorsements: kept }, refused };
}

/** A line for each endorsement that did not count. */
export function notHybridRows(refused: readonly NotHybrid[]): readonly (readonly [string, Cell])[] {
  return refused.map(({ quorum, version, members }) => {
    const who = members.slice(0, 3).map(({ signer, reason }) => `${signer.slice(0, 42)} ${reason}`);
    const more = members.length > 3 ? ` and ${members.length - 3} more` : '';
    const why = members.length === 0 ? 'its members are not known' : `${who.join('; ')}${more}`;
    return ['Not hybrid', { text: `version ${version} of ${quorum}: ${why}`, tone: 'warn' }];
  });
}
