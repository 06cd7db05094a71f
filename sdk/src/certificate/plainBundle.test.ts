import { beforeAll, describe, expect, test } from 'vitest';
import { bytes32, chainId, deadline, endorse, registry, wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { p521Signer, type Signer } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import {
  Approval,
  collect,
  hintApprovals,
  Proposal,
  Quorum,
  QuorumHistory,
  type QuorumState,
} from '../quorum/index.ts';
import { Bundle, Certificate } from './index.ts';

const verifiers = { p521: `0x${'52'.repeat(20)}` } as const;
const key = (n: number): Signer => p521Signer(new Uint8Array(66).fill(n, 1), verifiers.p521);
const [alice, bob] = [key(1), key(2)];

/** Bob and a wallet, both needed: a member of the second version of the root, which Alice founded alone. */
const pair = Quorum.from({ members: [{ signer: bob.signer }, { signer: wallet(1).signer }], threshold: 2 });
const founded = Quorum.from({ members: [{ signer: alice.signer }], threshold: 1 });
const first = Quorum.firstState(founded);
const rules = Quorum.from({ members: [{ signer: Quorum.signer(registry, Quorum.id(pair)) }], threshold: 1 });
const second = QuorumHistory.stateAfter(first, rules);
const quorums = new Map([[Quorum.id(pair), Quorum.firstState(pair)]]);

const certificate = Certificate.from({
  kind: 'device',
  subject: { name: 'station-7' },
  usages: [],
  notBefore: 0,
  notAfter: 2_000_000_000,
  serial: new Uint8Array(16).fill(2),
});

/** What is sent to a chain: with hints, or (`maxBytes` 0) without. */
async function packed(proposal: Proposal.Proposal, state: QuorumState, signers: readonly Signer[], maxBytes: number) {
  const action = Proposal.actionOf(proposal);
  const asked = state.version === 1 ? proposal : Proposal.forMember(proposal, Quorum.firstState(pair));
  const approvals = await Promise.all(signers.map((signer) => Approval.sign(signer, Proposal.actionOf(asked))));
  const context = { verifiers, quorums };
  const collection = await collect(state, action, approvals, context);
  return hintApprovals(state, action, collection.packed as Hex, { ...context, maxBytes });
}

async function bundleOf(maxBytes: number): Promise<Bundle.Bundle> {
  const { members, threshold, revocationThreshold } = rules;
  const rotation = { members: [...members], threshold, revocationThreshold, deadline };
  const rotate = Proposal.from(QuorumHistory.rotationAction(first, rotation, { chainId, registry }));
  const action = endorse(second, Certificate.id(certificate));
  const both = [bob, wallet(1)];
  const oldApprovals = await packed(rotate, first, [alice], maxBytes);
  const newApprovals = await packed(rotate, second, both, maxBytes);
  const approvals = await packed(Proposal.from(action), second, both, maxBytes);
  const history = { ...founded, members: [...founded.members] };
  return Bundle.from({
    target: Certificate.id(certificate),
    chainId,
    registry,
    certificates: [certificate],
    endorsements: [{ ...action.message, approvals }],
    revocations: [],
    quorums: [
      { ...history, rotations: [{ ...rotation, oldApprovals, newApprovals }] },
      { ...pair, members: [...pair.members], rotations: [] },
    ],
    checkedAt: { blockNumber: 120, blockHash: bytes32(77), timestamp: deadline - 100 },
  });
}

let plain: Bundle.Bundle;
let hinted: Bundle.Bundle;

beforeAll(async () => {
  [plain, hinted] = await Promise.all([bundleOf(0), bundleOf(100_000)]);
});

const options: Bundle.BundleOptions = {
  chainId,
  registry,
  anchors: [first.id],
  at: deadline,
  keyWallets: true,
  verifiers,
};

describe('a bundle without hints', () => {
  test('behavior: is what it would be if nobody had added any, in rotations and in members of members, too', () => {
    expect(Bundle.withoutHints(hinted, verifiers)).toEqual(plain);
    expect(Bundle.encode(hinted).length - Bundle.encode(plain).length).toBeGreaterThan(150_000);
    expect(Bundle.withoutHints(plain, verifiers)).toEqual(plain);
  });

  test('behavior: verifies all the same', async () => {
    for (const bundle of [hinted, plain]) {
      expect(await Bundle.verify(bundle, options)).toMatchObject({ valid: true });
    }
  });

  test('error: of quorums that it does not define, and of unknown verifiers, nothing is taken', () => {
    const { quorums: defined } = hinted;
    const lone = { ...hinted, quorums: defined.slice(0, 1) };
    expect(Bundle.withoutHints(lone, verifiers).endorsements).toEqual(hinted.endorsements);
    expect(Bundle.withoutHints(hinted, {})).toEqual(hinted);
  });

  test('error: approvals that are not packed', () => {
    const [endorsement] = hinted.endorsements;
    const broken = {
      ...hinted,
      endorsements: [{ ...(endorsement as Bundle.BundleEndorsement), approvals: '0x00' as Hex }],
    };
    expect(() => Bundle.withoutHints(broken, verifiers)).toThrow(DecodeError);
  });
});
