import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import { type Chain, hasApproved, quorumOf, verifiersOf, verifySigner } from '../../../chain/index.ts';
import { DecodeError, NotFoundError, VerificationError } from '../../../errors/index.ts';
import {
  type Action,
  Approval,
  type Collection,
  collect,
  hintApprovals,
  type MemberVerdict,
  Parcel,
  type Proposal,
  Quorum,
  type QuorumState,
  type SignatureQuestion,
  TypedData,
} from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { homePaths } from './homeFolder.ts';

/** More files than a quorum has members, many times over. */
const maxFiles = 4_096;

/** The proposal of a file, alone or in a parcel. */
export async function readProposal(given: Given): Promise<Proposal.Proposal> {
  return (await readProposalWith(given)).proposal;
}

/** The same with the approvals that came along. */
export async function readProposalWith(
  given: Given,
): Promise<{ readonly proposal: Proposal.Proposal; readonly approvals: readonly Approval.Approval[] }> {
  const bytes = await readCapped(given.text, { field: given.field, maxBytes: Parcel.MAX_PARCEL_BYTES });
  const { proposal, approvals } = Parcel.decode(bytes);
  if (proposal) return { proposal, approvals };
  throw new DecodeError('has no proposal in it', { field: given.field });
}

/** @throws {VerificationError} if the proposal is for another chain or contract than the one that the caller means. */
export function assertSameChain(proposal: Proposal.Proposal, chain: Chain): void {
  if (proposal.chainId !== chain.chainId) {
    throw new VerificationError(`is for chain ${proposal.chainId}, not ${chain.chainId}`, {
      field: 'proposal.chainId',
    });
  }
  if (proposal.registry !== chain.addresses.quorumRegistry.toLowerCase()) {
    throw new VerificationError(`is for the registry ${proposal.registry}, not ${chain.addresses.quorumRegistry}`, {
      field: 'proposal.registry',
    });
  }
}

/** The files named with `--approval`, folders opened; without any, what lies in the home's approvals folder. */
async function approvalFiles(input: Input, context: Context): Promise<readonly Given[]> {
  const named = input.many('approval');
  const roots = named.length > 0 ? named : [{ text: homePaths(context.home).approvals, field: 'approvals' }];
  const files: Given[] = [];
  for (const { text, field } of roots) {
    const info = await stat(text).catch(() => null);
    if (info?.isDirectory()) {
      const names = (await readdir(text)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
      files.push(...names.map((name) => ({ text: path.join(text, name), field })));
    } else if (info || named.length > 0) files.push({ text, field });
  }
  if (files.length > maxFiles) throw new VerificationError(`are more than ${maxFiles} files`, { field: '--approval' });
  return files;
}

/**
 * Every approval that the caller names, and those that came with the proposal. A file that was named has to be one; in a folder, others are passed over with a remark,
 * and approvals of other messages without one.
 */
export async function readApprovals(
  input: Input,
  context: Context,
  wanted: Hex,
  carried: readonly Approval.Approval[] = [],
): Promise<readonly Approval.Approval[]> {
  const named = new Set(input.many('approval').map(({ text }) => text));
  const approvals = [...carried];
  const isCarried = ({ signer, digest, signature }: Approval.Approval) =>
    carried.some((one) => one.signer === signer && one.digest === digest && one.signature === signature);
  for (const file of await approvalFiles(input, context)) {
    try {
      for (const approval of await approvalsIn(file)) {
        // Members of a nested quorum approve the outer digest by a message of their own.
        const isMeant = named.has(file.text) || approval.digest === wanted || approval.action === 'approve';
        if (isMeant && !isCarried(approval)) approvals.push(approval);
      }
    } catch (error) {
      if (named.has(file.text)) throw error;
      context.note(`passed over ${file.text}: ${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}`);
    }
  }
  return approvals;
}

/** The approvals of a file: one, or those of a parcel. */
async function approvalsIn({ text, field }: Given): Promise<readonly Approval.Approval[]> {
  const { proposal, approvals } = Parcel.decode(await readCapped(text, { field, maxBytes: Parcel.MAX_PARCEL_BYTES }));
  if (proposal && approvals.length === 0) throw new DecodeError('has no approval in it', { field });
  return approvals;
}

/** The quorum as it is on chain now. @throws {NotFoundError} */
export async function currentState(chain: Chain, quorum: Hex, signal: AbortSignal): Promise<QuorumState> {
  const state = await quorumOf(chain, quorum, { depth: 'head', signal });
  if (state) return state;
  throw new NotFoundError(`no quorum has the id ${quorum} on chain ${chain.chainId}`, {
    field: 'quorum',
    metaMessages: ['Create it with gridseal quorum create, or check --chain-id and --quorum-registry.'],
  });
}

/** The states of the quorums that are members of `state`, and of their members, as deep as quorums nest. */
export async function nestedStates(
  chain: Chain,
  state: QuorumState,
  signal: AbortSignal,
): Promise<Map<Hex, QuorumState>> {
  const found = new Map<Hex, QuorumState>();
  let level: readonly QuorumState[] = [state];
  for (let depth = 0; depth < 4 && level.length > 0; depth++) {
    const ids = level.flatMap(({ members }) =>
      members.flatMap(({ signer }) => Quorum.idOfSigner(chain.addresses.quorumRegistry, signer) ?? []),
    );
    const next = await Promise.all(
      [...new Set(ids)].filter((id) => !found.has(id)).map((id) => quorumOf(chain, id, { depth: 'head', signal })),
    );
    level = next.filter((one) => one !== null);
    for (const one of level) found.set(one.id, one);
  }
  return found;
}

/** Asks the chain what cannot be told here: contract wallets, other verifiers, recorded approvals. */
const askChain =
  (chain: Chain, signal: AbortSignal) =>
  ({ signer, digest, signature }: SignatureQuestion): Promise<boolean> =>
    signature === '0x'
      ? hasApproved(chain, { wallet: signer, digest }, { depth: 'head', signal })
      : verifySigner(chain, { signer, digest, signature }, { depth: 'head', signal });

/** The approvals that wallets have recorded on chain, for the quorum and for those that are its members. */
async function recordedApprovals(
  chain: Chain,
  state: QuorumState,
  action: Action.RegistryAction,
  nested: ReadonlyMap<Hex, QuorumState>,
  signal: AbortSignal,
  depth = 0,
): Promise<Approval.Approval[]> {
  const digest = TypedData.digest(action);
  const found: Approval.Approval[] = [];
  for (const { signer } of state.members) {
    const inner = nested.get(Quorum.idOfSigner(chain.addresses.quorumRegistry, signer) ?? '0x');
    if (inner && depth < 4) {
      const message = { quorum: inner.id, version: inner.version, digest };
      const asked = { action: 'approve' as const, chainId: action.chainId, registry: action.registry, message };
      found.push(...(await recordedApprovals(chain, inner, asked, nested, signal, depth + 1)));
    } else if (
      signer.length === 42 &&
      (await hasApproved(chain, { wallet: signer, digest }, { depth: 'head', signal }))
    ) {
      found.push(Approval.from(action, signer, '0x'));
    }
  }
  return found;
}

/** Nodes take transactions of 131,072 bytes at most (geth and its kin); approvals may take this much of one. */
export const approvalBytes = 98_304;

/** How {@link collectOnChain} packs. */
export interface PackOptions {
  /** P-521 signatures get what makes them cheap to verify on chain while all stay within so many bytes; 0 for none. */
  readonly hintedBytes: number;
}

/** Sorts and verifies what was collected, with the chain's help. */
export async function collectOnChain(
  chain: Chain,
  state: QuorumState,
  action: Action.RegistryAction,
  approvals: readonly Approval.Approval[],
  context: Context,
  { hintedBytes }: PackOptions,
): Promise<Collection> {
  const quorums = await nestedStates(chain, state, context.signal);
  const recorded = await recordedApprovals(chain, state, action, quorums, context.signal);
  // A file and a record of the same member say the same: the file is taken.
  const isSaid = ({ signer, digest }: Approval.Approval) =>
    approvals.some((one) => one.signer === signer && one.digest === digest);
  const verifiers = verifiersOf(chain.addresses);
  const collection = await collect(state, action, [...approvals, ...recorded.filter((one) => !isSaid(one))], {
    verifiers,
    quorums,
    ask: askChain(chain, context.signal),
    now: Math.floor(context.now() / 1000),
  });
  const { packed } = collection;
  if (packed === undefined || hintedBytes === 0) return collection;
  const maxBytes = hintedBytes;
  return { ...collection, packed: hintApprovals(state, action, packed, { verifiers, quorums, maxBytes }) };
}

const partial: Cell = { text: 'partial', tone: 'warn' };

/** A quorum that is a member, of which some have approved, and nobody wrongly. */
const isPartial = ({ nested }: MemberVerdict): boolean =>
  nested !== undefined && nested.signed.length > 0 && nested.invalid.length === 0;

/** Who has approved, who has not, and what was set aside. */
export function collectionPage(collection: Collection): Block[] {
  const { signed, unsigned, invalid, unknown, rejected, weight, threshold, missing } = collection;
  const row = (state: Cell, member: { signer: Hex; weight: number; reason?: string }) => [
    state,
    member.weight,
    member.signer.length > 110 ? `${member.signer.slice(0, 66)}…` : member.signer,
    member.reason ?? '',
  ];
  const rows = [
    ...signed.map((member) => row({ text: 'approved', tone: 'good' }, member)),
    ...unknown.map((member) => row({ text: 'unknown', tone: 'warn' }, member)),
    ...invalid.map((member) => row(isPartial(member) ? partial : { text: 'invalid', tone: 'bad' }, member)),
    ...unsigned.map((member) => row({ text: 'waiting', tone: 'dim' }, member)),
  ];
  const blocks: Block[] = [
    { kind: 'table', head: ['STATE', 'WEIGHT', 'MEMBER', 'REMARK'], rows },
    {
      kind: 'lines',
      lines: [
        missing === 0
          ? { text: `The threshold is reached: ${weight} of ${threshold}.`, tone: 'good' }
          : { text: `${weight} of ${threshold}: a weight of ${missing} is missing.`, tone: 'warn' },
      ],
    },
  ];
  const shown = rejected.filter(({ reason }) => reason !== 'otherMessage');
  if (shown.length > 0) {
    const lines = shown.map(
      ({ approval, explanation }) => `Set aside: ${approval.signer.slice(0, 66)}: ${explanation}`,
    );
    blocks.push({ kind: 'lines', lines });
  }
  return blocks;
}
