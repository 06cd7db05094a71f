import type { Hex } from '@gridseal/sdk/bytes';
import { type Action, Proposal, type QuorumState, TypedData } from '@gridseal/sdk/quorum';
import type { FleetSlot, Network, QuorumRecord } from '../../../data/index.ts';
import type { SignerOption } from '../../../wallet/index.ts';
import { deliveryState, isOver } from './deliveryState.ts';
import type { FleetRow } from './fleetRows.ts';

/** What can be withdrawn of these rows: whatever is still in force, once, however many devices of a group are among them. */
export function withdrawable(rows: readonly FleetRow[], now: number): readonly FleetSlot[] {
  const slots = new Map<string, FleetSlot>();
  for (const row of rows) {
    const { slot } = row;
    if (slot === null || isOver(deliveryState(row, now))) continue;
    slots.set(slot.authority + slot.subject, slot);
  }
  return [...slots.values()];
}

/** Who can withdraw what an authority announced. */
export type Withdrawer =
  /** The connected wallet is the authority. */
  | { readonly by: 'wallet'; readonly option: SignerOption }
  /** A passkey or another key of this browser is; the wallet only sends. */
  | { readonly by: 'key'; readonly option: SignerOption }
  /** A quorum is; `options` are its members at hand, and `enough` says whether they reach the threshold. */
  | {
      readonly by: 'quorum';
      readonly quorum: QuorumRecord;
      readonly options: readonly SignerOption[];
      readonly enough: boolean;
    }
  | { readonly by: 'others' };

/** @param signer The authority's, if it is known. */
export function withdrawerOf(
  signer: Hex | undefined,
  options: readonly SignerOption[],
  quorums: readonly QuorumRecord[],
): Withdrawer {
  const own = options.find((option) => option.signer.signer.toLowerCase() === signer);
  if (own) return { by: own.kind === 'wallet' ? 'wallet' : 'key', option: own };
  const quorum = quorums.find((one) => one.signer === signer);
  if (!quorum) return { by: 'others' };
  const { members, threshold } = quorum.state;
  const weights = new Map(members.map((member) => [member.signer.toLowerCase(), member.weight]));
  const atHand = options.filter((option) => weights.has(option.signer.signer.toLowerCase()));
  const weight = atHand.reduce((sum, option) => sum + (weights.get(option.signer.signer.toLowerCase()) ?? 0), 0);
  return { by: 'quorum', quorum, options: atHand, enough: weight >= threshold };
}

const day = 86_400;
const week = 7 * day;

/**
 * Until when the signatures of a withdrawal count: the end of a week by UTC, at least a day ahead. All members who ask for it in the
 * same week sign the same message, without anything to hand round.
 */
export function withdrawalDeadline(now: number): number {
  return Math.ceil((now + day) / week) * week;
}

/** The message that an authority signs to withdraw. */
export function withdrawalAction(
  { chainId, addresses }: Pick<Network, 'chainId' | 'addresses'>,
  authority: Hex,
  { subject, epoch }: Pick<FleetSlot, 'subject' | 'epoch'>,
  deadline: number,
): Extract<Action.Action, { readonly action: 'withdraw' }> {
  const announcements = addresses.keyAnnouncements.toLowerCase() as Hex;
  return { action: 'withdraw', chainId, announcements, message: { authority, subject, epoch, deadline } };
}

/** What the members of a quorum are asked, so that the quorum withdraws. */
export function withdrawalProposal(
  network: Pick<Network, 'chainId' | 'addresses'>,
  quorum: Pick<QuorumState, 'id' | 'version'>,
  content: Action.Action,
): Proposal.Proposal {
  const message = { quorum: quorum.id, version: quorum.version, digest: TypedData.digest(content) };
  const registry = network.addresses.quorumRegistry.toLowerCase() as Hex;
  return Proposal.from({ action: 'approve', chainId: network.chainId, registry, message }, { content });
}
