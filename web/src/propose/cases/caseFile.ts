import type { Hex } from '@gridseal/sdk/bytes';
import { type Chain, hasApproved, verifiersOf, verifySigner } from '@gridseal/sdk/chain';
import { Proposal, type QuorumState, type SignatureQuestion, TypedData } from '@gridseal/sdk/quorum';
import type { DataClient, Network, ProposalState } from '../../data/index.ts';
import type { Kept } from './keep.ts';
import { quorumsOf } from './quorumsOf.ts';
import { type Standing, standingOf } from './standing.ts';
import { type Way, waysToSign } from './ways.ts';

/** Everything about one proposal that inbox and detail show alike. */
export interface CaseFile {
  readonly proposal: Proposal.Proposal;
  /** The EIP-712 digest of its message. */
  readonly digest: Hex;
  /** `foreign`: for another chain or another registry than the one that is looked at. */
  readonly state: ProposalState | 'foreign';
  readonly quorums: ReadonlyMap<Hex, QuorumState>;
  /** Null if the quorum is not known. */
  readonly standing: Standing | null;
  /** How the signers at hand can approve. */
  readonly ways: readonly (Way & { readonly done: boolean })[];
}

/** What a case file is made from. */
export interface CaseContext {
  readonly client: DataClient;
  readonly network: Network;
  readonly chain: () => Promise<Chain>;
  readonly kept: Kept;
  /** The signers at hand, in lower case. */
  readonly signers: readonly Hex[];
  /** Block time in seconds since 1970. */
  readonly now: number;
}

/** Puts together what is known of a proposal. */
export async function openCase(proposal: Proposal.Proposal, context: CaseContext): Promise<CaseFile> {
  const { client, network, kept, signers, now } = context;
  const digest = TypedData.digest(Proposal.actionOf(proposal));
  const registry = network.addresses.quorumRegistry.toLowerCase();
  if (proposal.chainId !== network.chainId || proposal.registry.toLowerCase() !== registry) {
    return { proposal, digest, state: 'foreign', quorums: new Map(), standing: null, ways: [] };
  }
  const [{ state }, quorums] = await Promise.all([client.assess(proposal), quorumsOf(client, proposal)]);
  const standing = await standingOf({
    proposal,
    quorums,
    approvals: kept.approvals.filter((one) => one.digest === digest || one.action === 'approve'),
    recorded: async (asked) => (await client.approvals(asked)).map(({ signer }) => signer),
    verifiers: verifiersOf(network.addresses),
    ask: async (question) => askChain(await context.chain(), question),
    now,
  });
  const ways = waysToSign(proposal, quorums, signers).map((way) => ({
    ...way,
    done: standing?.said.has(`${way.signer} ${TypedData.digest(Proposal.actionOf(way.asked))}`) ?? false,
  }));
  return { proposal, digest, state, quorums, standing, ways };
}

function askChain(chain: Chain, { signer, digest, signature }: SignatureQuestion): Promise<boolean> {
  return signature === '0x'
    ? hasApproved(chain, { wallet: signer, digest }, { depth: 'head' })
    : verifySigner(chain, { signer, digest, signature }, { depth: 'head' });
}

/** Whether somebody at this browser is asked and has not answered. */
export function isWaiting({ state, ways }: CaseFile): boolean {
  return state === 'open' && ways.length > 0 && ways.some(({ done }) => !done);
}
