import type { Hex } from '@gridseal/sdk/bytes';
import { BaseError } from '@gridseal/sdk/errors';
import { Proposal, Quorum } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { daysFrom, deadlineIn, nextState, rotationProposal, suffices } from './rotation.ts';

const [a, b, c] = [1, 2, 3].map((n): Hex => `0x${String(n).repeat(40)}`) as [Hex, Hex, Hex];
const registry: Hex = '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD';
const state = Quorum.firstState(Quorum.from({ members: [{ signer: a }, { signer: b }], threshold: 2 }));
const rules = Quorum.from({ members: [{ signer: a }, { signer: c, weight: 2 }], threshold: 2, revocationThreshold: 1 });
const on = { chainId: 31_337, registry };
const wish = { state, rules, deadline: 1_900_000_000, note: ' Welcome. ' };

describe('proposing a rotation', () => {
  test('behavior: names the version that it replaces; its file is what the members’ pages read', () => {
    const proposal = Proposal.decode(Proposal.encode(rotationProposal(wish, on)));
    expect(proposal).toMatchObject({ action: 'rotate', registry: registry.toLowerCase(), note: 'Welcome.' });
    expect(proposal.message).toEqual({
      quorum: state.id,
      version: 1,
      members: rules.members,
      threshold: 2,
      revocationThreshold: 1,
      deadline: 1_900_000_000,
    });
    expect(nextState(state, rules)).toMatchObject({ id: state.id, version: 2 });
  });

  test('behavior: an empty word is none', () => {
    expect(rotationProposal({ ...wish, note: ' \n' }, on)).not.toHaveProperty('note');
  });

  test('behavior: a deadline is the same for an hour, and never less than the days', () => {
    const hour = 1_800_000_000 - (1_800_000_000 % 3_600);
    expect(deadlineIn(7, hour + 1)).toBe(deadlineIn(7, hour + 3_599));
    expect(deadlineIn(7, hour + 1) - hour).toBeGreaterThanOrEqual(7 * 86_400);
  });

  test('behavior: own keys are enough by weight, for each version by itself', () => {
    expect([suffices(state, new Set([a, b])), suffices(rules, new Set([c]))]).toEqual([true, true]);
  });

  test('error: own keys that are not enough, or not members', () => {
    expect([suffices(state, new Set([a])), suffices(rules, new Set([a, b])), suffices(rules, new Set())]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('error: rules that the registry would refuse are not proposed', () => {
    const unordered = { ...rules, members: rules.members.toReversed() };
    expect(() => rotationProposal({ ...wish, rules: unordered }, on)).toThrow(BaseError);
    expect(() => rotationProposal({ ...wish, rules: { ...rules, threshold: 9 } }, on)).toThrow(BaseError);
    expect(() => rotationProposal({ ...wish, rules: { ...rules, members: [] } }, on)).toThrow(BaseError);
  });

  test('error: days that are no whole number from 1 to 90', () => {
    expect(['', '0', '91', '1.5', '-3', 'seven', '007'].map(daysFrom)).toEqual(Array(7).fill(null));
    expect(['1', ' 90 '].map(daysFrom)).toEqual([1, 90]);
  });
});
