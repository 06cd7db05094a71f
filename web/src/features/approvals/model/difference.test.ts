import { describe, expect, test } from 'vitest';
import { alice, bob, carol, quorumOf } from '../../../propose/cases/cases.fixtures.ts';
import { difference, MAX_CHANGES, memberChanges } from './difference.ts';

describe('difference', () => {
  test('behavior: fields, one by one', () => {
    const before = { name: 'a', usages: ['x', 'y'], pathLength: 0, subject: { name: 'n', role: 'r' } };
    const after = { name: 'b', usages: ['y', 'z'], subject: { name: 'n', role: 's' }, kind: 'device' };
    expect(difference(before, after)).toEqual([
      { path: 'name', before: 'a', after: 'b' },
      { path: 'usages', before: 'x', after: null },
      { path: 'usages', before: null, after: 'z' },
      { path: 'pathLength', before: '0', after: null },
      { path: 'subject.role', before: 'r', after: 's' },
      { path: 'kind', before: null, after: 'device' },
    ]);
  });

  test('behavior: nothing differs from itself', () => {
    expect(difference({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
  });

  test('error: lists without end are cut', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => i);
    expect(difference(many, []).length).toBe(MAX_CHANGES);
  });
});

describe('memberChanges', () => {
  test('behavior: who joins, leaves and stays', () => {
    const changes = memberChanges(quorumOf([alice.signer, bob.signer], 1), quorumOf([bob.signer, carol.signer], 1));
    const of = ({ signer }: typeof alice) => changes.find((one) => one.signer === signer)?.change;
    expect([of(alice), of(bob), of(carol)]).toEqual(['leaves', 'stays', 'joins']);
  });
});
