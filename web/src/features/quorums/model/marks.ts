import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainAddresses, verifiersOf } from '@gridseal/sdk/chain';
import { Hybrid, Quorum, type QuorumState, reachOf } from '@gridseal/sdk/quorum';
import type { QuorumRecord } from '../../../data/index.ts';

/** What is worth seeing of a quorum at a glance. */
export type Mark = 'mine' | 'anchor' | 'pair' | 'hybrid' | 'nested' | 'stuck';

export interface MarkContext {
  readonly addresses: ChainAddresses;
  /** The signers at hand, in lower case. */
  readonly own: ReadonlySet<Hex>;
  readonly anchors: ReadonlySet<Hex>;
  /** Quorums that may be members, by id; one that is missing here is taken to be able to act. */
  readonly quorums: ReadonlyMap<Hex, QuorumRecord>;
}

/** Verifiers that are not on the chain are not looked for. */
export function marksOf({ id, state }: Pick<QuorumRecord, 'id' | 'state'>, context: MarkContext): readonly Mark[] {
  const { addresses, anchors, quorums } = context;
  const registry = addresses.quorumRegistry;
  const verifiers = verifiersOf(addresses);
  const isPair = Hybrid.halvesOf(state, verifiers) !== null;
  const isNested = state.members.some(({ signer }) => Quorum.idOfSigner(registry, signer) !== null);
  const all = new Map([...quorums].map(([key, { versions }]) => [key, versions.map((one) => one.state)] as const));
  const current = new Map([...quorums].map(([key, record]) => [key, record.state] as const));
  // Only nested quorums can be hybrid; most are not, and asking costs.
  const isHybrid = isNested && Hybrid.evaluate(state, { registry, verifiers, quorums: all }).hybrid;
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
function isMine({ members }: QuorumState, { own, quorums, addresses }: MarkContext): boolean {
  return members.some(({ signer }) => {
    if (own.has(signer)) return true;
    const id = Quorum.idOfSigner(addresses.quorumRegistry, signer);
    const inner = id ? quorums.get(id) : undefined;
    return inner?.state.members.some((member) => own.has(member.signer)) ?? false;
  });
}
