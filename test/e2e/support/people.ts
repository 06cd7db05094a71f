import type { LocalAccount } from 'viem';
import type { Hex } from '../../../sdk/src/bytes/index.ts';
import {
  chainTime,
  createQuorum,
  endorse,
  propose,
  revoke,
  rotate,
  verifiersOf,
} from '../../../sdk/src/chain/index.ts';
import { type Signer, secp256k1Signer } from '../../../sdk/src/crypto/index.ts';
import { type Action, Approval, collect, Proposal, Quorum, type QuorumState } from '../../../sdk/src/quorum/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';

/** A stakeholder's employee: the account in the wallet, and the same key as the SDK signs with. */
export interface Person {
  readonly name: string;
  readonly account: LocalAccount;
  readonly signer: Signer;
}

/** @param index Of the sandbox's funded accounts. */
export function personOf(sandbox: Sandbox, index: number, name: string): Person {
  const account = sandbox.account(index);
  return { name, account, signer: secp256k1Signer(account.getHdKey().privateKey as Uint8Array) };
}

/** An action without what follows from the quorum and the chain. */
export type Wish =
  | { readonly action: 'endorse'; readonly certificate: Hex }
  | { readonly action: 'revoke'; readonly certificate: Hex; readonly reason: number }
  | { readonly action: 'rotate'; readonly rules: Quorum.QuorumRules };

/** Creates a quorum; its first version. */
export async function found(sandbox: Sandbox, rules: Parameters<typeof Quorum.from>[0]): Promise<QuorumState> {
  const definition = Quorum.from(rules);
  await createQuorum(sandbox.chain, sandbox.account(0), definition);
  return Quorum.firstState(definition);
}

/** What the quorum's members are asked to sign, good for `seconds` of block time. */
export async function actionFor(
  sandbox: Sandbox,
  { id, version }: QuorumState,
  wish: Wish,
  seconds = 7 * 86_400,
): Promise<Action.Endorse | Action.Revoke | Action.Rotate> {
  const { timestamp } = await chainTime(sandbox.chain);
  const common = { quorum: id, version, deadline: timestamp + seconds };
  const domain = { chainId: sandbox.chainId, registry: sandbox.addresses.quorumRegistry.toLowerCase() as Hex };
  if (wish.action === 'endorse') {
    return { ...domain, action: 'endorse', message: { ...common, certificate: wish.certificate } };
  }
  if (wish.action === 'revoke') {
    const { certificate, reason } = wish;
    return { ...domain, action: 'revoke', message: { ...common, certificate, reason } };
  }
  const members = wish.rules.members.map((member) => ({ ...member }));
  return { ...domain, action: 'rotate', message: { ...common, ...wish.rules, members } };
}

/** These people sign, and the chain takes it. Returns the quorum as it is then. */
export async function decide(
  sandbox: Sandbox,
  quorum: QuorumState,
  people: readonly Person[],
  wish: Wish,
): Promise<QuorumState> {
  const { chain } = sandbox;
  const action = await actionFor(sandbox, quorum, wish);
  const signed = await Promise.all(people.map(({ signer }) => Approval.sign(signer, action)));
  const pack = async (state: QuorumState): Promise<Hex> => {
    const { packed } = await collect(state, action, signed, { verifiers: verifiersOf(sandbox.addresses) });
    if (packed === undefined) throw new Error('these people are not enough');
    return packed;
  };
  const sender = sandbox.account(0);
  if (action.action === 'rotate') {
    const next = { ...action.message, id: quorum.id, version: quorum.version + 1 };
    const approvals = { oldApprovals: await pack(quorum), newApprovals: await pack(next) };
    await rotate(chain, sender, { ...action.message, ...approvals });
    return next;
  }
  const approvals = await pack(quorum);
  if (action.action === 'revoke') await revoke(chain, sender, { ...action.message, approvals });
  else await endorse(chain, sender, { ...action.message, approvals });
  return quorum;
}

/** Puts a draft on IPFS and points the quorum's members to it. Returns the digest of the draft. */
export async function suggest(
  sandbox: Sandbox,
  proposer: Person,
  action: Action.RegistryAction,
  extra: Parameters<typeof Proposal.from>[1] = {},
): Promise<Hex> {
  const { digest } = await sandbox.store.writeBlock(Proposal.encode(Proposal.from(action, extra)));
  const deadline = 'deadline' in action.message ? action.message.deadline : 0;
  await propose(sandbox.chain, proposer.account, { quorum: action.message.quorum, draft: digest, deadline });
  return digest;
}
