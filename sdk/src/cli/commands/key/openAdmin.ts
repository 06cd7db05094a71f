import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import type { Chain } from '../../../chain/index.ts';
import { randomBytes } from '../../../crypto/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { PackedApprovals, Proposal, Quorum, type QuorumState, TypedData } from '../../../quorum/index.ts';
import {
  Admin,
  ApprovalsNeededError,
  type Authority,
  keyAuthority,
  quorumAuthority,
} from '../../../roles/admin/index.ts';
import type { Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { approvalBytes, collectOnChain, currentState, readApprovals } from '../shared/approvals.ts';
import { homePaths, shortPath } from '../shared/homeFolder.ts';
import { openChain } from '../shared/openChain.ts';
import { openStore } from '../shared/openStore.ts';
import { toSigner } from '../shared/signers.ts';
import { type OpenWallet, unlockWallet } from '../shared/wallets.ts';

/** An administrator with everything it needs. */
export interface OpenAdmin {
  readonly admin: Admin;
  readonly chain: Chain;
  readonly wallet: OpenWallet;
}

type ActionToSign = Parameters<Authority['sign']>[0];

/** Where signatures are looked for. */
interface Asked {
  readonly chain: Chain;
  readonly input: Input;
  readonly context: Context;
}

/**
 * What members have signed of an authority's message, from files and from the chain; those of quorums that are members are put
 * together. What one member leaves does not hold up the others.
 */
async function approvalsFor(action: ActionToSign, digest: Hex, quorum: QuorumState, { chain, input, context }: Asked) {
  const message = { quorum: quorum.id, version: quorum.version, digest: TypedData.digest(action) };
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const asked = { action: 'approve' as const, chainId: chain.chainId, registry, message };
  const approvals = await readApprovals(input, context, digest);
  // Manifests are verified by devices, offline: only contracts need hints.
  const isSent = action.action === 'announce' || action.action === 'withdraw';
  const hintedBytes = isSent ? approvalBytes : 0;
  const { packed, signed } = await collectOnChain(chain, quorum, asked, approvals, context, { hintedBytes });
  if (packed === undefined) return new Map(signed.map(({ signer }) => [signer, '0x' as Hex]));
  const enough = PackedApprovals.decode(packed);
  return new Map(enough.map(({ index, signature }) => [quorum.members[index]?.signer ?? '0x', signature]));
}

async function authorityOf(chain: Chain, wallet: OpenWallet, input: Input, context: Context): Promise<Authority> {
  const given = input.optional('authority');
  if (!given) return keyAuthority(wallet.signer);
  const registry = chain.addresses.quorumRegistry;
  const signer = await toSigner(given, context, async () => chain.addresses);
  if (signer === wallet.signer.signer) return keyAuthority(wallet.signer);
  const id = Quorum.idOfSigner(registry, signer);
  if (!id)
    throw new DecodeError('is neither a quorum of this registry nor the wallet that acts', { field: given.field });
  const quorum = await currentState(chain, id, context.signal);
  return quorumAuthority({
    chainId: chain.chainId,
    registry,
    quorum,
    approvals: (digest, action) => approvalsFor(action, digest, quorum, { chain, input, context }),
  });
}

export async function openAdmin(input: Input, context: Context): Promise<OpenAdmin> {
  const chain = await openChain(input);
  const store = openStore(input);
  const wallet = await unlockWallet(input, context);
  const authority = await authorityOf(chain, wallet, input, context);
  const admin = await Admin.open({
    home: context.home,
    chain,
    store,
    authority,
    account: wallet.account,
    random: randomBytes,
  });
  return { admin, chain, wallet };
}

/**
 * Does something for an authority; where members of a quorum have to approve first, writes the proposal that they are to approve
 * instead. The exit code is then 4.
 */
export async function withApprovals(
  work: () => Promise<Result>,
  { chain }: OpenAdmin,
  input: Input,
  context: Context,
  goOn: string,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApprovalsNeededError)) throw error;
    const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
    const signer = await toSigner(input.required('authority'), context, async () => chain.addresses);
    const state = await currentState(chain, Quorum.idOfSigner(registry, signer) as Hex, context.signal);
    const message = { quorum: state.id, version: state.version, digest: TypedData.digest(error.action) };
    const content = {
      ...error.action,
      announcements: chain.addresses.keyAnnouncements.toLowerCase(),
    } as typeof error.action;
    const proposal = Proposal.from({ action: 'approve', chainId: chain.chainId, registry, message }, { content });
    const file = path.join(
      homePaths(context.home).proposals,
      `${error.action.action}-${error.digest.slice(2, 18)}.json`,
    );
    await writeWhole(file, Proposal.encode(proposal), { replace: true, makeFolder: true });
    return {
      data: { waiting: error.action.action, digest: error.digest, proposal: file, reason: error.shortMessage },
      text: [
        {
          kind: 'fields',
          rows: [
            ['Waiting', `the quorum has to approve the ${error.action.action} first: ${error.shortMessage}`],
            ['Proposal', shortPath(file, context)],
          ],
        },
        { kind: 'next', commands: [`gridseal key approve ${shortPath(file, context)} --wallet NAME`, goOn] },
      ],
      brief: file,
      exitCode: exitCodes.verification.code,
    };
  }
}
