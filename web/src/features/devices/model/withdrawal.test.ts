import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { Quorum, TypedData } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import type { QuorumRecord } from '../../../data/index.ts';
import type { SignerOption } from '../../../wallet/index.ts';
import { fleetRows } from './fleetRows.ts';
import { claimOf, day, entryOf, id32, slotOf } from './model.fixtures.ts';
import { withdrawable, withdrawalAction, withdrawalDeadline, withdrawalProposal, withdrawerOf } from './withdrawal.ts';

const optionOf = (number: number, kind: SignerOption['kind'] = 'wallet'): SignerOption => ({
  id: `${kind}:${number}`,
  kind,
  name: `S ${number}`,
  signer: secp256k1Signer(new Uint8Array(32).fill(number)),
  problem: null,
});
const [alice, bob, carol] = [optionOf(1), optionOf(2, 'passkey'), optionOf(3)];
const network = { chainId: 31_337, addresses: contractAddresses };

function quorumOf(threshold: number, ...members: readonly SignerOption[]): QuorumRecord {
  const definition = Quorum.from({ members: members.map(({ signer }) => ({ signer: signer.signer })), threshold });
  const state = Quorum.firstState(definition);
  const signer = Quorum.signer(contractAddresses.quorumRegistry, state.id).toLowerCase() as Hex;
  return { id: state.id, signer, state, versions: [], endorsed: 0, revoked: 0, memberOf: [] };
}

describe('who can withdraw', () => {
  test('behavior: the wallet or another key that is the authority', () => {
    expect(withdrawerOf(alice.signer.signer, [alice, bob], [])).toMatchObject({ by: 'wallet', option: alice });
    expect(withdrawerOf(bob.signer.signer, [alice, bob], [])).toMatchObject({ by: 'key', option: bob });
  });

  test('behavior: a quorum, with enough members at hand or without', () => {
    const quorum = quorumOf(2, alice, bob, carol);
    expect(withdrawerOf(quorum.signer, [alice, bob], [quorum])).toMatchObject({ by: 'quorum', enough: true });
    const few = withdrawerOf(quorum.signer, [alice], [quorum]);
    expect(few).toMatchObject({ by: 'quorum', enough: false, options: [alice] });
  });

  test('error: nobody here is the authority, or nobody knows who it is', () => {
    const quorum = quorumOf(1, carol);
    expect(withdrawerOf(carol.signer.signer, [alice, bob], [quorum]).by).toBe('others');
    expect(withdrawerOf(undefined, [alice, bob], [quorum]).by).toBe('others');
    expect(withdrawerOf(quorum.signer, [alice], [quorum])).toMatchObject({ by: 'quorum', enough: false, options: [] });
    expect(withdrawerOf(quorum.signer, [carol], []).by).toBe('others');
  });
});

describe('what can be withdrawn', () => {
  const [first, second] = [id32('d1'), id32('d2')];
  const group = slotOf({ group: 'north', channel: 'files' });
  const entries = [entryOf(first, { groups: ['north'] }), entryOf(second, { groups: ['north'] })];

  test('behavior: each slot once, however many devices of its group are chosen', () => {
    const own = slotOf({ device: first, channel: 'tls', subject: id32('b2'), claims: [claimOf(first)] });
    expect(withdrawable(fleetRows(entries, [group, own], new Map()), 2_000)).toEqual([group, own]);
  });

  test('error: nothing that is over, was withdrawn, or never was', () => {
    const over = [slotOf({ ...group, withdrawnEpoch: 2 }), slotOf({ device: first, channel: 'tls', notAfter: 1_500 })];
    expect(withdrawable(fleetRows(entries, over, new Map()), 2_000)).toEqual([]);
    expect(withdrawable(fleetRows(entries, [], new Map()), 2_000)).toEqual([]);
  });
});

describe('the message', () => {
  test('behavior: whoever asks in the same week asks for the same signature', () => {
    const monday = 2_900 * 7 * day;
    const deadline = withdrawalDeadline(monday + 1);
    expect(deadline).toBe(monday + 7 * day);
    expect(withdrawalDeadline(monday + 6 * day)).toBe(deadline);
    expect(withdrawalDeadline(monday + 6 * day + 1)).toBe(deadline + 7 * day);
    for (let now = monday; now < monday + 8 * day; now += 3_601) {
      expect(withdrawalDeadline(now) - now).toBeGreaterThanOrEqual(day);
    }
  });

  test('behavior: the proposal shows the withdrawal that it is about', () => {
    const quorum = quorumOf(2, alice, bob);
    const action = withdrawalAction(network, quorum.signer, slotOf(), 5_000);
    const proposal = withdrawalProposal(network, quorum.state, action);
    expect(proposal).toMatchObject({
      action: 'approve',
      content: { action: 'withdraw', message: { subject: id32('bb'), epoch: 2, deadline: 5_000 } },
      message: { quorum: quorum.id, version: 1, digest: TypedData.digest(action) },
    });
  });

  test('error: no number that the contract could not take', () => {
    const quorum = quorumOf(1, alice);
    for (const epoch of [-1, 0.5, 2 ** 64]) {
      const action = withdrawalAction(network, quorum.signer, slotOf({ epoch }), 5_000);
      expect(() => withdrawalProposal(network, quorum.state, action)).toThrow();
    }
  });
});
