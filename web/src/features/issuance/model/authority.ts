import type { Hex } from '@gridseal/sdk/bytes';
import { verifiersOf } from '@gridseal/sdk/chain';
import type { Authority } from '@gridseal/sdk/delivery/issue';
import { type Action, hintApprovals, Proposal, type QuorumState, TypedData } from '@gridseal/sdk/quorum';
import type { QuorumRecord } from '../../../data/index.ts';
import { type CaseContext, openCase } from '../../../propose/index.ts';
import type { SignerOption } from '../../../wallet/index.ts';
import type { Issuing } from './issuing.ts';

/** Who announces: a key at hand, or a quorum. */
export type AuthorityChoice =
  | { readonly kind: 'signer'; readonly signer: Hex; readonly option: SignerOption }
  | { readonly kind: 'quorum'; readonly signer: Hex; readonly record: QuorumRecord };

/** Approvals may take this much of a transaction. */
const mostBytes = 98_304;

/** What a quorum's members are asked to approve, so that the quorum says `action`. */
export function proposalFor(action: Action.Action, state: QuorumState, registry: Hex): Proposal.Proposal {
  const message = { quorum: state.id, version: state.version, digest: TypedData.digest(action) };
  const asked = {
    action: 'approve',
    chainId: action.chainId,
    registry: registry.toLowerCase() as Hex,
    message,
  } as const;
  return Proposal.from(asked, { content: action });
}

/** The chosen authority as the SDK's: a quorum's signature is made of all approvals that this browser, or the chain, knows of. */
export function authorityOf(choice: AuthorityChoice, issuing: Issuing, context: CaseContext): Authority {
  if (choice.kind === 'signer') return issuing.keyAuthority(choice.option.signer);
  const { record } = choice;
  return {
    signer: record.signer,
    sign: async (action) => {
      const { client, network } = context;
      const registry = network.addresses.quorumRegistry;
      const { state } = (await client.quorum(record.id)) ?? record;
      const proposal = proposalFor(action, state, registry);
      const { digest, standing, quorums } = await openCase(proposal, context);
      const collection = standing?.sides[0]?.collection;
      if (!collection?.packed) {
        throw new issuing.ApprovalsNeededError(action, digest, collection?.weight ?? 0, state.threshold);
      }
      // Devices keep what signs the manifests; only what is sent to the contract is made cheaper to verify.
      if (action.action === 'manifests') return collection.packed;
      const how = { verifiers: verifiersOf(network.addresses), quorums, maxBytes: mostBytes };
      return hintApprovals(state, Proposal.actionOf(proposal), collection.packed, how);
    },
  };
}
