import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { p521Signer } from '@gridseal/sdk/crypto';
import { Quorum } from '@gridseal/sdk/quorum';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesNothing, checkDraft, type Draft, draftOf, emptyDraft, majorityOf } from './draft.ts';

const wallet = (n: number): Hex => `0x${n.toString(16).padStart(40, '1')}`;
const { p521Verifier, p521Sha256Verifier, quorumRegistry } = contractAddresses;

function draft(part: Partial<Draft> = {}, count = 3): Draft {
  const members = Array.from({ length: count }, (_, i) => ({ signer: wallet(i), weight: '1' }));
  return { ...emptyDraft, members, threshold: '2', ...part };
}

const problemsOf = (part: Partial<Draft>, count?: number) => checkDraft(draft(part, count)).problems;

describe('the form of a quorum', () => {
  test('behavior: what is complete is the definition that the SDK makes', () => {
    const { definition, total } = checkDraft(draft({ revocationThreshold: ' 1 ' }));
    const members = [wallet(0), wallet(1), wallet(2)].map((signer) => ({ signer }));
    expect(definition).toEqual(Quorum.from({ members, threshold: 2, revocationThreshold: 1 }));
    expect(total).toBe(3);
  });

  test('behavior: an empty threshold to revoke is the threshold, an empty salt is zero', () => {
    expect(checkDraft(draft()).definition).toMatchObject({ revocationThreshold: 2, salt: `0x${'00'.repeat(32)}` });
  });

  test('behavior: a version becomes the form that makes it again', () => {
    const state = Quorum.firstState(Quorum.from({ members: [{ signer: wallet(1), weight: 3 }], threshold: 2 }));
    const rules = checkDraft(draftOf(state)).definition;
    expect(rules && changesNothing(state, rules)).toBe(true);
    const other = checkDraft({ ...draftOf(state), threshold: '3', revocationThreshold: '2' }).definition;
    expect(other && changesNothing(state, other)).toBe(false);
  });

  test('behavior: more than half of the weight is a majority', () => {
    const members = ['1', '2', 'x'].map((weight, i) => ({ signer: wallet(i), weight }));
    expect([majorityOf([]), majorityOf(draft().members), majorityOf(members)]).toEqual([1, 2, 2]);
  });

  test('error: nobody, too many, too heavy', () => {
    expect(problemsOf({}, 0)).toMatchObject({ members: 'none' });
    expect(problemsOf({}, 65)).toMatchObject({ members: 'tooMany' });
    const members = [0, 1].map((n) => ({ signer: wallet(n), weight: '40000' }));
    expect(problemsOf({ members })).toMatchObject({ members: 'tooHeavy' });
  });

  test('error: weights and thresholds that are no whole numbers from 1', () => {
    for (const weight of ['', '0', '-1', '1.5', '1e3', '65536', '٣', 'NaN']) {
      const members = [
        { signer: wallet(0), weight },
        { signer: wallet(1), weight: '9' },
      ];
      expect(checkDraft(draft({ members })).problems.member.get(0)).toEqual({ what: 'weight' });
      expect(problemsOf({ threshold: weight })).toMatchObject({ threshold: 'number' });
      if (weight !== '') expect(problemsOf({ revocationThreshold: weight })).toHaveProperty('revocationThreshold');
    }
  });

  test('error: a threshold that nobody could reach, and one to revoke above it', () => {
    expect(problemsOf({ threshold: '4' })).toMatchObject({ threshold: 'tooHigh' });
    expect(problemsOf({ revocationThreshold: '3' })).toMatchObject({ revocationThreshold: 'aboveThreshold' });
  });

  test('attack: one signer twice', () => {
    const members = [0, 1, 0].map((n) => ({ signer: wallet(n), weight: '1' }));
    expect(checkDraft(draft({ members }))).toMatchObject({ definition: null });
    expect(problemsOf({ members }).member.get(2)).toEqual({ what: 'sameSigner', other: 0 });
  });

  test('attack: one key behind two verifiers', () => {
    const { signer } = p521Signer(
      Uint8Array.from({ length: 66 }, (_, i) => i % 250),
      p521Verifier,
    );
    const again = `${p521Sha256Verifier}${signer.slice(42)}`.toLowerCase() as Hex;
    const members = [signer, again].map((one) => ({ signer: one, weight: '1' }));
    expect(problemsOf({ members }).member.get(1)).toEqual({ what: 'sameKey', other: 0 });
    expect(checkDraft(draft({ members })).definition).toBeNull();
  });

  test('error: a quorum as its own member', () => {
    const self = Quorum.signer(quorumRegistry, `0x${'ab'.repeat(32)}`);
    const members = [{ signer: self.toLowerCase() as Hex, weight: '1' }];
    expect(checkDraft(draft({ members, threshold: '1' }), self).problems.member.get(0)).toEqual({ what: 'itself' });
  });

  test('error: a salt that is not 32 bytes', () => {
    for (const salt of ['0x', '0x12', `0x${'zz'.repeat(32)}`, 'ab'.repeat(32), `0x${'00'.repeat(33)}`]) {
      expect(problemsOf({ salt })).toMatchObject({ salt: 'hex' });
    }
  });

  test('behavior: whatever is typed, the answer is a valid definition or a problem, never an exception', () => {
    const text = fc.oneof(fc.string({ maxLength: 8 }), fc.integer({ min: -2, max: 70_000 }).map(String));
    const member = fc.record({ signer: fc.integer({ min: 0, max: 5 }).map(wallet), weight: text });
    const any = fc.record({
      members: fc.array(member, { maxLength: 6 }),
      threshold: text,
      revocationThreshold: text,
      salt: fc.constantFrom('', `0x${'11'.repeat(32)}`, 'salt'),
    });
    fc.assert(
      fc.property(any, (given) => {
        const { definition, problems } = checkDraft(given);
        if (definition) Quorum.decode(JSON.parse(JSON.stringify(definition)));
        else expect(Object.keys(problems).length + problems.member.size).toBeGreaterThan(1);
      }),
      { numRuns: 300 },
    );
  });
});
