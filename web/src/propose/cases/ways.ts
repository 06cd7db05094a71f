import type { Hex } from '@gridseal/sdk/bytes';
import { Proposal, Quorum, type QuorumState } from '@gridseal/sdk/quorum';

/** Quorums nest at most this deep below the one that is asked (IQuorumRegistry). */
const MAX_DEPTH = 3;

/** How a signer can approve: as a member, or as a member of a member. */
export interface Way {
  readonly signer: Hex;
  /** The quorums between the one that is asked and the signer, outermost first. */
  readonly through: readonly Hex[];
  /** The proposal as this signer is asked. */
  readonly asked: Proposal.Proposal;
}

/**
 * Every way in which one of `signers` is asked by a proposal.
 *
 * @param quorums The current states of the quorum that is asked and of those that are its members, by id.
 */
export function waysToSign(
  proposal: Proposal.Proposal,
  quorums: ReadonlyMap<Hex, QuorumState>,
  signers: readonly Hex[],
): readonly Way[] {
  const wanted = new Set(signers.map((signer) => signer.toLowerCase()));
  const ways = new Map<string, Way>();
  const visit = (asked: Proposal.Proposal, members: readonly Hex[], through: readonly Hex[]) => {
    for (const member of members) {
      const signer = member.toLowerCase() as Hex;
      const key = `${signer} ${through.join()}`;
      if (wanted.has(signer) && !ways.has(key)) ways.set(key, { signer, through, asked });
      const id = Quorum.idOfSigner(proposal.registry, signer);
      const state = id ? quorums.get(id) : undefined;
      if (!state || through.length >= MAX_DEPTH) continue;
      const next = [...through, state.id];
      visit(
        Proposal.forMember(asked, state),
        state.members.map((one) => one.signer),
        next,
      );
    }
  };
  visit(proposal, askedMembers(proposal, quorums), []);
  return [...ways.values()];
}

/** The members that a proposal asks: those of the quorum and, for a rotation, those of its next version. */
export function askedMembers(proposal: Proposal.Proposal, quorums: ReadonlyMap<Hex, QuorumState>): readonly Hex[] {
  const now = quorums.get(proposal.message.quorum)?.members ?? [];
  const next = proposal.action === 'rotate' ? proposal.message.members : [];
  return [...new Set([...now, ...next].map(({ signer }) => signer.toLowerCase() as Hex))];
}
