import type { Hex } from '@gridseal/sdk/bytes';
import type { QuorumRules } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const [a, b, c] = [1, 2, 3].map((n): Hex => `0x${String(n).repeat(40)}`) as [Hex, Hex, Hex];
const rules = (members: readonly (readonly [Hex, number])[], threshold = 2, revocationThreshold = 1): QuorumRules => ({
  members: members.map(([signer, weight]) => ({ signer, weight })),
  threshold,
  revocationThreshold,
});

describe('two versions beside each other', () => {
  test('behavior: who joins, who leaves, whose weight changes, who stays, in this order', () => {
    const { members } = compare(
      rules([
        [a, 1],
        [b, 1],
        [c, 1],
      ]),
      rules([
        [b, 2],
        [c, 1],
        [`0x${'4'.repeat(40)}`, 1],
      ]),
    );
    expect(members.map(({ change, before, after }) => [change, before, after])).toEqual([
      ['joins', null, 1],
      ['leaves', 1, null],
      ['weight', 1, 2],
      ['stays', 1, 1],
    ]);
  });

  test('behavior: the other way round, joining is leaving', () => {
    const [one, two] = [
      rules([[a, 1]]),
      rules(
        [
          [a, 1],
          [b, 5],
        ],
        3,
      ),
    ];
    expect(compare(one, two)).toMatchObject({ threshold: [2, 3], total: [1, 6], same: false });
    expect(compare(two, one).members[0]).toEqual({ signer: b, change: 'leaves', before: 5, after: null });
  });

  test('behavior: equal versions are the same, whatever the order and case of members', () => {
    const upper = b.toUpperCase().replace('0X', '0x') as Hex;
    expect(
      compare(
        rules([
          [a, 1],
          [b, 2],
        ]),
        rules([
          [upper, 2],
          [a, 1],
        ]),
      ).same,
    ).toBe(true);
  });

  test('error: a threshold alone is a difference, also that to revoke', () => {
    expect(compare(rules([[a, 1]], 2, 1), rules([[a, 1]], 1, 1)).same).toBe(false);
    expect(compare(rules([[a, 1]], 2, 1), rules([[a, 1]], 2, 2)).same).toBe(false);
  });
});
