import type { LocalAccount } from 'viem';
import type { Hex } from '../bytes/index.ts';
import { quorumRegistryAbi } from '../generated/index.ts';
import { Quorum, type QuorumRules } from '../quorum/index.ts';
import type { Chain } from './chain.ts';
import { type ContractError, StaleVersionError } from './contractError.ts';
import { hasApproved, quorumOf } from './quorumReads.ts';
import type { Receipt } from './receipt.ts';
import { send, type WriteOptions } from './send.ts';
import { contractCall, type Outcome, sendOnce } from './write.ts';

/** A quorum's word on a certificate, with its members' packed approvals (docs/spec/approval.md). */
export interface EndorseInput {
  readonly certificate: Hex;
  readonly quorum: Hex;
  /** Seconds since 1970; the one that the members signed. */
  readonly deadline: number;
  readonly approvals: Hex;
}

/** A new version of a quorum, with the packed approvals of the old members and of the new ones. */
export interface RotateInput extends QuorumRules {
  readonly quorum: Hex;
  /** The version that is replaced. */
  readonly version: number;
  readonly deadline: number;
  readonly oldApprovals: Hex;
  readonly newApprovals: Hex;
}

/**
 * Creates a quorum; it is done already if it exists.
 *
 * @throws {RejectedQuorumError} naming the member or threshold.
 * @example
 * ```ts
 * const { quorum } = await createQuorum(chain, account, Quorum.from({ members, threshold: 2 }));
 * ```
 */
export async function createQuorum(
  chain: Chain,
  account: LocalAccount,
  definition: Quorum.Quorum,
  options: WriteOptions = {},
): Promise<Outcome & { readonly quorum: Hex }> {
  const quorum = Quorum.id(definition);
  if (await quorumOf(chain, quorum, atHead(options))) return { outcome: 'already', quorum };
  const { members, threshold, revocationThreshold, salt } = definition;
  const args = [members, threshold, revocationThreshold, salt] as const;
  const transaction = contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'createQuorum', args);
  return { outcome: 'done', quorum, receipt: await send(chain, account, transaction, options) };
}

/**
 * Replaces a quorum's members and thresholds; it is done already if the next version is this very one.
 *
 * @throws {StaleVersionError} if another version came first. @throws {BelowThresholdError} @throws {InvalidApprovalError}
 */
export function rotate(
  chain: Chain,
  account: LocalAccount,
  input: RotateInput,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { quorum, version, members, threshold, revocationThreshold, oldApprovals, newApprovals } = input;
  const transaction = contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'rotate', [
    quorum,
    version,
    members,
    threshold,
    revocationThreshold,
    BigInt(input.deadline),
    oldApprovals,
    newApprovals,
  ]);
  const wanted = { id: quorum, version: version + 1, members, threshold, revocationThreshold };
  const isDone = async (error: ContractError) => {
    if (!(error instanceof StaleVersionError)) return false;
    const current = await quorumOf(chain, quorum, atHead(options));
    return current !== null && Quorum.sameState(current, wanted);
  };
  return sendOnce(chain, account, transaction, isDone, options);
}

/**
 * Records that a quorum endorses a certificate.
 *
 * @throws {ContractError} among them AlreadyDoneError if the quorum has revoked the certificate, which is final.
 * @example
 * ```ts
 * const { outcome } = await endorse(chain, account, { certificate, quorum, deadline, approvals }); // 'done' or 'already'
 * ```
 */
export function endorse(
  chain: Chain,
  account: LocalAccount,
  input: EndorseInput,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { certificate, quorum, deadline, approvals } = input;
  const args = [certificate, quorum, BigInt(deadline), approvals] as const;
  const transaction = contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'endorse', args);
  const isDone = ({ errorName }: ContractError) => errorName === 'QuorumRegistryAlreadyEndorsed';
  return sendOnce(chain, account, transaction, isDone, options);
}

/**
 * Records, for ever, that a quorum revokes a certificate. `reason` is a CRLReason of RFC 5280, section 5.3.1.
 *
 * @throws {ContractError} BelowThresholdError, InvalidApprovalError, ExpiredError, StaleVersionError
 */
export function revoke(
  chain: Chain,
  account: LocalAccount,
  input: EndorseInput & { readonly reason: number },
  options: WriteOptions = {},
): Promise<Outcome> {
  const { certificate, quorum, reason, deadline, approvals } = input;
  const args = [certificate, quorum, BigInt(deadline), approvals, reason] as const;
  const transaction = contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'revoke', args);
  const isDone = ({ errorName }: ContractError) => errorName === 'QuorumRegistryAlreadyRevoked';
  return sendOnce(chain, account, transaction, isDone, options);
}

/** Asks a quorum's members to look at the draft on IPFS whose bytes have the SHA-256 digest `draft`. Leaves an event only. */
export function propose(
  chain: Chain,
  account: LocalAccount,
  input: { readonly quorum: Hex; readonly draft: Hex; readonly deadline: number },
  options: WriteOptions = {},
): Promise<Receipt> {
  const args = [input.quorum, input.draft, BigInt(input.deadline)] as const;
  return send(
    chain,
    account,
    contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'propose', args),
    options,
  );
}

/**
 * Records the sending wallet's approval of a typed-data digest; in packed approvals it is then an empty signature.
 * `quorum` is a hint for readers.
 */
export async function approve(
  chain: Chain,
  account: LocalAccount,
  input: { readonly quorum: Hex; readonly digest: Hex },
  options: WriteOptions = {},
): Promise<Outcome> {
  const approval = { wallet: account.address, digest: input.digest };
  if (await hasApproved(chain, approval, atHead(options))) return { outcome: 'already' };
  const args = [input.quorum, input.digest] as const;
  const transaction = contractCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'approve', args);
  return { outcome: 'done', receipt: await send(chain, account, transaction, options) };
}

function atHead({ signal }: WriteOptions) {
  return signal ? ({ depth: 'head', signal } as const) : ({ depth: 'head' } as const);
}
