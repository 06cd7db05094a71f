import { describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { createChain } from '../../chain/index.ts';
import { randomBytes, secp256k1Signer } from '../../crypto/index.ts';
import { Approval, PackedApprovals, Quorum, TypedData } from '../../quorum/index.ts';
import { ApprovalsNeededError, approvalsFrom, approvalsOf, keyAuthority, quorumAuthority } from './authority.ts';

const announcements: Hex = `0x${'a1'.repeat(20)}`;
const registry: Hex = `0x${'b2'.repeat(20)}`;
const subject: Hex = `0x${'c3'.repeat(32)}`;
const signers = [1, 2, 3].map(() => secp256k1Signer(randomBytes(32)));
const quorum = Quorum.firstState(Quorum.from({ members: signers.map(({ signer }) => ({ signer })), threshold: 2 }));
const settings = { chainId: 31_337, registry, quorum };
/** Nothing listens there: what is tested here is told offline. */
const chain = createChain({
  chainId: 31_337,
  rpcUrls: ['http://127.0.0.1:9'],
  addresses: { quorumRegistry: registry, keyAnnouncements: announcements },
  finality: 0,
  timeoutMs: 500,
});

const withdraw = (authority: Hex) =>
  ({
    action: 'withdraw',
    chainId: 31_337,
    announcements,
    message: { authority, subject, epoch: 1, deadline: 1_795_000_000 },
  }) as const;
const signer = Quorum.signer(registry, quorum.id);
const action = withdraw(signer);
/** What members sign so that the quorum withdraws, at a version. */
const approval = (version = quorum.version) =>
  ({
    action: 'approve',
    chainId: 31_337,
    registry,
    message: { quorum: quorum.id, version, digest: TypedData.digest(action) },
  }) as const;
const signed = (who: number, version?: number) =>
  Approval.sign(signers[who] as (typeof signers)[number], approval(version));
const fromFiles = (files: readonly Approval.Approval[]) =>
  quorumAuthority({ ...settings, approvals: approvalsFrom(chain, async () => files) });

describe('keyAuthority', () => {
  test('behavior: signs the typed data itself', async () => {
    const [alice] = signers as [(typeof signers)[number]];
    const authority = keyAuthority(alice);
    const message = withdraw(authority.signer);
    expect(await authority.sign(message)).toBe(await alice.sign(TypedData.digest(message)));
  });
});

describe('quorumAuthority', () => {
  test('behavior: packs just as many approvals as the threshold needs, in the order of the members', async () => {
    const authority = quorumAuthority({ ...settings, approvals: approvalsOf(signers) });
    const packed = PackedApprovals.decode(await authority.sign(action));
    expect(packed.map(({ index }) => index)).toEqual([0, 1]);
    expect(authority.signer).toBe(signer);
  });

  test('behavior: approval files of two members do, whatever else lies beside them', async () => {
    const [alice, carol] = [await signed(0), await signed(2)];
    const packed = await fromFiles([alice, carol]).sign(action);
    const broken = { ...alice, signature: `0x${'11'.repeat(65)}` as Hex };
    const stranger = await Approval.sign(secp256k1Signer(randomBytes(32)), approval());
    expect(await fromFiles([stranger, alice, await signed(1, 7), carol, carol]).sign(action)).toBe(packed);
    await expect(fromFiles([broken, carol]).sign(action)).rejects.toBeInstanceOf(Error);
  });

  test('error: too few: says what is to be approved, and what is missing', async () => {
    const error = await fromFiles([await signed(1)])
      .sign(action)
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApprovalsNeededError);
    expect(error).toMatchObject({ action, digest: TypedData.digest(approval()) });
    expect((error as Error).message).toContain('weight 1, and needs 2');
  });

  test('attack: one member’s approval twice is one approval', async () => {
    const alice = await signed(0);
    await expect(fromFiles([alice, alice]).sign(action)).rejects.toMatchObject({ field: 'approvals' });
  });

  test('attack: approvals of an earlier version count nowhere', async () => {
    await expect(fromFiles([await signed(0, 0), await signed(1, 0)]).sign(action)).rejects.toMatchObject({
      shortMessage: 'has approvals of weight 0, and needs 2',
    });
  });

  test('attack: approvals of another message count nowhere', async () => {
    const other = { ...action, message: { ...action.message, epoch: 2 } };
    await expect(fromFiles([await signed(0), await signed(1)]).sign(other)).rejects.toMatchObject({
      shortMessage: 'has approvals of weight 0, and needs 2',
    });
  });

  test('error: no signature is taken on trust when the chain cannot be asked', async () => {
    const recorded = { ...(await signed(0)), signature: '0x' as Hex };
    await expect(fromFiles([recorded, await signed(1)]).sign(action)).rejects.toMatchObject({
      code: 'RPC_UNREACHABLE',
    });
  });
});
