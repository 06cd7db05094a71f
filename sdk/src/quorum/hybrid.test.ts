import { describe, expect, test } from 'vitest';
import { approvalsOf, bytes32, endorse, registry, wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { type OffChainAlgorithm, offChainVerifier, p256Signer } from '../crypto/index.ts';
import { nestedAction } from './evaluate.ts';
import {
  Approval,
  collect,
  Hybrid,
  InvalidQuorumError,
  keyFamilyOf,
  Quorum,
  type QuorumState,
  TypedData,
} from './index.ts';

/** Stands in for the verifier of a post-quantum algorithm: here only the family counts, which the address decides. */
const verifiers = { p256: `0x${'25'.repeat(20)}`, slhDsa: `0x${'51'.repeat(20)}` } as const;
const postQuantum = (n: number): Hex => `${verifiers.slhDsa}${n.toString(16).padStart(64, '0')}`;

const pair = (n: number) => Hybrid.from({ classical: wallet(n).signer, postQuantum: postQuantum(n) }, verifiers);
const memberOf = (definition: Quorum.Quorum) => ({ signer: Quorum.signer(registry, Quorum.id(definition)) });
const known = (...definitions: Quorum.Quorum[]) =>
  new Map(definitions.map((definition) => [Quorum.id(definition), Quorum.firstState(definition)]));
const contextOf = (...definitions: Quorum.Quorum[]) => ({ registry, verifiers, quorums: known(...definitions) });
const quorumOf = (members: readonly { signer: Hex }[], threshold = 1): QuorumState =>
  Quorum.firstState(Quorum.from({ members, threshold }));

describe('key families', () => {
  test('behavior: wallets and known verifiers', () => {
    expect(keyFamilyOf(wallet(1).signer, verifiers)).toBe('classical');
    expect(keyFamilyOf(p256Signer(new Uint8Array(32).fill(1), verifiers.p256).signer, verifiers)).toBe('classical');
    expect(keyFamilyOf(postQuantum(1), verifiers)).toBe('postQuantum');
    expect(keyFamilyOf(postQuantum(1).toUpperCase().replace('X', 'x') as Hex, verifiers)).toBe('postQuantum');
  });

  test('behavior: algorithms that no contract verifies are known without addresses', () => {
    const of = (algorithm: OffChainAlgorithm) => keyFamilyOf(`${offChainVerifier(algorithm)}${'00'.repeat(32)}`, {});
    expect(of('Ed25519')).toBe('classical');
    for (const name of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const) expect(of(name)).toBe('postQuantum');
  });

  test('error: an unknown verifier, and a quorum, are of none', () => {
    expect(keyFamilyOf(postQuantum(1), {})).toBeNull();
    expect(keyFamilyOf(memberOf(pair(1)).signer, verifiers)).toBeNull();
  });
});

describe('hybrid members', () => {
  test('behavior: both keys are needed to approve, and to revoke', () => {
    const alice = pair(1);
    expect(alice).toMatchObject({ threshold: 2, revocationThreshold: 2 });
    expect(alice.members.map(({ weight }) => weight)).toEqual([1, 1]);
    expect(Hybrid.halvesOf(Quorum.firstState(alice), verifiers)).toEqual({
      classical: wallet(1).signer,
      postQuantum: postQuantum(1),
    });
  });

  test('behavior: every member of the quorum is hybrid', () => {
    const people = [pair(1), pair(2), pair(3)];
    const state = quorumOf(people.map(memberOf), 2);
    const evaluation = Hybrid.evaluate(state, contextOf(...people));
    expect(evaluation).toMatchObject({ quorum: state.id, version: 1, hybrid: true });
    expect(evaluation.members.every(({ halves }) => halves !== undefined)).toBe(true);
  });

  test('behavior: a quorum of hybrid members is hybrid as a member', () => {
    const people = [pair(1), pair(2)];
    const company = Quorum.from({ members: people.map(memberOf), threshold: 1 });
    const state = quorumOf([memberOf(company), memberOf(pair(3))], 2);
    expect(Hybrid.evaluate(state, contextOf(...people, pair(3), company)).hybrid).toBe(true);
  });

  test('behavior: members that are not hybrid are named, with the reason', () => {
    const state = quorumOf([memberOf(pair(1)), { signer: wallet(2).signer }, { signer: postQuantum(3) }], 2);
    const { hybrid, members } = Hybrid.evaluate(state, contextOf(pair(1)));
    expect(hybrid).toBe(false);
    const reasons = new Map(members.map(({ signer, reason }) => [signer, reason]));
    expect(reasons.get(memberOf(pair(1)).signer)).toBeUndefined();
    expect(reasons.get(wallet(2).signer)).toBe('is a single classical key');
    expect(reasons.get(postQuantum(3))).toBe('is a single post-quantum key');
  });

  test.each([
    ['two wallets', { classical: wallet(1).signer, postQuantum: wallet(2).signer }, 'hybrid.postQuantum'],
    ['two post-quantum keys', { classical: postQuantum(1), postQuantum: postQuantum(2) }, 'hybrid.classical'],
    ['the halves changed about', { classical: postQuantum(1), postQuantum: wallet(1).signer }, 'hybrid.classical'],
    ['an unknown key', { classical: wallet(1).signer, postQuantum: `0x${'77'.repeat(52)}` }, 'hybrid.postQuantum'],
    ['a quorum', { classical: memberOf(pair(2)).signer, postQuantum: postQuantum(1) }, 'hybrid.classical'],
  ] as const)('error: %s make no hybrid member', (_what, halves, field) => {
    const make = () => Hybrid.from(halves, verifiers);
    expect(make).toThrow(InvalidQuorumError);
    expect(make).toThrow(field);
  });

  const [classical, other] = [{ signer: wallet(1).signer }, { signer: postQuantum(1) }];
  test.each([
    ['one of two suffices', { members: [classical, other], threshold: 1 }],
    ['one of two suffices to revoke', { members: [classical, other], threshold: 2, revocationThreshold: 1 }],
    ['a third key', { members: [classical, other, { signer: wallet(9).signer }], threshold: 2 }],
    ['one key outweighs both', { members: [{ ...classical, weight: 2 }, other], threshold: 2 }],
  ])('error: %s (attack: stripping the post-quantum half of a hybrid)', (_what, definition) => {
    const weak = Quorum.from(definition);
    expect(Hybrid.halvesOf(Quorum.firstState(weak), verifiers)).toBeNull();
    expect(Hybrid.evaluate(quorumOf([memberOf(weak)]), contextOf(weak)).hybrid).toBe(false);
  });

  test('error: a member whose state is not known, or of another registry', () => {
    const state = quorumOf([memberOf(pair(1))]);
    expect(Hybrid.evaluate(state, contextOf()).members[0]?.reason).toBe('is a quorum whose members are not known here');
    const elsewhere = { ...contextOf(pair(1)), registry: `0x${'99'.repeat(20)}` as Hex };
    expect(Hybrid.evaluate(state, elsewhere).hybrid).toBe(false);
  });

  test('error: a member that was not hybrid in an earlier version', () => {
    const alice = Quorum.firstState(pair(1));
    const weak: QuorumState = { ...alice, threshold: 1, revocationThreshold: 1 };
    const state = quorumOf([memberOf(pair(1))]);
    const judge = (versions: readonly QuorumState[]) =>
      Hybrid.evaluate(state, { registry, verifiers, quorums: new Map([[alice.id, versions]]) });
    expect(judge([alice, { ...alice, version: 2 }]).hybrid).toBe(true);
    expect(judge([weak, { ...alice, version: 2 }]).members[0]?.reason).toContain('had members');
    expect(judge([alice, { ...weak, version: 2 }]).hybrid).toBe(false);
    expect(judge([]).members[0]?.reason).toContain('not known');
  });

  test('error: quorums that contain one another end the search', () => {
    const id = bytes32(5);
    const members = [{ signer: Quorum.signer(registry, id), weight: 1 }];
    const state: QuorumState = { id, version: 2, members, threshold: 1, revocationThreshold: 1 };
    const context = { registry, verifiers, quorums: new Map([[id, state]]) };
    expect(Hybrid.evaluate(state, context).hybrid).toBe(false);
  });

  test('error: one half alone approves nothing (attack: stripping the post-quantum half of a hybrid)', async () => {
    // Whether the other half's signature holds is for the chain to say; here it never does, or always.
    const alice = pair(1);
    const state = quorumOf([memberOf(alice)]);
    const action = endorse(state);
    const inner = nestedAction(Quorum.firstState(alice), TypedData.digest(action), action);
    const classical = await Approval.sign(wallet(1), inner);
    const other = Approval.from(inner, postQuantum(1), '0x1234');
    const options = { keyWallets: true, quorums: known(alice) };
    const alone = await collect(state, action, [classical], options);
    expect(alone).toMatchObject({ satisfied: false, missing: 1 });
    expect(alone.packed).toBeUndefined();
    expect(await collect(state, action, [other], { ...options, ask: async () => true })).toMatchObject({
      satisfied: false,
    });
    expect(await collect(state, action, [classical, other], { ...options, ask: async () => false })).toMatchObject({
      satisfied: false,
    });
    const both = await collect(state, action, [classical, other], { ...options, ask: async () => true });
    expect(both).toMatchObject({ satisfied: true });
    // An approval of the outer message by the wallet itself is of no use either.
    const outer = await approvalsOf(action, [1]);
    expect(await collect(state, action, outer, options)).toMatchObject({ satisfied: false });
  });
});
