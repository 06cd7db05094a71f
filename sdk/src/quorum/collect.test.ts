import { describe, expect, test } from 'vitest';
import {
  approvalsOf,
  bytes32,
  chainId,
  endorse,
  pack,
  quorumOf,
  registry,
  revoke,
  wallet,
} from '../../../test/support/quorums.ts';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { p256Signer } from '../crypto/index.ts';
import { VerificationError } from '../errors/index.ts';
import {
  type Action,
  Approval,
  collect,
  evaluatePacked,
  PackedApprovals,
  Quorum,
  type QuorumState,
  TypedData,
  workBudget,
} from './index.ts';

const state = quorumOf([1, 2, 3], 2);
const action = endorse(state);
const keyWallets = true;

/** Flips one bit of a signature's r. */
function spoiled(approval: Approval.Approval): Approval.Approval {
  const bytes = fromHex(approval.signature);
  bytes[5] = (bytes[5] as number) ^ 1;
  return { ...approval, signature: toHex(bytes) };
}

describe('collect', () => {
  test('behavior: two of three reach the threshold, and the registry’s rules accept what is packed', async () => {
    const collection = await collect(state, action, await approvalsOf(action, [3, 1]));
    expect(collection).toMatchObject({ satisfied: true, weight: 2, missing: 0, rejected: [] });
    expect(collection.unsigned.map(({ signer }) => signer)).toEqual([wallet(2).signer]);
    expect(await evaluatePacked(state, action, collection.packed as Hex)).toMatchObject({ satisfied: true, weight: 2 });
  });

  test('behavior: no more approvals are packed than needed', async () => {
    const { packed } = await collect(state, action, await approvalsOf(action, [1, 2, 3]));
    expect(PackedApprovals.decode(packed as Hex)).toHaveLength(2);
  });

  test('behavior: weights count, and light approvals that are not needed are left out', async () => {
    const members = [1, 2, 3].map((n, i) => ({ signer: wallet(n).signer, weight: [1, 2, 5][i] as number }));
    const weighted = Quorum.firstState(Quorum.from({ members, threshold: 6, revocationThreshold: 5 }));
    const one = endorse(weighted);
    expect(await collect(weighted, one, await approvalsOf(one, [1, 2]))).toMatchObject({
      satisfied: false,
      missing: 3,
    });
    const all = await collect(weighted, one, await approvalsOf(one, [1, 2, 3]));
    expect(PackedApprovals.decode(all.packed as Hex)).toHaveLength(2);
    const brake = revoke(weighted);
    expect(await collect(weighted, brake, await approvalsOf(brake, [3]))).toMatchObject({
      satisfied: true,
      threshold: 5,
    });
  });

  test('behavior: files may overlap: what is there twice counts once', async () => {
    const approvals = await approvalsOf(action, [1, 1, 1]);
    const collection = await collect(state, action, approvals);
    expect(collection).toMatchObject({ satisfied: false, weight: 1, missing: 1 });
    expect(collection.rejected.map(({ reason }) => reason)).toEqual(['duplicate', 'duplicate']);
    expect(collection.packed).toBeUndefined();
  });

  test('behavior: a good approval counts though a bad one of the same member comes first', async () => {
    const [good] = await approvalsOf(action, [1]);
    const pile = [spoiled(good as Approval.Approval), good as Approval.Approval];
    const collection = await collect(state, action, pile, { keyWallets });
    expect(collection).toMatchObject({ weight: 1, invalid: [] });
    expect(collection.rejected.map(({ reason }) => reason)).toEqual(['invalidSignature']);
  });

  test('behavior: one bad approval does not spoil the others', async () => {
    const [a, b, c] = (await approvalsOf(action, [1, 2, 3])) as [
      Approval.Approval,
      Approval.Approval,
      Approval.Approval,
    ];
    const collection = await collect(state, action, [a, spoiled(b), c], { keyWallets });
    expect(collection).toMatchObject({ satisfied: true, weight: 2 });
    expect(collection.invalid.map(({ signer }) => signer)).toEqual([b.signer]);
    expect((await evaluatePacked(state, action, collection.packed as Hex, { keyWallets })).satisfied).toBe(true);
  });

  test('error: a stranger', async () => {
    const { rejected, weight } = await collect(state, action, await approvalsOf(action, [9]));
    expect(weight).toBe(0);
    expect(rejected).toMatchObject([{ reason: 'stranger' }]);
  });

  test('error: an approval of another message', async () => {
    const { rejected, weight } = await collect(state, action, await approvalsOf(endorse(state, bytes32(8)), [1]));
    expect(weight).toBe(0);
    expect(rejected).toMatchObject([{ reason: 'otherMessage' }]);
  });

  test('error: approvals collected before a rotation', async () => {
    const now: QuorumState = { ...state, version: 2 };
    const { rejected, weight } = await collect(now, endorse(now), await approvalsOf(action, [1, 2]));
    expect(weight).toBe(0);
    expect(rejected[0]).toMatchObject({
      reason: 'staleVersion',
      explanation: expect.stringContaining('is at version 2'),
    });
    expect(await collect(now, action, await approvalsOf(action, [1, 2]))).toMatchObject({
      satisfied: false,
      weight: 0,
    });
  });

  test('error: a removed signer counts nowhere', async () => {
    const without: QuorumState = { ...quorumOf([1, 2], 2), id: state.id, version: 2 };
    const next = endorse(without);
    const { rejected, satisfied } = await collect(without, next, await approvalsOf(next, [1, 3]));
    expect(satisfied).toBe(false);
    expect(rejected).toMatchObject([{ reason: 'stranger' }]);
  });

  test('error: a deadline that has passed, at its edge', async () => {
    const approvals = await approvalsOf(action, [1, 2]);
    const { deadline } = action.message;
    expect((await collect(state, action, approvals, { now: deadline })).satisfied).toBe(true);
    const late = await collect(state, action, approvals, { now: deadline + 1 });
    expect(late.satisfied).toBe(false);
    expect(late.packed).toBeUndefined();
    expect(late.rejected.map(({ reason }) => reason)).toEqual(['expired', 'expired']);
  });

  test('error: a high s is malleable and refused', async () => {
    const [approval] = (await approvalsOf(action, [1])) as [Approval.Approval];
    const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = n - BigInt(`0x${approval.signature.slice(66, 130)}`);
    const v = approval.signature.endsWith('1b') ? '1c' : '1b';
    const signature = `${approval.signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}` as Hex;
    expect(await Approval.verify({ ...approval, signature }, { keyWallets })).toBe(false);
  });

  test('error: the zero address is nobody, whatever ecrecover returns', async () => {
    const signature: Hex = `0x${'00'.repeat(65)}`;
    const { invalid } = await evaluatePacked(state, action, PackedApprovals.encode([{ index: 0, signature }]), {
      keyWallets,
    });
    expect(invalid).toHaveLength(1);
  });

  test('error: more signatures than the budget', async () => {
    const work = collect(state, action, await approvalsOf(action, [1, 2]), { budget: workBudget(1) });
    await expect(work).rejects.toThrow(VerificationError);
  });

  test('behavior: what cannot be told offline counts nothing, until the chain is asked', async () => {
    const approvals = [Approval.from(action, wallet(1).signer, '0x'), ...(await approvalsOf(action, [2]))];
    const offline = await collect(state, action, approvals);
    expect(offline).toMatchObject({ satisfied: false, weight: 1 });
    expect(offline.unknown).toMatchObject([{ signer: wallet(1).signer, reason: expect.stringContaining('chain') }]);
    const asked: unknown[] = [];
    const ask = async (question: unknown) => {
      asked.push(question);
      return true;
    };
    const online = await collect(state, action, approvals, { ask });
    expect(online.satisfied).toBe(true);
    expect(asked).toEqual([{ signer: wallet(1).signer, digest: TypedData.digest(action), signature: '0x' }]);
    expect(
      PackedApprovals.decode(online.packed as Hex)
        .map(({ signature }) => signature.length)
        .sort(),
    ).toEqual([132, 2].sort());
    expect((await collect(state, action, approvals, { ask: async () => false })).satisfied).toBe(false);
  });

  test('behavior: P-256 members', async () => {
    const verifier: Hex = `0x${'77'.repeat(20)}`;
    const member = p256Signer(new Uint8Array(32).fill(5), verifier);
    const mixed = Quorum.firstState(
      Quorum.from({ members: [{ signer: member.signer }, { signer: wallet(1).signer }], threshold: 2 }),
    );
    const asked = endorse(mixed);
    const approvals = [await Approval.sign(member, asked), ...(await approvalsOf(asked, [1]))];
    expect((await collect(mixed, asked, approvals, { verifiers: { p256: verifier } })).satisfied).toBe(true);
    expect((await collect(mixed, asked, approvals)).unknown).toHaveLength(1);
    const [first, ...rest] = approvals as [Approval.Approval, Approval.Approval];
    expect(
      (await collect(mixed, asked, [spoiled(first), ...rest], { verifiers: { p256: verifier } })).invalid,
    ).toHaveLength(1);
  });
});

describe('nested quorums', () => {
  const inner = quorumOf([4, 5, 6], 2);
  const outer = Quorum.firstState(
    Quorum.from({
      members: [{ signer: wallet(1).signer }, { signer: Quorum.signer(registry, inner.id) }],
      threshold: 2,
    }),
  );
  const asked = endorse(outer);
  const digest = TypedData.digest(asked);
  const approve = (state: QuorumState): Action.Approve => ({
    action: 'approve',
    chainId,
    registry,
    message: { quorum: state.id, version: state.version, digest },
  });
  const quorums = new Map([[inner.id, inner]]);

  test('behavior: a quorum approves through its members', async () => {
    const pile = [...(await approvalsOf(asked, [1])), ...(await approvalsOf(approve(inner), [4, 6]))];
    const collection = await collect(outer, asked, pile, { quorums });
    expect(collection).toMatchObject({ satisfied: true, rejected: [] });
    expect(await evaluatePacked(outer, asked, collection.packed as Hex, { quorums })).toMatchObject({
      satisfied: true,
    });
  });

  test('behavior: says who is missing inside', async () => {
    const pile = [...(await approvalsOf(asked, [1])), ...(await approvalsOf(approve(inner), [4]))];
    const collection = await collect(outer, asked, pile, { quorums });
    expect(collection).toMatchObject({ satisfied: false, weight: 1, missing: 1 });
    expect(collection.invalid).toMatchObject([
      { nested: { weight: 1, missing: 1 }, reason: expect.stringContaining('weight of 1') },
    ]);
  });

  test('error: members of the inner quorum that sign the outer message itself', async () => {
    const pile = await approvalsOf(asked, [1, 4, 5]);
    const collection = await collect(outer, asked, pile, { quorums });
    expect(collection).toMatchObject({ satisfied: false, weight: 1 });
    expect(collection.rejected.map(({ reason }) => reason)).toEqual(['stranger', 'stranger']);
  });

  test('error: approvals by an earlier version of the inner quorum', async () => {
    const pile = [...(await approvalsOf(asked, [1])), ...(await approvalsOf(approve(inner), [4, 5]))];
    const rotated = new Map([[inner.id, { ...inner, version: 2 }]]);
    const collection = await collect(outer, asked, pile, { quorums: rotated });
    expect(collection.satisfied).toBe(false);
    expect(collection.rejected.map(({ reason }) => reason)).toEqual(['staleVersion', 'staleVersion']);
  });

  test('error: an inner quorum that nobody knows', async () => {
    const signature = await pack(inner, approve(inner), [4, 5]);
    const index = outer.members.findIndex(({ signer }) => signer.length > 42);
    const evaluation = await evaluatePacked(outer, asked, PackedApprovals.encode([{ index, signature }]));
    expect(evaluation.unknown).toMatchObject([{ reason: expect.stringContaining('not known') }]);
  });

  test('error: quorums nested deeper than the registry goes', async () => {
    const chain: QuorumState[] = [quorumOf([1], 1)];
    for (let depth = 1; depth <= 4; depth++) {
      const signer = Quorum.signer(registry, (chain.at(-1) as QuorumState).id);
      chain.push(Quorum.firstState(Quorum.from({ members: [{ signer }], threshold: 1 })));
    }
    const known = new Map(chain.map((state) => [state.id, state]));
    const packedFor = async (top: number): Promise<{ asked: Action.Endorse; packed: Hex }> => {
      const asked = endorse(chain[top] as QuorumState);
      let wanted = TypedData.digest(asked);
      for (let depth = top - 1; depth >= 0; depth--) {
        const { id: quorum, version } = chain[depth] as QuorumState;
        wanted = TypedData.digest({
          action: 'approve',
          chainId,
          registry,
          message: { quorum, version, digest: wanted },
        });
      }
      let packed = await wallet(1).sign(wanted);
      for (let depth = 0; depth <= top; depth++) packed = PackedApprovals.encode([{ index: 0, signature: packed }]);
      return { asked, packed };
    };
    const deep = await packedFor(3);
    expect((await evaluatePacked(chain[3] as QuorumState, deep.asked, deep.packed, { quorums: known })).satisfied).toBe(
      true,
    );
    const deeper = await packedFor(4);
    expect(
      (await evaluatePacked(chain[4] as QuorumState, deeper.asked, deeper.packed, { quorums: known })).satisfied,
    ).toBe(false);
  });

  test('error: a quorum that is a member of itself ends', async () => {
    const self: QuorumState = {
      ...inner,
      members: [{ signer: Quorum.signer(registry, inner.id), weight: 1 }],
      threshold: 1,
      revocationThreshold: 1,
    };
    const own = endorse(self);
    expect((await collect(self, own, [], { quorums: new Map([[self.id, self]]) })).satisfied).toBe(false);
  });
});

describe('evaluatePacked', () => {
  test.each<[string, Hex]>([
    ['nothing', '0x'],
    ['a member that the quorum does not have', '0x03000000'],
    ['duplicate signers', '0x0000000000000000'],
    ['truncation', '0x000000'],
    ['garbage', '0xffffffffffffffff'],
  ])('error: %s', async (_, packed) => {
    expect(await evaluatePacked(state, action, packed, { keyWallets })).toMatchObject({ satisfied: false, weight: 0 });
  });

  test('error: fewer than the threshold', async () => {
    expect(await evaluatePacked(state, action, await pack(state, action, [1]))).toMatchObject({
      satisfied: false,
      missing: 1,
    });
  });

  test('error: enough good approvals beside a bad one, as on chain', async () => {
    const packed = PackedApprovals.decode(await pack(state, action, [1, 2, 3]));
    const bad = packed.map((entry, i) => (i === 2 ? { ...entry, signature: packed[0]?.signature as Hex } : entry));
    expect(await evaluatePacked(state, action, PackedApprovals.encode(bad), { keyWallets })).toMatchObject({
      satisfied: false,
      weight: 2,
    });
  });

  test.each<[string, Action.RegistryAction]>([
    ['another quorum', endorse(quorumOf([1, 2], 2))],
    ['another version', endorse({ ...state, version: 2 })],
    ['a version before', endorse({ ...state, version: 0 })],
  ])('error: a message for %s', async (_, other) => {
    expect(await evaluatePacked(state, other, await pack(state, other, [1, 2]))).toMatchObject({
      satisfied: false,
      weight: 0,
    });
  });

  test('error: a revocation’s approvals do not endorse', async () => {
    const packed = await pack(state, revoke(state), [1, 2]);
    expect((await evaluatePacked(state, action, packed, { keyWallets })).invalid).toHaveLength(2);
  });
});
