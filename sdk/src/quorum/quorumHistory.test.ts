import { describe, expect, test } from 'vitest';
import { chainId, deadline, pack, quorumOf, registry, wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { BaseError, VerificationError } from '../errors/index.ts';
import { Quorum, QuorumHistory, type QuorumRules, type QuorumState, workBudget } from './index.ts';

const on = { chainId, registry, keyWallets: true };
const definition = Quorum.from({ members: [1, 2, 3].map((n) => ({ signer: wallet(n).signer })), threshold: 2 });

/** A rotation of `before` to wallets, with the approvals of these old and new members. */
async function rotate(
  before: QuorumState,
  to: readonly number[],
  by: { readonly old: readonly number[]; readonly fresh: readonly number[]; readonly chainId?: number },
): Promise<QuorumHistory.RotationRecord> {
  const { members, threshold, revocationThreshold }: QuorumRules = quorumOf(to, 2);
  const rules = { members, threshold, revocationThreshold, deadline };
  const action = QuorumHistory.rotationAction(before, rules, { ...on, ...by });
  const after = QuorumHistory.stateAfter(before, rules);
  return {
    ...rules,
    oldApprovals: await pack(before, action, by.old),
    newApprovals: await pack(after, action, by.fresh),
  };
}

const first = Quorum.firstState(definition);
const toSecond = await rotate(first, [3, 4, 5], { old: [1, 2], fresh: [4, 5] });
const second = QuorumHistory.stateAfter(first, toSecond);
const toThird = await rotate(second, [6, 7, 8], { old: [3, 4], fresh: [6, 8] });
const history: QuorumHistory.QuorumHistory = { ...definition, rotations: [toSecond, toThird] };

describe('QuorumHistory', () => {
  test('behavior: without rotations the definition proves itself', async () => {
    expect(await QuorumHistory.verify({ ...definition, rotations: [] }, on)).toMatchObject({
      valid: true,
      current: first,
    });
  });

  test('behavior: proves the current version from the id', async () => {
    const verdict = await QuorumHistory.verify(QuorumHistory.decode(JSON.parse(JSON.stringify(history))), on);
    expect(verdict).toMatchObject({ valid: true, id: Quorum.id(definition), current: { version: 3 } });
    expect(verdict.states.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(verdict.current.members.map(({ signer }) => signer)).toContain(wallet(7).signer);
  });

  test.each<[string, () => Promise<readonly QuorumHistory.RotationRecord[]>, number]>([
    ['too few of the old members', async () => [await rotate(first, [3, 4, 5], { old: [1], fresh: [4, 5] })], 2],
    [
      'too few of the new members: keys that nobody holds',
      async () => [await rotate(first, [3, 4, 5], { old: [1, 2], fresh: [4] })],
      2,
    ],
    ['new members alone', async () => [await rotate(first, [4, 5, 6], { old: [], fresh: [4, 5] })], 2],
    ['a rotation left out', async () => [toThird], 2],
    ['the same rotation twice', async () => [toSecond, toSecond], 3],
    ['rotations in another order', async () => [toThird, toSecond], 2],
    [
      'removed members in the next rotation',
      async () => [toSecond, { ...toThird, oldApprovals: toSecond.oldApprovals }],
      3,
    ],
    [
      'approvals for another chain',
      async () => [await rotate(first, [3, 4, 5], { old: [1, 2], fresh: [4, 5], chainId: 1 })],
      2,
    ],
    ['another deadline than was signed', async () => [{ ...toSecond, deadline: deadline + 1 }], 2],
    ['a lower threshold than was signed', async () => [{ ...toSecond, threshold: 1, revocationThreshold: 1 }], 2],
    [
      'old and new approvals swapped',
      async () => [{ ...toSecond, oldApprovals: toSecond.newApprovals, newApprovals: toSecond.oldApprovals }],
      2,
    ],
    ['garbage for approvals', async () => [{ ...toSecond, oldApprovals: '0xffff' as Hex }], 2],
  ])('error: %s', async (_, rotations, version) => {
    const verdict = await QuorumHistory.verify({ ...definition, rotations: await rotations() }, on);
    expect(verdict.valid).toBe(false);
    expect(verdict.failure?.version).toBe(version);
    expect(verdict.current.version).toBe(version - 1);
  });

  test('error: rollback: a history that hides a rotation the verifier has seen', async () => {
    const hidden = { ...definition, rotations: [toSecond] };
    const third = QuorumHistory.stateAfter(second, toThird);
    expect((await QuorumHistory.verify(hidden, { ...on, pin: third })).valid).toBe(false);
    expect((await QuorumHistory.verify(history, { ...on, pin: third })).valid).toBe(true);
    expect((await QuorumHistory.verify(history, { ...on, pin: second })).valid).toBe(true);
  });

  test('error: a fork by old keys against what the verifier has seen', async () => {
    const fork = await rotate(first, [1, 2, 9], { old: [1, 2], fresh: [1, 2] });
    const forked = { ...definition, rotations: [fork] };
    expect((await QuorumHistory.verify(forked, on)).valid).toBe(true);
    expect((await QuorumHistory.verify(forked, { ...on, pin: second })).valid).toBe(false);
  });

  test('error: another definition has another id', async () => {
    const other = await QuorumHistory.verify({ ...history, threshold: 1, revocationThreshold: 1 }, on);
    expect(other.id).not.toBe(Quorum.id(definition));
    expect(other.valid).toBe(false);
  });

  test('error: more work than allowed', async () => {
    await expect(QuorumHistory.verify(history, { ...on, budget: workBudget(3) })).rejects.toThrow(VerificationError);
  });

  test.each<[string, string, object]>([
    ['too many rotations', 'quorum.rotations', { rotations: Array(65).fill(toSecond) }],
    [
      'members out of order',
      'quorum.rotations[0].members[1].signer',
      { rotations: [{ ...toSecond, members: [...toSecond.members].reverse() }] },
    ],
    ['a threshold nobody can reach', 'quorum.rotations[0].threshold', { rotations: [{ ...toSecond, threshold: 9 }] }],
    ['an unknown field', 'quorum.rotations[0]', { rotations: [{ ...toSecond, version: 2 }] }],
    ['no rotations', 'quorum.rotations', { rotations: undefined }],
  ])('error: decoding %s', (_, field, change) => {
    const decode = () => QuorumHistory.decode({ ...history, ...change });
    expect(decode).toThrow(BaseError);
    expect(decode).toThrow(`${field}:`);
  });
});
