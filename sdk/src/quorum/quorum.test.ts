import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes32, registry, wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { ArgumentError, BaseError, DecodeError } from '../errors/index.ts';
import { InvalidQuorumError, Quorum } from './index.ts';

const [alice, bob, carol] = [1, 2, 3].map((number) => ({ signer: wallet(number).signer, weight: 1 })) as [
  Quorum.Member,
  Quorum.Member,
  Quorum.Member,
];
const quorum = Quorum.from({ members: [alice, bob, carol], threshold: 2 });

function fieldOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof BaseError) return error.field;
    throw error;
  }
  return undefined;
}

describe('Quorum', () => {
  test('behavior: the order in which members are given does not matter', () => {
    expect(Quorum.from({ members: [carol, alice, bob], threshold: 2 })).toEqual(quorum);
  });

  test('behavior: the id commits to members, weights, thresholds and salt', () => {
    const members = [alice, bob, carol];
    const variants = [
      quorum,
      Quorum.from({ members, threshold: 3 }),
      Quorum.from({ members, threshold: 2, revocationThreshold: 1 }),
      Quorum.from({ members, threshold: 2, salt: bytes32(1) }),
      Quorum.from({ members: [alice, bob], threshold: 2 }),
      Quorum.from({ members: [alice, bob, { ...carol, weight: 2 }], threshold: 2 }),
    ];
    expect(new Set(variants.map(Quorum.id)).size).toBe(variants.length);
  });

  test('behavior: a quorum is a signer, and its id is found in it again', () => {
    const id = Quorum.id(quorum);
    const signer = Quorum.signer(registry, id);
    expect(signer).toBe(`${registry}${id.slice(2)}`);
    expect(Quorum.idOfSigner(registry, signer)).toBe(id);
    expect(Quorum.idOfSigner(registry, alice.signer)).toBeNull();
    expect(Quorum.idOfSigner(registry, `${signer}00`)).toBeNull();
    expect(Quorum.idOfSigner(alice.signer, signer)).toBeNull();
  });

  test.each<[string, string, Partial<Parameters<typeof Quorum.from>[0]>]>([
    ['nobody', 'quorum.members', { members: [] }],
    ['65 members', 'quorum.members', { members: Array.from({ length: 65 }, (_, i) => ({ signer: wallet(i).signer })) }],
    ['the same twice', 'quorum.members[1].signer', { members: [alice, alice] }],
    [
      'the same twice, in upper case',
      'quorum.members[1].signer',
      { members: [alice, { signer: alice.signer.toUpperCase().replace('X', 'x') as Hex }] },
    ],
    ['19 bytes', 'quorum.members[0].signer', { members: [{ signer: `0x${'11'.repeat(19)}` }] }],
    ['the zero address', 'quorum.members[0].signer', { members: [{ signer: `0x${'00'.repeat(20)}` }] }],
    ['a key of the zero verifier', 'quorum.members[0].signer', { members: [{ signer: `0x${'00'.repeat(20)}11` }] }],
    ['no hex', 'quorum.members[0].signer', { members: [{ signer: 'alice' as Hex }] }],
    ['weight 0', 'quorum.members[0].weight', { members: [{ ...alice, weight: 0 }] }],
    ['weight ½', 'quorum.members[0].weight', { members: [{ ...alice, weight: 0.5 }] }],
    ['too much weight', 'quorum.members', { members: [{ ...alice, weight: 65_535 }, bob] }],
    ['threshold 0', 'quorum.threshold', { threshold: 0 }],
    ['threshold above the weights', 'quorum.threshold', { threshold: 4 }],
    ['threshold NaN', 'quorum.threshold', { threshold: Number.NaN }],
    ['revocation threshold 0', 'quorum.revocationThreshold', { revocationThreshold: 0 }],
    ['revocation threshold above the threshold', 'quorum.revocationThreshold', { revocationThreshold: 3 }],
    ['a short salt', 'quorum.salt', { salt: '0x00' }],
  ])('error: %s', (_, field, change) => {
    const make = () => Quorum.from({ members: [alice, bob, carol], threshold: 2, ...change });
    expect(make).toThrow(InvalidQuorumError);
    expect(fieldOf(make)).toBe(field);
  });

  test('error: decoding sorts nothing and fills nothing in', () => {
    expect(Quorum.decode(JSON.parse(JSON.stringify(quorum)))).toEqual(quorum);
    const backwards = { ...quorum, members: [...quorum.members].reverse() };
    expect(fieldOf(() => Quorum.decode(backwards))).toBe('quorum.members[1].signer');
    expect(() => Quorum.decode({ ...quorum, salt: undefined })).toThrow(DecodeError);
    expect(() => Quorum.decode({ ...quorum, owner: alice })).toThrow('unknown field');
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(() => Quorum.decode(value)).toThrow(BaseError)));
  });

  test('error: a signer of a wrong length', () => {
    expect(() => Quorum.signer('0x00', bytes32(1))).toThrow(ArgumentError);
    expect(() => Quorum.signer(registry, '0x00')).toThrow(ArgumentError);
  });
});
