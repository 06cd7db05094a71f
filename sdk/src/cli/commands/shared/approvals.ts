import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import { type Chain, hasApproved, quorumOf, verifySigner } from '../../../chain/index.ts';
import { NotFoundError, VerificationError } from '../../../errors/index.ts';
import {
  Approval,
  type Collection,
  collect,
  Proposal,
  Quorum,
  type QuorumState,
  type SignatureQuestion,
} from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { homePaths } from './homeFolder.ts';

/** More files than a quorum has members, many times over. */
const maxFiles = 4_096;

export async function readProposal(given: Given): Promise<Proposal.Proposal> {
  const bytes = await readCapped(given.text, { field: given.field, maxBytes: Proposal.MAX_PROPOSAL_BYTES });
  return Proposal.decode(bytes);
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
 * Every approval that the caller names. A file that was named has to be one; in a folder, others are passed over with a remark.
 */
export async function readApprovals(input: Input, context: Context): Promise<readonly Approval.Approval[]> {
  const named = new Set(input.many('approval').map(({ text }) => text));
  const approvals: Approval.Approval[] = [];
  for (const file of await approvalFiles(input, context)) {
    try {
      const bytes = await readCapped(file.text, { field: file.field, maxBytes: Approval.MAX_APPROVAL_BYTES });
      approvals.push(Approval.decode(bytes));
    } catch (error) {
      if (named.has(file.text)) throw error;
      context.note(`passed over ${file.text}: ${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}`);
    }
  }
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

/** Sorts and verifies what was collected, with the chain's help. */
export async function collectOnChain(
  chain: Chain,
  state: QuorumState,
  proposal: Proposal.Proposal,
  approvals: readonly Approval.Approval[],
  context: Context,
): Promise<Collection> {
  const { p256Verifier } = chain.addresses;
  return collect(state, Proposal.actionOf(proposal), approvals, {
    ...(p256Verifier ? { verifiers: { p256: p256Verifier } } : {}),
    quorums: await nestedStates(chain, state, context.signal),
    ask: askChain(chain, context.signal),
    now: Math.floor(context.now() / 1000),
  });
}

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
    ...invalid.map((member) => row({ text: 'invalid', tone: 'bad' }, member)),
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
