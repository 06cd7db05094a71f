import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses, packTerms } from '@gridseal/sdk/chain';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { type Action, Approval, Proposal, Quorum, TypedData } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { standingOf } from '../../../propose/index.ts';
import { submission } from './submission.ts';

const alice = secp256k1Signer(new Uint8Array(32).fill(1));
const state = Quorum.firstState(Quorum.from({ members: [{ signer: alice.signer }], threshold: 1 }));
const registry = contractAddresses.quorumRegistry.toLowerCase() as Hex;
const announcements = contractAddresses.keyAnnouncements.toLowerCase() as Hex;
const chainId = 31_337;
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const authority = Quorum.signer(registry, state.id).toLowerCase() as Hex;
const common = { authority, subject: word('b1'), epoch: 3, deadline: 2_000 };
const withdrawal: Action.Action = { action: 'withdraw', chainId, announcements, message: common };

async function submitted(content: Action.Action | null, { signed = true, at = announcements } = {}) {
  const message = { quorum: state.id, version: 1, digest: content ? TypedData.digest(content) : word('dd') };
  const action = { action: 'approve', chainId, registry, message } as const;
  const proposal = Proposal.from(action, content ? { content } : {});
  const quorums = new Map([[state.id, state]]);
  const approvals = signed ? [await Approval.sign(alice, action)] : [];
  const standing = await standingOf({ proposal, quorums, approvals, recorded: async () => [], verifiers: {}, now: 1 });
  if (!standing) throw new Error('the quorum is known');
  return submission(proposal, standing, { verifiers: {}, quorums, announcements: at });
}

describe('what a quorum approves as an authority', () => {
  test('behavior: a withdrawal and an announcement are carried out at the announcements', async () => {
    expect(await submitted(withdrawal)).toMatchObject({ operation: 'withdrawByQuorum', to: announcements });
    const terms = { kind: 1, codec: 0, notBefore: 10, notAfter: 20 };
    const message = { ...common, ...terms, digest: word('ee') };
    const announced = await submitted({ action: 'announce', chainId, announcements, message });
    expect(announced).toMatchObject({ operation: 'announceByQuorum', to: announcements });
    expect(announced?.data).toContain(packTerms(message).toString(16));
  });

  test('error: not before enough have approved', async () => {
    expect(await submitted(withdrawal, { signed: false })).toBeNull();
  });

  test('error: nothing that another contract, chain or authority is to be told', async () => {
    expect(await submitted({ ...withdrawal, announcements: `0x${'66'.repeat(20)}` })).toBeNull();
    expect(await submitted(withdrawal, { at: `0x${'66'.repeat(20)}` })).toBeNull();
    expect(await submitted({ ...withdrawal, chainId: 1 })).toBeNull();
    const other = { ...common, authority: Quorum.signer(registry, word('99')).toLowerCase() as Hex };
    expect(await submitted({ ...withdrawal, message: other })).toBeNull();
  });

  test('error: a digest without what it is of', async () => {
    expect(await submitted(null)).toBeNull();
  });
});
