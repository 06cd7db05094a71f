import { keccak256 } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { chainOn, type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { startRpcProxy } from '../../../test/support/rpcProxy.ts';
import type { Hex } from '../bytes/index.ts';
import { TypedData } from '../quorum/index.ts';
import {
  type AnnounceInput,
  announce,
  announceFor,
  type ClaimInput,
  chainTime,
  claim,
  claimMany,
  claimOf,
  contractAddresses,
  DisagreementError,
  ExpiredError,
  findClaim,
  findLatest,
  findLatestOfMany,
  historyOf,
  InvalidApprovalError,
  InvalidEpochError,
  latestOf,
  packTerms,
  withdraw,
  withdrawFor,
} from './index.ts';

let local: LocalChain;
beforeAll(async () => {
  local = await startLocalChain();
});
afterAll(() => local[Symbol.asyncDispose]());

const authority = testAccount(1);
const authorityId = keccak256(authority.address);
const relay = testAccount(8);
const announcements = contractAddresses.keyAnnouncements.toLowerCase() as Hex;
let counter = 0;
const fresh = (): Hex => keccak256(`0x${(++counter).toString(16).padStart(8, '0')}`);
const now = async () => (await chainTime(local.chain)).timestamp;

async function draft(subject: Hex, epoch: number): Promise<AnnounceInput> {
  const time = await now();
  return { subject, epoch, digest: fresh(), kind: 1, codec: 0, notBefore: time, notAfter: time + 100_000 };
}

async function announceNext(subject: Hex, epoch: number): Promise<AnnounceInput> {
  const input = await draft(subject, epoch);
  await announce(local.chain, authority, input);
  return input;
}

async function receiptOf(index: number, subject: Hex, epoch: number): Promise<ClaimInput> {
  const device = testAccount(index);
  const message = {
    device: device.address.toLowerCase() as Hex,
    authority: authorityId,
    subject,
    epoch,
    record: fresh(),
    deadline: (await now()) + 1_000,
  };
  const digest = TypedData.digest({ action: 'claim', chainId: 31_337, announcements, message });
  return { ...message, signature: await device.sign({ hash: digest }) };
}

describe('announce and withdraw', () => {
  test('behavior: a wallet announces; the same once more is done already', async () => {
    const subject = fresh();
    const input = await draft(subject, 1);
    expect((await announce(local.chain, authority, input)).outcome).toBe('done');
    expect((await announce(local.chain, authority, input)).outcome).toBe('already');
    expect(await latestOf(local.chain, { authority: authorityId, subject })).toMatchObject({
      epoch: 1,
      withdrawnEpoch: 0,
    });
  });

  test('behavior: anyone may send what an authority signed', async () => {
    const input = await draft(fresh(), 5);
    const deadline = (await now()) + 1_000;
    const signerBytes = authority.address.toLowerCase() as Hex;
    const message = { authority: signerBytes, ...input, deadline };
    const digest = TypedData.digest({ action: 'announce', chainId: 31_337, announcements, message });
    const signed = { ...message, signature: await authority.sign({ hash: digest }) };
    expect((await announceFor(local.chain, relay, signed)).outcome).toBe('done');
    expect((await announceFor(local.chain, testAccount(7), signed)).outcome).toBe('already');
    const other = { ...signed, subject: fresh() };
    await expect(announceFor(local.chain, relay, other)).rejects.toThrow(InvalidApprovalError);
  });

  test('behavior: withdrawn for ever, by the authority or with its signature', async () => {
    const subject = fresh();
    await announceNext(subject, 3);
    expect((await withdraw(local.chain, authority, { subject, epoch: 2 })).outcome).toBe('done');
    const message = {
      authority: authority.address.toLowerCase() as Hex,
      subject,
      epoch: 3,
      deadline: (await now()) + 1_000,
    };
    const digest = TypedData.digest({ action: 'withdraw', chainId: 31_337, announcements, message });
    const signed = { ...message, signature: await authority.sign({ hash: digest }) };
    expect((await withdrawFor(local.chain, relay, signed)).outcome).toBe('done');
    expect((await withdrawFor(local.chain, relay, signed)).outcome).toBe('already');
    expect((await withdraw(local.chain, authority, { subject, epoch: 1 })).outcome).toBe('already');
    const slot = await latestOf(local.chain, { authority: authorityId, subject });
    expect(slot).toMatchObject({ epoch: 3, withdrawnEpoch: 3 });
  });

  test('error: rollback: an epoch that does not grow', async () => {
    const subject = fresh();
    await announceNext(subject, 3);
    await expect(announce(local.chain, authority, await draft(subject, 3))).rejects.toThrow(InvalidEpochError);
    await expect(announce(local.chain, authority, await draft(subject, 2))).rejects.toThrow(InvalidEpochError);
  });

  test('error: fast-forward: an epoch that jumps too far', async () => {
    await expect(announce(local.chain, authority, await draft(fresh(), 65_537))).rejects.toThrow(InvalidEpochError);
  });

  test('error: a validity that has ended or is upside down', async () => {
    const input = await draft(fresh(), 1);
    await expect(announce(local.chain, authority, { ...input, notBefore: 1, notAfter: 2 })).rejects.toThrow(
      InvalidEpochError,
    );
    const upsideDown = { ...input, notBefore: input.notAfter + 1 };
    await expect(announce(local.chain, authority, upsideDown)).rejects.toThrow(InvalidEpochError);
  });

  test('error: withdrawing what was not announced', async () => {
    await expect(withdraw(local.chain, authority, { subject: fresh(), epoch: 1 })).rejects.toThrow(InvalidEpochError);
  });
});

describe('claim', () => {
  test('behavior: recorded once, whoever relays it', async () => {
    const subject = fresh();
    await announceNext(subject, 2);
    const receipt = await receiptOf(2, subject, 2);
    expect((await claim(local.chain, relay, receipt)).outcome).toBe('done');
    expect((await claim(local.chain, testAccount(7), receipt)).outcome).toBe('already');
    const device = keccak256(receipt.device);
    const claimed = await claimOf(local.chain, { authority: authorityId, subject, device });
    expect(claimed.epoch).toBe(2);
    const event = await findClaim(local.chain, { authority: authorityId, subject, device });
    expect(event).toMatchObject({ epoch: 2, record: receipt.record, block: claimed.claimedAt });
    expect(await findClaim(local.chain, { authority: authorityId, subject, device: fresh() })).toBeNull();
  });

  test('behavior: many in one transaction; a bad one stops no other', async () => {
    const subject = fresh();
    await announceNext(subject, 1);
    const [first, forged, third] = await Promise.all([2, 3, 4].map((index) => receiptOf(index, subject, 1)));
    if (!first || !forged || !third) throw new Error('three receipts');
    const receipts = [first, { ...forged, record: fresh() }, third];
    const result = await claimMany(local.chain, relay, receipts);
    expect(result).toMatchObject({ outcome: 'done', accepted: [true, false, true] });
    const again = await claimMany(local.chain, relay, receipts);
    expect(again).toEqual({ outcome: 'already', accepted: [false, false, false] });
  });

  test('error: an epoch that was not announced, a forged receipt, a late one', async () => {
    const subject = fresh();
    await announceNext(subject, 1);
    await expect(claim(local.chain, relay, await receiptOf(2, subject, 2))).rejects.toThrow(InvalidEpochError);
    const receipt = await receiptOf(2, subject, 1);
    await expect(claim(local.chain, relay, { ...receipt, record: fresh() })).rejects.toThrow(InvalidApprovalError);
    await expect(claim(local.chain, relay, { ...receipt, deadline: 1 })).rejects.toThrow(ExpiredError);
  });
});

describe('findLatest', () => {
  test('behavior: nothing announced', async () => {
    const latest = await findLatest(local.chain, { authority: authorityId, subject: fresh() });
    expect(latest.announcement).toBeNull();
    expect(latest.slot).toEqual({ epoch: 0, announcedAt: 0, withdrawnEpoch: 0, withdrawnAt: 0 });
  });

  test('behavior: a device that was away finds the latest of many with three requests', async () => {
    const subject = fresh();
    for (let epoch = 1; epoch < 12; epoch++) await announceNext(subject, epoch);
    const input = await announceNext(subject, 12);
    await local.node.mine(100);
    const before = local.chain.rpc.requests();
    const { announcement, slot } = await findLatest(local.chain, { authority: authorityId, subject });
    expect(local.chain.rpc.requests() - before).toBe(3);
    expect(announcement).toMatchObject({ ...input, authority: authorityId, block: slot.announcedAt });
  });

  test('behavior: a poll of forty pairs takes two requests, and a third for what is new', async () => {
    const subjects = Array.from({ length: 40 }, fresh);
    const fortieth = subjects[39] as Hex;
    await announceNext(fortieth, 1);
    const pairs = subjects.map((subject) => ({ authority: authorityId, subject, above: 0 }));
    const before = local.chain.rpc.requests();
    const found = await findLatestOfMany(local.chain, pairs);
    expect(local.chain.rpc.requests() - before).toBe(3);
    expect(found.filter(({ announcement }) => announcement !== null)).toHaveLength(1);
    expect(found[39]?.announcement?.subject).toBe(fortieth);
    const seen = pairs.map((pair) => ({ ...pair, above: 1 }));
    const middle = local.chain.rpc.requests();
    await findLatestOfMany(local.chain, seen);
    expect(local.chain.rpc.requests() - middle).toBe(2);
  });

  test('behavior: several events in one block: the last by log index counts, and history gives the others', async () => {
    const subject = fresh();
    await announceNext(subject, 1);
    const inputs = await Promise.all([2, 3, 4].map((epoch) => draft(subject, epoch)));
    await local.node.request('evm_setAutomine', [false]);
    try {
      const nonce = await local.node.client.getTransactionCount({ address: authority.address });
      for (const [i, input] of inputs.entries()) {
        const struct = { subject: input.subject, digest: input.digest, terms: packTerms(input) };
        await local.node.client.writeContract({
          account: authority,
          chain: null,
          address: contractAddresses.keyAnnouncements,
          abi: (await import('../generated/index.ts')).keyAnnouncementsAbi,
          functionName: 'announce',
          args: [struct],
          nonce: nonce + i,
          gas: 200_000n,
        });
      }
      await local.node.mine(1);
    } finally {
      await local.node.request('evm_setAutomine', [true]);
    }
    const { announcement } = await findLatest(local.chain, { authority: authorityId, subject });
    expect(announcement?.epoch).toBe(4);
    if (!announcement) throw new Error('no announcement');
    const epochs: number[] = [];
    for await (const earlier of historyOf(local.chain, announcement, 10)) epochs.push(earlier.epoch);
    expect(epochs).toEqual([3, 2, 1]);
    const bounded: number[] = [];
    for await (const earlier of historyOf(local.chain, announcement, 2)) bounded.push(earlier.epoch);
    expect(bounded).toEqual([3, 2]);
  });

  test('behavior: confirmation depth: an announcement counts once it is deep enough', async () => {
    const subject = fresh();
    const deep = chainOn([local.node.rpcUrl], 31_337, { finality: 5 });
    await announceNext(subject, 1);
    await local.node.mine(4);
    expect((await findLatest(deep, { authority: authorityId, subject })).announcement).toBeNull();
    expect((await findLatest(deep, { authority: authorityId, subject }, { depth: 'head' })).announcement?.epoch).toBe(
      1,
    );
    await local.node.mine(1);
    expect((await findLatest(deep, { authority: authorityId, subject })).announcement?.epoch).toBe(1);
  });

  test('behavior: reorganisation before it is settled: what is gone is not found', async () => {
    const subject = fresh();
    const deep = chainOn([local.node.rpcUrl], 31_337, { finality: 3 });
    await local.node.mine(10);
    await announceNext(subject, 1);
    await local.node.reorg(1);
    await local.node.mine(5);
    expect((await findLatest(deep, { authority: authorityId, subject })).announcement).toBeNull();
  });

  test('error: indefinite freeze: the age of the head is there to see', async () => {
    const before = await findLatest(local.chain, { authority: authorityId, subject: fresh() });
    await local.node.mine(1, 90_000);
    await local.node.mine(1);
    const after = await findLatest(local.chain, { authority: authorityId, subject: fresh() });
    expect(after.head.timestamp).toBeGreaterThan(before.head.timestamp);
  });

  const lies = {
    'withholds the event': (result: unknown) => (Array.isArray(result) ? [] : undefined),
    'gives another digest': (result: unknown) =>
      Array.isArray(result)
        ? result.map((log: { data: string }) => ({
            ...log,
            data: log.data.replace(/^0x.{64}.{64}/, `0x${'0'.repeat(63)}1${'66'.repeat(32)}`),
          }))
        : undefined,
  };
  for (const [lie, change] of Object.entries(lies)) {
    test(`error: a lying RPC that ${lie} is not believed`, async () => {
      const subject = fresh();
      await announceNext(subject, 1);
      await using liar = await startRpcProxy(local.node.rpcUrl, {
        rewrite: ({ method }, answer) =>
          method === 'eth_getLogs' ? { ...answer, result: change(answer.result) } : null,
      });
      const chain = chainOn([local.node.rpcUrl, liar.url], 31_337);
      await expect(findLatest(chain, { authority: authorityId, subject })).rejects.toThrow(DisagreementError);
    });
  }

  test('error: a lying RPC that hides an announcement in the slot is not believed', async () => {
    const subject = fresh();
    await announceNext(subject, 1);
    await using liar = await startRpcProxy(local.node.rpcUrl, {
      rewrite: ({ method }, answer) => (method === 'eth_call' ? { ...answer, result: `0x${'00'.repeat(128)}` } : null),
    });
    const chain = chainOn([local.node.rpcUrl, liar.url], 31_337);
    await expect(findLatest(chain, { authority: authorityId, subject })).rejects.toThrow(DisagreementError);
  });

  test('error: a slot without its event is no announcement', async () => {
    const subject = fresh();
    await announceNext(subject, 1);
    await using liar = await startRpcProxy(local.node.rpcUrl, {
      rewrite: ({ method }, answer) => (method === 'eth_getLogs' ? { ...answer, result: [] } : null),
    });
    await expect(findLatest(chainOn([liar.url], 31_337), { authority: authorityId, subject })).rejects.toThrow('lack');
  });

  test('error: a view call that answers garbage', async () => {
    for (const result of ['0x1234', 7, null, `0x${'ff'.repeat(128)}`]) {
      await using liar = await startRpcProxy(local.node.rpcUrl, {
        rewrite: ({ method }, answer) => (method === 'eth_call' ? { ...answer, result } : null),
      });
      const chain = chainOn([liar.url], 31_337);
      await expect(findLatest(chain, { authority: authorityId, subject: fresh() })).rejects.toThrow();
    }
  });
});
