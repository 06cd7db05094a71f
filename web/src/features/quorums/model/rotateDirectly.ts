import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { type Chain, contractCall, type Transaction, verifiersOf, verifySigner } from '@gridseal/sdk/chain';
import { VerificationError } from '@gridseal/sdk/errors';
import { Approval, collect, hintApprovals, Proposal, type QuorumState } from '@gridseal/sdk/quorum';
import type { SignerOption } from '../../../wallet/index.ts';
import { nextState } from './rotation.ts';

export interface DirectRotation {
  readonly state: QuorumState;
  readonly proposal: Proposal.Proposal;
  /** Signers at hand; only members are asked. */
  readonly signers: readonly SignerOption[];
  readonly chain: Chain;
  /** Block time in seconds since 1970. */
  readonly now: number;
  readonly onSigning: (option: SignerOption) => void;
}

/** Nodes take transactions of 131,072 bytes at most; each side's approvals may take this much. */
const APPROVAL_BYTES = 49_152;

/**
 * Asks one signer after the other until both versions have approved; gives the transaction that rotates.
 *
 * @throws {WalletError} `refused` and others. @throws {VerificationError} if all of them are not enough.
 */
export async function rotateDirectly(input: DirectRotation): Promise<Transaction> {
  const { state, proposal, signers, chain, now, onSigning } = input;
  const action = Proposal.actionOf(proposal);
  if (action.action !== 'rotate') throw new VerificationError('is no rotation', { field: 'proposal' });
  const next = nextState(state, action.message);
  const approvals: Approval.Approval[] = [];
  const verifiers = verifiersOf(chain.addresses);
  const ask: NonNullable<Parameters<typeof collect>[3]>['ask'] = (question) =>
    verifySigner(chain, question, { depth: 'head' });
  const packed = async (side: QuorumState): Promise<Hex | undefined> =>
    (await collect(side, action, approvals, { verifiers, now, ask })).packed;
  const isMember = ({ signer }: SignerOption, side: QuorumState) =>
    side.members.some((member) => member.signer === signer.signer.toLowerCase());
  // Whoever speaks for both versions comes first: fewer signatures are needed.
  const asked = signers
    .filter((option) => isMember(option, state) || isMember(option, next))
    .sort((a, b) => Number(isMember(b, state) && isMember(b, next)) - Number(isMember(a, state) && isMember(a, next)));
  let [old, fresh] = await Promise.all([packed(state), packed(next)]);
  for (const option of asked) {
    if (old && fresh) break;
    if (!((!old && isMember(option, state)) || (!fresh && isMember(option, next)))) continue;
    onSigning(option);
    approvals.push(await Approval.sign(option.signer, action));
    [old, fresh] = await Promise.all([packed(state), packed(next)]);
  }
  if (!old || !fresh) throw new VerificationError('is not approved by enough members', { field: 'approvals' });
  const context = { verifiers, quorums: new Map<Hex, QuorumState>(), maxBytes: APPROVAL_BYTES };
  const { quorum, version, members, threshold, revocationThreshold, deadline } = action.message;
  return contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'rotate', [
    quorum,
    version,
    members,
    threshold,
    revocationThreshold,
    BigInt(deadline),
    hintApprovals(state, action, old, context),
    hintApprovals(next, action, fresh, context),
  ]);
}
