import { decodeFunctionData, keccak256, type LocalAccount } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi } from '../generated/index.ts';
import { PackedApprovals, Quorum, TypedData } from '../quorum/index.ts';
import {
  announceFor,
  chainTime,
  contractAddresses,
  createQuorum,
  findLatest,
  InvalidApprovalError,
  latestOf,
  type Outcome,
  withdrawFor,
} from './index.ts';

let local: LocalChain;
let quorum: Hex;
let authority: Hex;
const people = [1, 2, 3].map(testAccount);
const relay = testAccount(9);
const subject = keccak256('0x01');
const announcements = contractAddresses.keyAnnouncements.toLowerCase() as Hex;
const registry = contractAddresses.quorumRegistry.toLowerCase() as Hex;
const definition = Quorum.from({
  members: people.map(({ address }) => ({ signer: address })),
  threshold: 2,
  revocationThreshold: 2,
  salt: subject,
});

beforeAll(async () => {
  local = await startLocalChain();
  ({ quorum } = await createQuorum(local.chain, relay, definition));
  authority = Quorum.signer(registry, quorum);
});
afterAll(() => local[Symbol.asyncDispose]());

/** The approvals of the first `count` members for what their quorum is asked to sign. */
async function approvalsOf(digest: Hex, count: number): Promise<Hex> {
  const message = { quorum, version: 1, digest };
  const asked = TypedData.digest({ action: 'approve', chainId: 31_337, registry, message });
  const packed = definition.members.slice(0, count).map(async ({ signer }, index) => {
    const account = people.find(({ address }) => address.toLowerCase() === signer) as LocalAccount;
    return { index, signature: (await account.sign?.({ hash: asked })) as Hex };
  });
  return PackedApprovals.encode(await Promise.all(packed));
}

async function announcement(epoch: number, count: number) {
  const { timestamp } = await chainTime(local.chain);
  const times = { notBefore: timestamp, notAfter: timestamp + 1_000, deadline: timestamp + 1_000 };
  const message = { authority, subject, epoch, digest: subject, kind: 1, codec: 2, ...times };
  const digest = TypedData.digest({ action: 'announce', chainId: 31_337, announcements, message });
  return { ...message, signature: await approvalsOf(digest, count) };
}

async function functionOf(outcome: Outcome): Promise<string> {
  if (outcome.outcome !== 'done') throw new Error('nothing was sent');
  const { input } = await local.node.client.getTransaction({ hash: outcome.receipt.transaction });
  return decodeFunctionData({ abi: keyAnnouncementsAbi, data: input }).functionName;
}

describe('a quorum of the chain’s registry as authority', () => {
  test('behavior: announces and withdraws by the cheaper functions, in the slot of its signer', async () => {
    const first = await announcement(1, 2);
    expect(await functionOf(await announceFor(local.chain, relay, first))).toBe('announceByQuorum');
    expect((await announceFor(local.chain, relay, first)).outcome).toBe('already');
    const pair = { authority: keccak256(authority), subject };
    const { epoch, kind, codec, notBefore, notAfter } = first;
    expect((await findLatest(local.chain, pair)).announcement).toMatchObject({
      epoch,
      kind,
      codec,
      notBefore,
      notAfter,
    });

    const message = { authority, subject, epoch: 1, deadline: first.deadline };
    const digest = TypedData.digest({ action: 'withdraw', chainId: 31_337, announcements, message });
    const withdrawal = { ...message, signature: await approvalsOf(digest, 2) };
    expect(await functionOf(await withdrawFor(local.chain, relay, withdrawal))).toBe('withdrawByQuorum');
    expect((await withdrawFor(local.chain, relay, withdrawal)).outcome).toBe('already');
    expect(await latestOf(local.chain, pair)).toMatchObject({ epoch: 1, withdrawnEpoch: 1 });
  });

  test('error: fewer than the threshold', async () => {
    await expect(announceFor(local.chain, relay, await announcement(2, 1))).rejects.toThrow(InvalidApprovalError);
  });

  test('error: a quorum of a registry that is not there is asked in the generic way, and accepts nothing', async () => {
    const other: Hex = `0x${'77'.repeat(20)}${quorum.slice(2)}`;
    const input = { ...(await announcement(2, 2)), authority: other };
    await expect(announceFor(local.chain, relay, input)).rejects.toThrow(InvalidApprovalError);
  });
});
