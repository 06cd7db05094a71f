import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { chainTime, createQuorum, type Outcome, quorumOf, rotate } from '../../sdk/src/chain/index.ts';
import { p256Signer, randomBytes, type Signer, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import {
  Approval,
  PackedApprovals,
  Proposal,
  Quorum,
  type QuorumState,
  TypedData,
} from '../../sdk/src/quorum/index.ts';
import { Admin, ApprovalsNeededError, approvalsFrom, quorumAuthority } from '../../sdk/src/roles/admin/index.ts';
import { testAccount } from './anvil.ts';
import type { DeviceWorld } from './deviceWorld.ts';

/** Somebody whose key is a member of the administrators' quorum. */
export interface Person {
  readonly name: string;
  readonly signer: Signer;
}

/** Ada, Ben and Cleo, and Dora who comes later; Cleo's key is in a chip (P-256). */
export function people(world: DeviceWorld) {
  const wallet = (name: string): Person => ({ name, signer: secp256k1Signer(randomBytes(32)) });
  const verifier = world.chain.addresses.p256Verifier as Hex;
  const cleo: Person = { name: 'Cleo', signer: p256Signer(randomBytes(32), verifier) };
  return { ada: wallet('Ada'), ben: wallet('Ben'), cleo, dora: wallet('Dora') };
}

/** The office of administrators who issue together: one home folder, one folder of approvals that come in. */
export interface Office {
  readonly id: Hex;
  /** The ERC-7913 signer of the quorum. */
  readonly signer: Hex;
  /** The administrator as it is after a restart, with the quorum as the chain has it now. */
  open(): Promise<Admin>;
  /** Does something that stops for approvals; gives the proposal file that goes to the members. */
  proposalOf(work: (admin: Admin) => Promise<unknown>): Promise<string>;
  /** A member reads a proposal file and leaves an approval file. */
  approve(person: Person, proposal: string): Promise<Approval.Approval>;
  /** Any bytes that somebody leaves among the approvals. */
  leave(name: string, bytes: Uint8Array): void;
}

const rulesOf = (members: readonly Person[]) =>
  Quorum.from({ members: members.map(({ signer }) => ({ signer: signer.signer })), threshold: 2 });

/** Founds a 2-of-n quorum of administrators. */
export async function foundOffice(world: DeviceWorld, members: readonly Person[]): Promise<Office> {
  const { chain, store, directory } = world;
  const { quorum: id } = await createQuorum(chain, testAccount(0), rulesOf(members));
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const [home, inbox, outbox] = ['office', 'approvals', 'proposals'].map((name) => path.join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [inbox, outbox]) mkdirSync(folder);
  const readApprovals = async () =>
    readdirSync(inbox).map((name) => Approval.decode(new Uint8Array(readFileSync(path.join(inbox, name)))));
  const state = async () => (await quorumOf(chain, id)) as QuorumState;
  const open = async () => {
    const approvals = approvalsFrom(chain, readApprovals);
    const authority = quorumAuthority({ chainId: chain.chainId, registry, quorum: await state(), approvals });
    return Admin.open({ home, chain, store, authority, account: testAccount(5), random: randomBytes });
  };
  return {
    id,
    signer: Quorum.signer(registry, id),
    open,
    proposalOf: async (work) => {
      const needed = await stopped(work(await open()));
      const { version } = await state();
      const message = { quorum: id, version, digest: TypedData.digest(needed.action) };
      const proposal = { action: 'approve', chainId: chain.chainId, registry, message } as const;
      const file = path.join(outbox, `${needed.action.action}-${needed.digest.slice(2, 18)}.json`);
      writeFileSync(file, Proposal.encode(Proposal.from(proposal, { content: needed.action })));
      return file;
    },
    approve: async ({ name, signer }, proposal) => {
      const action = Proposal.actionOf(Proposal.decode(new Uint8Array(readFileSync(proposal))));
      const approval = await Approval.sign(signer, action);
      writeFileSync(path.join(inbox, `${name}-${path.basename(proposal)}`), Approval.encode(approval));
      return approval;
    },
    leave: (name, bytes) => writeFileSync(path.join(inbox, name), bytes),
  };
}

/** What stopped the work. @throws if it did not stop for approvals. */
async function stopped(work: Promise<unknown>): Promise<ApprovalsNeededError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApprovalsNeededError) return error;
    throw error;
  }
  throw new Error('was to wait for approvals');
}

/** Replaces the quorum's members, with the signatures of some of the old ones and of some of the new ones. */
export async function rotateOffice(
  { chain }: DeviceWorld,
  id: Hex,
  members: readonly Person[],
  signers: { readonly old: readonly Person[]; readonly new: readonly Person[] },
): Promise<Outcome> {
  const before = (await quorumOf(chain, id)) as QuorumState;
  const { salt: _, ...after } = rulesOf(members);
  const { timestamp } = await chainTime(chain);
  const rules = { ...after, members: [...after.members] };
  const message = { quorum: id, version: before.version, deadline: timestamp + 3_600, ...rules };
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const digest = TypedData.digest({ action: 'rotate', chainId: chain.chainId, registry, message });
  return rotate(chain, testAccount(0), {
    ...message,
    oldApprovals: await packed(before.members, signers.old, digest),
    newApprovals: await packed(after.members, signers.new, digest),
  });
}

/** Signatures of a digest, packed by the places of these members. */
export async function packed(members: QuorumState['members'], signers: readonly Person[], digest: Hex): Promise<Hex> {
  const approvals = signers.map(async ({ signer }) => ({
    index: members.findIndex((member) => member.signer === signer.signer.toLowerCase()),
    signature: await signer.sign(digest),
  }));
  return PackedApprovals.encode(await Promise.all(approvals));
}
