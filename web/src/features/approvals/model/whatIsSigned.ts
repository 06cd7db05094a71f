import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { contractCall, type Transaction } from '@gridseal/sdk/chain';
import type { Signer } from '@gridseal/sdk/crypto';
import { VerificationError } from '@gridseal/sdk/errors';
import { type Action, Approval, Proposal, type SignedParts, signedParts, TypedData } from '@gridseal/sdk/quorum';
import { encodeFunctionData } from 'viem/utils';

/** Everything that is shown of a message before it is signed. What is signed is made from this object and from nothing else. */
export interface WhatIsSigned {
  /** The message as this signer is asked: of its own quorum, also where that is only a member of the one that decides. */
  readonly action: Action.RegistryAction;
  /** The messages whose digests are approved, the outermost last; empty where the message speaks for itself. */
  readonly behind: readonly Action.Action[];
  /** What it comes down to: `action`, or the last one behind it. */
  readonly matter: Action.Action;
  /** The certificate that the matter is about, if its body came along: its SHA-256 is the one in the message. */
  readonly certificate: Certificate.Certificate | null;
  /** A word of whoever proposed: text from outside. */
  readonly note: string | null;
  /** What a wallet is given to show. */
  readonly typedData: TypedData.TypedDataObject;
  /** Domain, struct and final hash. */
  readonly parts: SignedParts;
}

/**
 * Reads what a proposal asks for.
 *
 * @throws {DecodeError} if the certificate in it is none: it is not shown, so it cannot be signed.
 * @example
 * ```ts
 * const what = whatIsSigned(proposal);
 * const approval = await sign(what, option.signer); // approval.digest === what.parts.digest
 * ```
 */
export function whatIsSigned(proposal: Proposal.Proposal): WhatIsSigned {
  const action = Proposal.actionOf(proposal);
  const behind = [...(proposal.content ? [proposal.content] : []), ...(proposal.behind ?? [])];
  const { certificate, note } = proposal;
  return {
    action,
    behind,
    matter: behind.at(-1) ?? action,
    certificate: certificate === undefined ? null : Certificate.fromJson(certificate as object),
    note: note ?? null,
    typedData: TypedData.from(action),
    parts: signedParts(action),
  };
}

/**
 * Has it signed.
 *
 * @throws {VerificationError} if what came back approves anything but what was shown.
 */
export async function sign({ action, parts }: WhatIsSigned, signer: Signer): Promise<Approval.Approval> {
  const approval = await Approval.sign(signer, action);
  if (approval.digest === parts.digest && approval.signer === signer.signer.toLowerCase()) return approval;
  throw new VerificationError('is not an approval of what was shown', { field: 'approval.digest' });
}

/** The transaction that records the same approval on chain; the wallet that sends it approves. */
export function approveCall({ action, parts }: WhatIsSigned): Transaction {
  return contractCall(action.registry, quorumRegistryAbi, 'approve', [action.message.quorum, parts.digest]);
}

/** Asks the registry itself which digest members have to sign: a view, never sent. */
export function digestCall({ action }: WhatIsSigned): Transaction {
  return { to: action.registry, data: digestQuestion(action), operation: 'digest' };
}

function digestQuestion(action: Action.RegistryAction): Hex {
  const abi = quorumRegistryAbi;
  switch (action.action) {
    case 'endorse': {
      const { certificate, quorum, version, deadline } = action.message;
      const args = [certificate, quorum, version, BigInt(deadline)] as const;
      return encodeFunctionData({ abi, functionName: 'endorsementDigest', args });
    }
    case 'revoke': {
      const { certificate, quorum, version, reason, deadline } = action.message;
      const args = [certificate, quorum, version, reason, BigInt(deadline)] as const;
      return encodeFunctionData({ abi, functionName: 'revocationDigest', args });
    }
    case 'rotate': {
      const { quorum, version, members, threshold, revocationThreshold, deadline } = action.message;
      const args = [quorum, version, members, threshold, revocationThreshold, BigInt(deadline)] as const;
      return encodeFunctionData({ abi, functionName: 'rotationDigest', args });
    }
    case 'approve': {
      const { quorum, version, digest } = action.message;
      return encodeFunctionData({ abi, functionName: 'quorumApprovalDigest', args: [quorum, version, digest] });
    }
  }
}

/**
 * The command that shows the same message and the same hashes from the proposal's file, in a terminal, without this page.
 *
 * @param through Quorums, outermost first, through which the signer is a member.
 */
export function commandFor(action: Action.Action, file: string, through: readonly Hex[] = []): string {
  const command = action.action === 'rotate' ? 'quorum' : 'certificate';
  return [`gridseal ${command} approve ${file}`, ...through.map((id) => `--as ${id}`), '--dry-run'].join(' ');
}
