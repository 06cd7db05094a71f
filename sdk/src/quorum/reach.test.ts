import { beforeAll, describe, expect, test } from 'vitest';
import { approvalsOf, endorse, registry, wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { ed25519Signer, mlDsaSigner, verifySignature } from '../crypto/index.ts';
import {
  Approval,
  assertReachable,
  collect,
  evaluatePacked,
  Hybrid,
  OffChainQuorumError,
  PackedApprovals,
  Quorum,
  type QuorumState,
  reachOf,
} from './index.ts';

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const postQuantum = mlDsaSigner(seed(1), 'ML-DSA-65');
const edwards = ed25519Signer(seed(2));
const of = (threshold: number, ...signers: readonly { readonly signer: Hex; readonly weight?: number }[]) =>
  Quorum.from({ members: signers, threshold });
const state = Quorum.firstState(of(1, wallet(1), postQuantum));
const action = endorse(state);
let approval: Approval.Approval;
beforeAll(async () => {
  approval = await Approval.sign(postQuantum, action);
});

describe('members that no contract verifies', () => {
  test('attack: an approval that no chain accepts counts nowhere, though the signature is right', async () => {
    const { signer, digest, signature } = approval;
    expect(verifySignature({ signer, digest, signature })).toBe(true);
    const collection = await collect(state, action, [approval], { ask: async () => true });
    expect(collection).toMatchObject({ satisfied: false, weight: 0 });
    expect(collection.packed).toBeUndefined();
    expect(collection.rejected).toMatchObject([{ reason: 'invalidSignature' }]);
    expect(collection.rejected[0]?.explanation).toBe('no contract verifies ML-DSA-65: it counts off chain alone');
    const index = state.members.findIndex((member) => member.signer === signer);
    const packed = PackedApprovals.encode([{ index, signature }]);
    const evaluated = await evaluatePacked(state, action, packed, { ask: async () => true });
    expect(evaluated).toMatchObject({ satisfied: false, weight: 0 });
    expect(evaluated.invalid[0]?.reason).toBe('no contract verifies ML-DSA-65: it counts off chain alone');
  });

  test('behavior: it does not spoil what others approve', async () => {
    const collection = await collect(state, action, [approval, ...(await approvalsOf(action, [1]))]);
    expect(collection.satisfied).toBe(true);
    expect(PackedApprovals.decode(collection.packed as Hex)).toHaveLength(1);
  });
});

describe('reachOf', () => {
  test('behavior: says what members no chain counts, and what the others weigh', () => {
    const mixed = of(3, wallet(1), wallet(2), { ...postQuantum, weight: 5 }, edwards);
    expect(reachOf(mixed)).toMatchObject({ weight: 2, canAct: false, canRevoke: false });
    expect(
      reachOf(mixed)
        .offChain.map(({ signer }) => signer)
        .sort(),
    ).toEqual([postQuantum.signer, edwards.signer].sort());
    expect(reachOf(of(2, wallet(1), wallet(2), edwards))).toMatchObject({ weight: 2, canAct: true, canRevoke: true });
    const brake = Quorum.from({ members: [wallet(1), edwards], threshold: 2, revocationThreshold: 1 });
    expect(reachOf(brake)).toMatchObject({ canAct: false, canRevoke: true });
  });

  test('behavior: looks into quorums that are members', () => {
    const inner = of(2, wallet(3), edwards);
    const outer = of(2, wallet(1), wallet(2), { signer: Quorum.signer(registry, Quorum.id(inner)) });
    const quorums = new Map([[Quorum.id(inner), Quorum.firstState(inner)]]);
    expect(reachOf(outer, { registry, quorums })).toMatchObject({ weight: 2, canAct: true });
    expect(reachOf(outer, { registry, quorums }).offChain).toHaveLength(1);
    // What is not known is not called unable.
    expect(reachOf(outer).offChain).toEqual([]);
    const needs = of(3, wallet(1), wallet(2), { signer: Quorum.signer(registry, Quorum.id(inner)) });
    expect(() => assertReachable(needs, { registry, quorums })).toThrow('a quorum that cannot act on chain');
  });

  test('attack: quorums that are members of each other, many and deep', () => {
    const quorums = new Map<Hex, QuorumState>();
    const ids = Array.from({ length: 64 }, (_, i): Hex => `0x${(i + 1).toString(16).padStart(64, '0')}`);
    const members = ids.map((id) => ({ signer: Quorum.signer(registry, id), weight: 1 }));
    for (const id of ids) quorums.set(id, { id, version: 2, members, threshold: 1, revocationThreshold: 1 });
    expect(reachOf({ members, threshold: 1, revocationThreshold: 1 }, { registry, quorums }).canAct).toBe(false);
  });

  test('error: a threshold that can never be reached', () => {
    const alone = of(1, postQuantum, edwards);
    expect(() => assertReachable(alone)).toThrow(OffChainQuorumError);
    const error = (() => {
      try {
        return assertReachable(alone);
      } catch (thrown) {
        return thrown as OffChainQuorumError;
      }
    })();
    expect(error).toMatchObject({ code: 'OFF_CHAIN_QUORUM', field: 'quorum.threshold' });
    expect((error as OffChainQuorumError).message).toContain('0 of 1 at most');
    expect((error as OffChainQuorumError).message).toMatch(
      /No contract verifies: (ML-DSA-65, Ed25519|Ed25519, ML-DSA-65)/,
    );
    expect(assertReachable(of(1, wallet(1), edwards)).canAct).toBe(true);
  });

  test('behavior: a hybrid member with ML-DSA is a quorum that cannot act', () => {
    const halves = { classical: wallet(1).signer, postQuantum: postQuantum.signer };
    expect(reachOf(Hybrid.from(halves, {}))).toMatchObject({ weight: 1, canAct: false });
  });
});

describe('members whose verifier is not on the chain', () => {
  const passkey: Hex = `0x${'ab'.repeat(20)}${'11'.repeat(64)}`;
  const context = { registry, quorums: new Map(), absent: new Set<Hex>([`0x${'ab'.repeat(20)}`]) };

  test('behavior: they count nothing there, and everything elsewhere', () => {
    const rules = of(1, wallet(1), { signer: passkey });
    expect(reachOf(rules, context)).toMatchObject({ weight: 1, canAct: true, offChain: [{ signer: passkey }] });
    expect(reachOf(rules)).toMatchObject({ weight: 2, offChain: [] });
  });

  test('error: a threshold that cannot be reached without them names the verifier', () => {
    const rules = of(2, wallet(1), { signer: passkey });
    expect(() => assertReachable(rules, context)).toThrow(OffChainQuorumError);
    expect(() => assertReachable(rules, context)).toThrow(`0x${'ab'.repeat(20)}, which is not on this chain`);
  });
});
