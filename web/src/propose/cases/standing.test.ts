import type { Hex } from '@gridseal/sdk/bytes';
import { BaseError } from '@gridseal/sdk/errors';
import { Approval, Proposal, Quorum, type QuorumState, TypedData } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  carol,
  dora,
  endorse,
  now,
  proposeEndorsement,
  quorumOf,
  registry,
  three,
} from './cases.fixtures.ts';
import { type StandingInput, standingOf } from './standing.ts';
import { waysToSign } from './ways.ts';

const proposal = proposeEndorsement(three);
const digest = TypedData.digest(endorse(three));
const by = (state: QuorumState): ReadonlyMap<Hex, QuorumState> => new Map([[state.id, state]]);

function input(fields: Partial<StandingInput> = {}): StandingInput {
  return { proposal, quorums: by(three), approvals: [], recorded: async () => [], verifiers: {}, now, ...fields };
}

describe('standingOf', () => {
  test('behavior: signatures and recorded approvals count together', async () => {
    const approvals = [await Approval.sign(alice, endorse(three))];
    const one = await standingOf(input({ approvals }));
    expect(one).toMatchObject({ satisfied: false, sides: [{ collection: { weight: 1, missing: 1 } }] });
    const recorded = async (asked: Hex) => (asked === digest ? [bob.signer] : []);
    const two = await standingOf(input({ approvals, recorded }));
    expect(two).toMatchObject({ satisfied: true, sides: [{ collection: { weight: 2 } }] });
    expect([...(two?.said ?? [])].sort()).toEqual([`${alice.signer} ${digest}`, `${bob.signer} ${digest}`].sort());
  });

  test('behavior: a rotation needs both sides', async () => {
    const { members, threshold, revocationThreshold } = quorumOf([alice.signer, dora.signer], 2);
    const message = { quorum: three.id, version: 1, members: [...members], threshold, revocationThreshold };
    const action = {
      action: 'rotate' as const,
      chainId: 31_337,
      registry,
      message: { ...message, deadline: now + 60 },
    };
    const rotation = Proposal.from(action);
    const sign = (...of: readonly (typeof alice)[]) => Promise.all(of.map((signer) => Approval.sign(signer, action)));
    const old = await standingOf(input({ proposal: rotation, approvals: await sign(alice, bob) }));
    expect(old).toMatchObject({ satisfied: false, sides: [{ role: 'current' }, { role: 'next' }] });
    const both = await standingOf(input({ proposal: rotation, approvals: await sign(alice, bob, dora) }));
    expect(both?.satisfied).toBe(true);
    expect(both?.said.size).toBe(3);
  });

  test('behavior: members of a member approve in its name', async () => {
    const inner = quorumOf([carol.signer, dora.signer], 2);
    const outer = quorumOf([alice.signer, Quorum.signer(registry, inner.id)], 2);
    const quorums = new Map([...by(inner), ...by(outer)]);
    const asked = proposeEndorsement(outer);
    const [way] = waysToSign(asked, quorums, [dora.signer]);
    expect(way).toMatchObject({ signer: dora.signer, through: [inner.id] });
    const nested = Proposal.actionOf((way as NonNullable<typeof way>).asked);
    const approvals = [
      await Approval.sign(alice, endorse(outer)),
      await Approval.sign(carol, nested),
      await Approval.sign(dora, nested),
    ];
    expect((await standingOf(input({ proposal: asked, quorums, approvals })))?.satisfied).toBe(true);
    const less = await standingOf(input({ proposal: asked, quorums, approvals: approvals.slice(0, 2) }));
    expect(less?.satisfied).toBe(false);
  });

  test('error: strangers, forged signatures and duplicates count nothing', async () => {
    const [one, stranger] = await Promise.all([alice, dora].map((signer) => Approval.sign(signer, endorse(three))));
    const forged = Approval.from(endorse(three), bob.signer, (one as Approval.Approval).signature);
    const approvals = [one, one, stranger, forged] as Approval.Approval[];
    const standing = await standingOf(input({ approvals }));
    expect(standing?.sides[0]?.collection.weight).toBe(1);
    expect(standing?.said.has(`${dora.signer} ${digest}`)).toBe(false);
    expect(standing?.said.has(`${bob.signer} ${digest}`)).toBe(false);
  });

  test('error: a file cannot claim that a wallet recorded its approval', async () => {
    const approvals = [alice, bob].map(({ signer }) => Approval.from(endorse(three), signer, '0x'));
    expect((await standingOf(input({ approvals, ask: async () => true })))?.satisfied).toBe(false);
  });

  test('error: approvals after the deadline', async () => {
    const approvals = await Promise.all([alice, bob].map((signer) => Approval.sign(signer, endorse(three))));
    expect((await standingOf(input({ approvals, now: now + 7_200 })))?.satisfied).toBe(false);
  });

  test.each(['TRANSPORT', 'RPC_UNREACHABLE', 'RPC_DISAGREEMENT'])(
    'error: no endpoint gives an answer that counts (%s): what it would say is unknown, not wrong',
    async (code) => {
      const approval = Approval.from(endorse(three), bob.signer, `0x${'00'.repeat(70)}`);
      const ask = async () => {
        throw new BaseError(code, 'nobody answers');
      };
      const standing = await standingOf(input({ approvals: [approval], ask }));
      expect(standing?.sides[0]?.collection.unknown.map(({ signer }) => signer)).toEqual([bob.signer]);
    },
  );

  test('error: a bug is not taken for silence', async () => {
    const approval = Approval.from(endorse(three), bob.signer, `0x${'00'.repeat(70)}`);
    const ask = async () => {
      throw new TypeError('a bug');
    };
    await expect(standingOf(input({ approvals: [approval], ask }))).rejects.toThrow('a bug');
  });

  test('error: a quorum that is not known', async () => {
    expect(await standingOf(input({ quorums: new Map() }))).toBeNull();
  });
});

describe('waysToSign', () => {
  test('behavior: members, in any case of letters; nobody else', () => {
    const asked = (signer: string) => waysToSign(proposal, by(three), [signer as Hex]).length;
    expect(asked(alice.signer)).toBe(1);
    expect(asked(alice.signer.toUpperCase().replace('0X', '0x'))).toBe(1);
    expect(asked(dora.signer)).toBe(0);
  });
});
