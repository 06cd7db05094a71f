import { keccak256 } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import {
  announce,
  announceFor,
  type ClaimInput,
  chainTime,
  claim,
  claimMany,
  claimOf,
  latestOf,
  verifiersOf,
  withdrawFor,
} from '../../sdk/src/chain/index.ts';
import type { KnownVerifiers, Signer } from '../../sdk/src/crypto/index.ts';
import { TypedData } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../support/localChain.ts';
import { type MixedSigners, mixedSigners, type SignerKind, spoils } from '../support/mixedSigners.ts';
import { bytes32 } from '../support/quorums.ts';

const authority = testAccount(1);
const relay = testAccount(2);
const deadline = 4_000_000_000;
/** What claimMany gives to each signer's contract is not enough for these, on any chain. */
const alone: readonly SignerKind[] = ['p521', 'slhDsa'];

const chains = [
  { rules: 'Osaka', options: {}, kinds: ['wallet', 'chip', 'passkey', 'p521', 'slhDsa'] },
  { rules: 'London', options: { hardfork: 'london', chainId: 246 }, kinds: ['wallet', 'chip', 'p521', 'slhDsa'] },
] as const;

describe.each(chains)('receipts of devices with any key, under $rules rules', ({ options, kinds }) => {
  let local: LocalChain;
  let signers: MixedSigners;

  beforeAll(async () => {
    local = await startLocalChain(options, patient);
    signers = await mixedSigners(verifiersOf(local.chain.addresses) as Required<KnownVerifiers>, 'devices');
  });
  afterAll(() => local[Symbol.asyncDispose]());

  /** A new subject with an announcement, to be claimed by any device. */
  async function announced(subject: Hex): Promise<void> {
    const { timestamp } = await chainTime(local.chain);
    const times = { notBefore: timestamp, notAfter: timestamp + 86_400 };
    await announce(local.chain, authority, { subject, epoch: 1, digest: bytes32(9), kind: 1, codec: 0, ...times });
  }

  async function receiptOf(device: Signer, subject: Hex): Promise<ClaimInput> {
    const { keyAnnouncements } = local.chain.addresses;
    const about = { authority: keccak256(authority.address), subject, epoch: 1, record: bytes32(10), deadline };
    const action = {
      action: 'claim' as const,
      chainId: local.chain.chainId,
      announcements: keyAnnouncements.toLowerCase() as Hex,
      message: { device: device.signer, ...about },
    };
    return { device: device.signer, ...about, signature: await device.sign(TypedData.digest(action)) };
  }

  const claimed = async ({ authority: of, subject, device }: ClaimInput) =>
    (await claimOf(local.chain, { authority: of, subject, device: keccak256(device) }, { depth: 'head' })).epoch;

  test('behavior: each kind of key is an authority that announces and withdraws; nobody else can in its name', async () => {
    const { timestamp } = await chainTime(local.chain);
    const announcements = local.chain.addresses.keyAnnouncements.toLowerCase() as Hex;
    const on = { chainId: local.chain.chainId, announcements };
    const about = { subject: bytes32(4), epoch: 1 };
    const terms = { digest: bytes32(9), kind: 1, codec: 0, notBefore: timestamp, notAfter: timestamp + 86_400 };
    for (const kind of kinds) {
      const { signer: of, sign } = signers[kind];
      const announcement = { authority: of, ...about, ...terms, deadline };
      const signature = await sign(TypedData.digest({ action: 'announce', ...on, message: announcement }));
      for (const [how, spoil] of Object.entries(spoils)) {
        const wrong = announceFor(local.chain, relay, { ...announcement, signature: spoil(signature) });
        await expect(wrong, `${kind}, ${how}`).rejects.toMatchObject({ errorName: 'KeyAnnouncementsInvalidSignature' });
      }
      expect((await announceFor(local.chain, relay, { ...announcement, signature })).outcome, kind).toBe('done');
      const withdrawal = { authority: of, ...about, deadline };
      const taken = await sign(TypedData.digest({ action: 'withdraw', ...on, message: withdrawal }));
      expect((await withdrawFor(local.chain, relay, { ...withdrawal, signature: taken })).outcome, kind).toBe('done');
      const latest = await latestOf(
        local.chain,
        { authority: keccak256(of), subject: about.subject },
        { depth: 'head' },
      );
      expect(latest).toMatchObject({ epoch: 1, withdrawnEpoch: 1 });
    }
  });

  test('behavior: each claims by itself, whatever its key costs to check', async () => {
    const subject = bytes32(1);
    await announced(subject);
    for (const kind of kinds) {
      const receipt = await receiptOf(signers[kind], subject);
      expect((await claim(local.chain, relay, receipt)).outcome, kind).toBe('done');
      expect(await claimed(receipt), kind).toBe(1);
    }
  });

  test('behavior: claimed together, those whose keys cost too much are left out and stop nobody', async () => {
    const subject = bytes32(2);
    await announced(subject);
    const receipts = await Promise.all(kinds.map((kind) => receiptOf(signers[kind], subject)));
    const { accepted } = await claimMany(local.chain, relay, receipts);
    expect(Object.fromEntries(kinds.map((kind, i) => [kind, accepted[i]]))).toEqual(
      Object.fromEntries(kinds.map((kind) => [kind, !alone.includes(kind)])),
    );
    for (const [i, receipt] of receipts.entries()) {
      if (!accepted[i]) await claim(local.chain, relay, receipt);
      expect(await claimed(receipt)).toBe(1);
    }
  });

  test.each(kinds)('error: a receipt of the %s with a wrong signature', async (kind) => {
    const subject = bytes32(3);
    await announced(subject).catch(() => undefined);
    const receipt = await receiptOf(signers[kind], subject);
    for (const [how, spoil] of Object.entries(spoils)) {
      const wrong = { ...receipt, signature: spoil(receipt.signature) };
      await expect(claim(local.chain, relay, wrong), how).rejects.toMatchObject({
        errorName: 'KeyAnnouncementsInvalidSignature',
      });
      expect((await claimMany(local.chain, relay, [wrong])).accepted, how).toEqual([false]);
    }
    expect(await claimed(receipt)).toBe(0);
  });
});
