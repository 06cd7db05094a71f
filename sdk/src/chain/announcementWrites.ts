import type { LocalAccount } from 'viem';
import { keccak256 } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi } from '../generated/index.ts';
import { claimOf, latestOf } from './announcementReads.ts';
import { packTerms } from './announcementTerms.ts';
import type { Chain } from './chain.ts';
import { toChainEvent } from './chainEvent.ts';
import { type ContractError, InvalidEpochError } from './contractError.ts';
import { findLatest } from './findLatest.ts';
import { send, simulate, type Transaction, type WriteOptions } from './send.ts';
import { contractCall, type OnceOnly, type Outcome, sendOnce } from './write.ts';

/** What an authority announces. Times are seconds since 1970. */
export interface AnnounceInput {
  readonly subject: Hex;
  /** 1 to 65,536 above the current one. */
  readonly epoch: number;
  /** SHA-256 of the content's root block. */
  readonly digest: Hex;
  /** docs/spec/announcement.md. */
  readonly kind: number;
  /** 0 raw block, 1 UnixFS file, 2 UnixFS directory. */
  readonly codec: number;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The signature of an ERC-7913 signer (for a quorum: packed approvals), and until when it is good. */
export interface Authorisation {
  /** ERC-7913 bytes. */
  readonly authority: Hex;
  readonly deadline: number;
  readonly signature: Hex;
}

/** What an authority takes back. */
export interface WithdrawInput {
  readonly subject: Hex;
  /** Everything up to this epoch, for ever. */
  readonly epoch: number;
}

/** A device's signed receipt. */
export interface ClaimInput {
  /** The device's ERC-7913 signer. */
  readonly device: Hex;
  /** keccak256 of the authority's signer. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  /** SHA-256 of the claim record. */
  readonly record: Hex;
  readonly deadline: number;
  readonly signature: Hex;
}

/**
 * Announces, with the sending wallet as authority.
 *
 * @throws {InvalidEpochError} if the epoch does not follow, and is not this very announcement.
 * @example
 * ```ts
 * await announce(chain, account, { subject, epoch: 8, digest, kind: 1, codec: 0, notBefore, notAfter });
 * ```
 */
export function announce(
  chain: Chain,
  account: LocalAccount,
  input: AnnounceInput,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = announcementOf(chain, account.address, input, null, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/**
 * Announces with any ERC-7913 signer as authority; anyone may send it. See {@link announce}. For a quorum of `chain.addresses.
 * quorumRegistry` the cheaper `announceByQuorum` is called: KeyAnnouncements and registry have to be deployed as a pair.
 */
export function announceFor(
  chain: Chain,
  account: LocalAccount,
  input: AnnounceInput & Authorisation,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = announcementOf(chain, input.authority, input, input, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/**
 * The transaction that announces, for any wallet to send: with the wallet as authority, or with an authority's signature.
 *
 * @example
 * ```ts
 * const { transaction } = announcementOf(chain, quorum.signer, input, { deadline, signature });
 * ```
 */
export function announcementOf(
  chain: Chain,
  authority: Hex,
  input: AnnounceInput,
  signed: Pick<Authorisation, 'deadline' | 'signature'> | null,
  options: WriteOptions = {},
): OnceOnly {
  const transaction = signed
    ? announceForCall(chain, { ...input, ...signed, authority })
    : contractCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'announce', [toStruct(input)]);
  return { transaction, isDone: isAnnounced(chain, authority, input, options) };
}

/** Withdraws everything up to and including an epoch, with the sending wallet as authority. */
export function withdraw(
  chain: Chain,
  account: LocalAccount,
  input: WithdrawInput,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = withdrawalOf(chain, account.address, input, null, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/** Withdraws with any ERC-7913 signer as authority; anyone may send it. */
export function withdrawFor(
  chain: Chain,
  account: LocalAccount,
  input: WithdrawInput & Authorisation,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = withdrawalOf(chain, input.authority, input, input, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/** The transaction that withdraws, for any wallet to send. See {@link announcementOf}. */
export function withdrawalOf(
  chain: Chain,
  authority: Hex,
  { subject, epoch }: WithdrawInput,
  signed: Pick<Authorisation, 'deadline' | 'signature'> | null,
  options: WriteOptions = {},
): OnceOnly {
  const input = { subject, epoch };
  const transaction = signed
    ? withdrawForCall(chain, { ...input, ...signed, authority })
    : contractCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'withdraw', [subject, BigInt(epoch)]);
  return { transaction, isDone: isWithdrawn(chain, authority, input, options) };
}

/**
 * Relays a device's receipt; it is done already if the device has claimed this epoch or a later one.
 *
 * @throws {InvalidEpochError} @throws {InvalidApprovalError} @throws {ExpiredError}
 */
export function claim(
  chain: Chain,
  account: LocalAccount,
  input: ClaimInput,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = relayOf(chain, input, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/** The transaction that relays a receipt, for any wallet to send. See {@link announcementOf}. */
export function relayOf(chain: Chain, input: ClaimInput, options: WriteOptions = {}): OnceOnly {
  const args = [toReceipt(input), input.signature] as const;
  const transaction = contractCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'claim', args);
  const isDone = async (error: ContractError) => {
    if (!(error instanceof InvalidEpochError)) return false;
    const { authority, subject } = input;
    const claimed = await claimOf(chain, { authority, subject, device: keccak256(input.device) }, atHead(options));
    return claimed.epoch >= input.epoch;
  };
  return { transaction, isDone };
}

/**
 * Relays many receipts in one transaction. One that does not hold is left out and stops no other; if none holds, nothing is
 * sent.
 *
 * @returns For each receipt, whether this transaction recorded it.
 */
export async function claimMany(
  chain: Chain,
  account: LocalAccount,
  inputs: readonly ClaimInput[],
  options: WriteOptions = {},
): Promise<Outcome & { readonly accepted: readonly boolean[] }> {
  const args = [inputs.map(toReceipt), inputs.map(({ signature }) => signature)] as const;
  const transaction = contractCall(chain.addresses.keyAnnouncements, keyAnnouncementsAbi, 'claimMany', args);
  const returned = await simulate(chain, account.address, transaction, options.signal);
  const none = inputs.map(() => false);
  // The result is a bool[]: two words, then a word for each; a one at the end of any of them is an acceptance.
  const words = returned.slice(2 + 2 * 64).match(/.{64}/g) ?? [];
  if (!words.some((word) => word.endsWith('1'))) return { outcome: 'already', accepted: none };
  const receipt = await send(chain, account, transaction, options);
  const claimed = new Set(
    receipt.logs.flatMap((log) => {
      const event = toChainEvent(log, chain.addresses);
      return event?.type === 'claimed' ? [claimKey(event.authority, event.subject, event.device, event.epoch)] : [];
    }),
  );
  const accepted = inputs.map((input) => {
    const { authority, subject, device, epoch } = input;
    return claimed.delete(claimKey(authority, subject, keccak256(device), epoch));
  });
  return { outcome: 'done', receipt, accepted };
}

/** A quorum of the chain's registry has a way of its own, which costs less and comes to the same. */
function announceForCall(chain: Chain, input: AnnounceInput & Authorisation): Transaction {
  const quorum = quorumIn(chain, input.authority);
  const rest = [toStruct(input), BigInt(input.deadline), input.signature] as const;
  const at = chain.addresses.keyAnnouncements;
  if (quorum) return contractCall(at, keyAnnouncementsAbi, 'announceByQuorum', [quorum, ...rest]);
  return contractCall(at, keyAnnouncementsAbi, 'announceFor', [input.authority, ...rest]);
}

function withdrawForCall(chain: Chain, input: WithdrawInput & Authorisation): Transaction {
  const quorum = quorumIn(chain, input.authority);
  const rest = [input.subject, BigInt(input.epoch), BigInt(input.deadline), input.signature] as const;
  const at = chain.addresses.keyAnnouncements;
  if (quorum) return contractCall(at, keyAnnouncementsAbi, 'withdrawByQuorum', [quorum, ...rest]);
  return contractCall(at, keyAnnouncementsAbi, 'withdrawFor', [input.authority, ...rest]);
}

/** The quorum's id if a signer is `registry ‖ id`; null for every other signer. */
function quorumIn(chain: Chain, authority: Hex): Hex | null {
  const [registry, id] = [authority.slice(0, 42), authority.slice(42)];
  const isQuorum = id.length === 64 && registry.toLowerCase() === chain.addresses.quorumRegistry.toLowerCase();
  return isQuorum ? `0x${id}` : null;
}

/** The epoch is taken: by this very announcement, or by another? */
function isAnnounced(chain: Chain, authority: Hex, input: AnnounceInput, options: WriteOptions) {
  return async (error: ContractError) => {
    if (error.errorName !== 'KeyAnnouncementsInvalidEpoch') return false;
    const pair = { authority: keccak256(authority), subject: input.subject };
    const { announcement } = await findLatest(chain, pair, atHead(options));
    return (
      announcement !== null &&
      announcement.digest === input.digest.toLowerCase() &&
      (['epoch', 'kind', 'codec', 'notBefore', 'notAfter'] as const).every((name) => announcement[name] === input[name])
    );
  };
}

function isWithdrawn(chain: Chain, authority: Hex, input: WithdrawInput, options: WriteOptions) {
  return async (error: ContractError) => {
    if (error.errorName !== 'KeyAnnouncementsInvalidEpoch') return false;
    const pair = { authority: keccak256(authority), subject: input.subject };
    return (await latestOf(chain, pair, atHead(options))).withdrawnEpoch >= input.epoch;
  };
}

function toStruct(input: AnnounceInput) {
  const { subject, digest } = input;
  return { subject, digest, terms: packTerms(input) };
}

function toReceipt(input: ClaimInput) {
  const { device, authority, subject, epoch, record, deadline } = input;
  return { device, authority, subject, epoch: BigInt(epoch), record, deadline: BigInt(deadline) };
}

function claimKey(...parts: readonly (Hex | number)[]): string {
  return parts.join(' ').toLowerCase();
}

function atHead({ signal }: WriteOptions) {
  return signal ? ({ depth: 'head', signal } as const) : ({ depth: 'head' } as const);
}
