import type { Hex } from '../bytes/index.ts';
import { type KnownVerifiers, offChainAlgorithmOf, verifySignature } from '../crypto/index.ts';
import { VerificationError } from '../errors/index.ts';
import { idOfSigner, type QuorumState } from './quorum.ts';

/** A question that only the chain can answer: a contract wallet, an unknown verifier, or an approval recorded on chain. */
export interface SignatureQuestion {
  readonly signer: Hex;
  readonly digest: Hex;
  /** `0x` asks whether the wallet has recorded its approval of `digest`. */
  readonly signature: Hex;
}

/** What signatures are checked with. */
export interface VerifyOptions {
  /** The ERC-7913 verifier contracts whose algorithm is known, so that their keys are checked offline. */
  readonly verifiers?: KnownVerifiers;
  /** That every 20-byte signer is a key, not a contract: then a wallet's wrong signature is `invalid`, else it is `unknown`. */
  readonly keyWallets?: boolean;
  /** The current states of quorums that are members of others, by id. */
  readonly quorums?: ReadonlyMap<Hex, QuorumState>;
  /** Asks the chain; without it such approvals are `unknown` and count nothing. */
  readonly ask?: (question: SignatureQuestion) => Promise<boolean>;
  /** Shared by all checks of one piece of work; see {@link workBudget}. */
  readonly budget?: WorkBudget;
}

/** How many signatures may still be checked. */
export interface WorkBudget {
  signatures: number;
}

/** As many as a quorum of 64 nested quorums of 64 wallets would have would take seconds; this many take less than one. */
export const DEFAULT_SIGNATURES = 1_024;
/** This many quorums may stand between the one that is asked and a key (QuorumRegistry allows four deep, the outermost included). */
export const MAX_NESTING = 3;

/** @example `const budget = workBudget(256)` */
export function workBudget(signatures = DEFAULT_SIGNATURES): WorkBudget {
  return { signatures };
}

/**
 * Checks one signature, offline where that is possible, else by asking.
 *
 * @returns null if it cannot be told.
 * @throws {VerificationError} when the budget is used up.
 */
export async function checkSignature(question: SignatureQuestion, options: VerifyOptions): Promise<boolean | null> {
  if (options.budget && options.budget.signatures-- <= 0) {
    throw new VerificationError('more signatures than the verifier is willing to check', { field: 'approvals' });
  }
  const recorded = question.signature === '0x';
  const { verifiers = {}, keyWallets: keyWallet = false } = options;
  const verdict = recorded ? null : verifySignature({ ...question, verifiers, keyWallet });
  if (verdict !== null || !options.ask) return verdict;
  return options.ask(question);
}

/** What came of one member's approval, and why it does not count. */
export interface SignatureVerdict {
  /** Null if it cannot be told. */
  readonly verdict: boolean | null;
  readonly reason?: string;
}

/**
 * {@link checkSignature} as the registry does it: a key that no contract verifies counts nothing there, so its signature counts
 * nothing here either.
 *
 * @throws {VerificationError} when the budget is used up.
 */
export async function checkMemberSignature(
  question: SignatureQuestion,
  options: VerifyOptions,
): Promise<SignatureVerdict> {
  const algorithm = offChainAlgorithmOf(question.signer);
  if (algorithm !== null)
    return { verdict: false, reason: `no contract verifies ${algorithm}: it counts off chain alone` };
  const verdict = await checkSignature(question, options);
  return verdict ? { verdict } : { verdict, reason: verdict === null ? UNTOLD : WRONG_SIGNATURE };
}

/** The state of the quorum that `signer` is, if it is one of `registry`: undefined when its state is not known. */
export function nestedState(registry: Hex, signer: Hex, options: VerifyOptions): QuorumState | null | undefined {
  const id = idOfSigner(registry, signer);
  return id === null ? null : options.quorums?.get(id);
}

/** The reasons that several callers give. */
export const UNTOLD = 'cannot be told without the chain';
export const WRONG_SIGNATURE = 'the signature is not this signer’s for this message';
