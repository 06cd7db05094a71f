import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { type Signer, secp256k1Signer } from '@gridseal/sdk/crypto';
import { type Action, Proposal, Quorum, type QuorumState } from '@gridseal/sdk/quorum';

/** Keys of tests: everybody knows them. */
export const signers: readonly Signer[] = [1, 2, 3, 4].map((last) =>
  secp256k1Signer(new Uint8Array(32).map((_, i) => (i === 31 ? last : 0))),
);
export const [alice, bob, carol, dora] = signers as [Signer, Signer, Signer, Signer];

export const registry: Hex = `0x${'ab'.repeat(20)}`;
export const now = 1_795_000_000;
const on = { chainId: 31_337, registry };

export function quorumOf(members: readonly Hex[], threshold: number): QuorumState {
  return Quorum.firstState(Quorum.from({ members: members.map((signer) => ({ signer })), threshold }));
}

export const certificate = Certificate.from({
  kind: 'authority',
  subject: { name: 'Fleet administration' },
  usages: ['issueKeys'],
  notBefore: now,
  notAfter: now + 86_400,
  serial: new Uint8Array(16),
});

/** Two of Alice, Bob and Carol. */
export const three = quorumOf([alice.signer, bob.signer, carol.signer], 2);

export function endorse(state: QuorumState, deadline = now + 3_600): Action.Endorse {
  const message = { certificate: Certificate.id(certificate), quorum: state.id, version: state.version, deadline };
  return { action: 'endorse', ...on, message };
}

export function proposeEndorsement(state: QuorumState, deadline?: number): Proposal.Proposal {
  return Proposal.from(endorse(state, deadline), { certificate: certificate as never, note: 'As agreed.' });
}
