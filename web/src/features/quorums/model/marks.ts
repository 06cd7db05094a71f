import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainAddresses, verifiersOf } from '@gridseal/sdk/chain';
import type { KnownVerifiers } from '@gridseal/sdk/crypto';
import { Hybrid, Quorum, type QuorumState, reachOf } from '@gridseal/sdk/quorum';
import type { QuorumRecord } from '../../../data/index.ts';

/** What is worth seeing of a quorum at a glance. */
export type Mark = 'mine' | 'anchor' | 'pair' | 'hybrid' | 'nested' | 'stuck';

export interface MarkContext {
  readonly addresses: ChainAddresses;
  readonly verifiers: KnownVerifiers;
  /** The signers at hand, in lower case. */
  readonly own: ReadonlySet<Hex>;
  readonly anchors: ReadonlySet<Hex>;
  /** Quorums that may be members, as they are now, by id; one that is missing here is taken to be able to act. */
  readonly current: ReadonlyMap<Hex, QuorumState>;
  /** All their versions, the newest last. */
  readonly versions: ReadonlyMap<Hex, readonly QuorumState[]>;
}

/** What marks are told by, made once for any number of quorums. */
export function markContext(known: {
  readonly addresses: ChainAddresses;
  readonly own: ReadonlySet<Hex>;
  readonly anchors: ReadonlySet<Hex>;
  readonly records: Iterable<Pick<QuorumRecord, 'id' | 'state' | 'versions'>>;
}): MarkContext {
  const { addresses, own, anchors } = known;
  const records = [...known.records];
  return {
    addresses,
    verifiers: verifiersOf(addresses),
    own,
    anchors,
    current: new Map(records.map(({ id, state }) => [id, state])),
    versions: new Map(records.map(({ id, versions }) => [id, versions.map(({ state }) => state)])),
  };
}

/** Verifiers that are not on the chain are not looked for. */
export function marksOf({ id, state }: Pick<QuorumRecord, 'id' | 'state'>, context: MarkContext): readonly Mark[] {
  const { addresses, verifiers, anchors, current, versions } = context;
  const registry = addresses.quorumRegistry;
  const isPair = Hybrid.halvesOf(state, verifiers) !== null;
  const isNested = state.members.some(({ signer }) => Quorum.idOfSigner(registry, signer) !== null);
  // Only nested quorums can be hybrid; most are not, and asking costs.
  const isHybrid = isNested && Hybrid.evaluate(state, { registry, verifiers, quorums: versions }).hybrid;
  const marks: readonly (readonly [Mark, boolean])[] = [
    ['anchor', anchors.has(id)],
    ['mine', isMine(state, context)],
    ['stuck', !reachOf(state, { registry, quorums: current }).canAct],
    ['pair', isPair],
    ['hybrid', isHybrid],
    ['nested', isNested && !isHybrid],
  ];
  return marks.flatMap(([mark, holds]) => (holds ? [mark] : []));
}

/** Whether a signer at hand is a member, or a member of a member. */
function isMine({ members }: QuorumState, { own, current, addresses }: MarkContext): boolean {
  return members.some(({ signer }) => {
    if (own.has(signer)) return true;
    const id = Quorum.idOfSigner(addresses.quorumRegistry, signer);
    const inner = id ? current.get(id) : undefined;
    return inner?.members.some((member) => own.has(member.signer)) ?? false;
  });
}
